// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in shells and Dockerfiles
import { describe, expect, it } from 'vitest';
import { checksumOf } from './checksum.ts';
import { defaultSecretLimits, findSecrets } from './find-secrets.ts';
import { secretRules } from './rules/index.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const alphabets: Readonly<Record<string, string>> = {
  h: `${digits}abcdef`,
  a: `${digits}${lower}${lower.toUpperCase()}`,
  A: `${digits}${lower.toUpperCase()}`,
  z: `${digits}${lower}`,
  l: `${lower}${lower.toUpperCase()}`,
  d: digits,
  b: `${digits}${lower}${lower.toUpperCase()}+/`,
  u: `${digits}${lower}${lower.toUpperCase()}_-`,
};

/** `{a20}` stands for twenty letters and digits at random, `{h8}` for hexadecimal digits, `{U}` for a UUID; always the same ones. */
function generate(form: string, seed = 7): string {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % 100_003;
  };
  return form
    .replaceAll('{P}', ['tr0ub', '4dor'].join(''))
    .replaceAll('{~}', '')
    .replaceAll('{U}', '{h8}-{h4}-{h4}-{h4}-{h12}')
    .replace(/\{([a-zA-Z])(\d+)\}/g, (_, kind: string, count: string) => {
      const letters = alphabets[kind] ?? '';
      return Array.from({ length: Number(count) }, () => letters.charAt(next() % letters.length)).join('');
    });
}

function withChecksum(prefix: string): string {
  const random = generate('{a30}');
  return `${prefix}${random}${checksumOf(random)}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function jwt(payload: string): string {
  const part = (text: string) => Buffer.from(text).toString('base64url');
  return `${part('{"alg":"HS256","typ":"JWT"}')}.${part(payload)}.${generate('{u43}')}`;
}

function pem(kind: string): string {
  const lines = [generate('{b64}', 1), generate('{b64}', 2), generate('{b20}', 3)];
  return [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].join('\n');
}

/** A rule, a text that it finds, and one that is nearly the same and harmless. */
const cases: readonly (readonly [id: string, found: string, nearMiss: string])[] = [
  ['aws-access-key-id', 'id = AKIA{A16}', 'id = AKIA{A15}'],
  ['aws-access-key-id', '"AKIA{A16}"', 'AKIAIOSFODNN7EXAMPLE'],
  ['aws-temporary-key-id', 'ASIA1{A15}', 'ASIAPACIFICNORTHEASTX'],
  ['aws-secret-access-key', 'aws_secret_access_key = {b40}', 'aws_secret_access_key = {b30}'],
  ['aws-secret-access-key', '"SecretAccessKey": "{b40}"', '"SecretAccessKey": "$SECRET"'],
  ['aws-session-token', 'AWS_SESSION_TOKEN={b300}', 'AWS_SESSION_TOKEN={b30}'],
  ['aws-mws-token', 'amzn.mws.{U}', 'amzn.mws.{h8}'],
  ['aws-bedrock-key', 'ABSK{b120}=', 'ABSK{b60}'],
  [
    'gcp-service-account',
    `"private_key": "${pem('PRIVATE KEY').replaceAll('\n', '\\n')}\\n"`,
    '"private_key": "-----BEGIN PRIVATE KEY-----"',
  ],
  ['google-api-key', 'key: AIza{u34}a', 'key: AIza{u30}'],
  ['google-oauth-secret', 'GOCSPX-{u27}a', 'GOCSPX-{u20}'],
  ['google-oauth-token', 'ya29.{u80}a', 'ya29.{u20}'],
  ['google-refresh-token', '"refresh_token": "1//0{u60}a"', '"refresh_token": "1//0"'],
  ['azure-storage-key', 'AccountName=x;AccountKey={b86}==;', 'AccountName=x;AccountKey={b40};'],
  [
    'azure-shared-access-key',
    'SharedAccessKeyName=x;SharedAccessKey={b43}=',
    'SharedAccessKeyName=RootManageSharedAccessKey',
  ],
  [
    'azure-sas-signature',
    'https://x.blob.core.windows.net/a?sv=2024&sig={a42}%3D',
    'https://x.blob.core.windows.net/a?sv=2024&sig=none',
  ],
  ['azure-client-secret', 'AZURE_CLIENT_SECRET={a3}8Q~{a34}', 'AZURE_CLIENT_SECRET=8Q~{a5}'],
  ['azure-devops-token', 'pat {a76}AZDO{a4}', 'pat {a30}AZDO{a4}'],
  ['azure-container-registry-key', 'pw={a42}+ACRA{a5}', 'pw={a30}+ACRA{a5}'],
  ['azure-function-key', '{a44}AzFu{a5}A==', '{a20}AzFu{a5}A=='],
  ['digitalocean-token', 'dop_v1_{h64}', 'dop_v1_{h32}'],
  ['alibaba-access-key-id', 'LTAI5{a19}', 'LTAI{l10}'],
  ['tencent-secret-id', 'AKID1{a31}', 'AKID{a20}'],
  ['cloudflare-origin-key', 'v1.0-{h24}-{h146}', 'v1.0-{h24}'],
  ['cloudflare-token', 'CLOUDFLARE_API_TOKEN={u39}a', 'CLOUDFLARE_API_TOKEN={u20}'],
  ['heroku-key', 'HRKU-AA{u57}a', 'HRKU-AA{u20}'],
  ['fastly-token', 'FASTLY_API_TOKEN: {u31}a', 'FASTLY_API_TOKEN: {u20}'],
  ['fly-token', 'FlyV1 fm2_{b120}', 'fm2_{b20}'],
  ['netlify-token', 'nfp_{a36}', 'nfp_{a20}'],
  ['supabase-key', 'sbp_{h40}', 'sbp_{h10}'],
  ['planetscale-token', 'pscale_tkn_{a40}', 'pscale_tkn_{a10}'],
  ['databricks-token', 'dapi{h32}', 'dapi{h20}'],
  ['terraform-token', 'token = "{a14}.atlasv1.{a65}"', 'token = "{a14}.atlasv1.{a10}"'],
  ['vault-token', 'VAULT_TOKEN=hvs.{u95}', 'hvs.length'],
  ['pulumi-token', 'pul-{h40}', 'pul-{h10}'],
  ['doppler-token', 'dp.pt.{a43}', 'dp.pt.x'],
  ['doppler-service-token', 'dp.st.prd.{a43}', 'dp.st.prd'],
  ['onepassword-token', 'ops_eyJ{b250}', 'ops_eyJ{b20}'],
  ['tailscale-key', 'tskey-auth-{a12}-{a32}', 'tskey-auth-{a5}'],
  ['github-token', withChecksum('ghp_'), 'ghp_{a20}'],
  ['github-token', `x=${withChecksum('ghs_')}`, 'ghs_this_is_a_variable_name_of_some_length'],
  ['github-refresh-token', 'ghr_{a76}', 'ghr_{a50}'],
  ['github-fine-grained-token', 'github_pat_{a22}_{a59}', 'github_pat_{a10}'],
  ['gitlab-token', 'glpat-{u20}', 'glpat-{u10}'],
  ['gitlab-agent-token', 'glagent-{u49}a', 'glagent-{u20}'],
  ['gitlab-runner-token', 'GR1348941{u19}a', 'GR1348941{u5}'],
  ['bitbucket-app-password', 'ATBB{a32}', 'ATBB{a16}'],
  ['atlassian-token', 'ATATT3{u180}={A8}', 'ATATT3{u20}'],
  ['gitea-token', 'GITEA_TOKEN={h40}', 'GITEA_TOKEN={h20}'],
  ['circleci-token', 'CCIPAT_{a22}_{h40}', 'CCIPAT_{a22}'],
  ['circleci-legacy-token', 'CIRCLE_TOKEN={h40}', 'CIRCLE_TOKEN={h20}'],
  ['buildkite-token', 'bkua_{h40}', 'bkua_{h10}'],
  ['jenkins-token', 'JENKINS_API_TOKEN=11{h32}', 'JENKINS_API_TOKEN=12{h10}'],
  ['travis-token', 'TRAVIS_TOKEN={a22}', 'TRAVIS_TOKEN={a10}'],
  ['sonarqube-token', 'squ_{h40}', 'squ_{h20}'],
  ['codecov-token', 'CODECOV_TOKEN={U}', 'CODECOV_TOKEN={h8}'],
  ['snyk-token', 'SNYK_TOKEN: {U}', 'SNYK_TOKEN: ${SNYK}'],
  ['prefect-key', 'pnu_{a36}', 'pnu_{a20}'],
  ['launchdarkly-key', 'LD_SDK_KEY=sdk-{U}', 'LD_SDK_KEY=sdk-key'],
  ['npm-token', withChecksum('npm_'), 'npm_config_registry'],
  ['npm-registry-auth', '//npm.example.org/:_authToken={U}', '//npm.example.org/:_authToken=${NPM_TOKEN}'],
  ['npm-registry-auth', '_auth = {b40}', '_auth = ${NPM_AUTH_OF_THE_BUILD}'],
  ['pypi-token', 'password = pypi-AgEIcHlwaS5vcmc{u150}', 'pypi-AgEIcHlwaS5vcmc'],
  ['rubygems-key', ':rubygems_api_key: rubygems_{h48}', 'rubygems_{h20}'],
  ['nuget-key', 'oy2{z43}', 'oy2{z20}'],
  ['cargo-token', 'token = "cio{a32}"', 'token = "cio{a10}"'],
  ['docker-hub-token', 'dckr_pat_{u26}a', 'dckr_pat_{u10}'],
  [
    'docker-registry-auth',
    `"auth": "${base64('robot:s3cr3t-0f-th3-registry')}"`,
    `"auth": "${base64('nothing of the kind')}"`,
  ],
  ['artifactory-key', 'AKCp{a69}', 'AKCp{a40}'],
  ['artifactory-token', 'cmVmdGtuO{a55}', 'cmVmdGtuO{a10}'],
  ['clojars-token', 'CLOJARS_{z60}', 'CLOJARS_{z20}'],
  ['postman-key', 'PMAK-{h24}-{h34}', 'PMAK-{h24}'],
  ['stripe-key', 'sk_live_{a24}', 'sk_live_{a8}'],
  ['stripe-test-key', 'sk_test_{a24}', 'sk_test_key'],
  ['stripe-webhook-secret', 'whsec_{b40}', 'whsec_{b8}'],
  ['square-token', 'sq0atp-{u21}a', 'sq0atp-{u8}'],
  ['braintree-token', 'access_token$production${z16}${h32}', 'access_token$production$x'],
  ['shopify-token', 'shpat_{h32}', 'shpat_{h16}'],
  ['razorpay-key', 'rzp_live_{a14}', 'rzp_live_{a6}'],
  ['flutterwave-key', 'FLWSECK-{a32}-X', 'FLWSECK-{a16}-X'],
  ['paddle-key', 'pdl_live_apikey_{z26}_{a22}_{a3}', 'pdl_live_apikey_{z10}'],
  ['plaid-secret', 'PLAID_SECRET={h30}', 'PLAID_SECRET={h12}'],
  ['adyen-key', 'AQEyhm{b90}-{b40}=-', 'AQEyhm{b20}'],
  ['slack-token', 'xoxb-{d12}-{d12}-{a24}', 'xoxb-token'],
  ['slack-refresh-token', 'xoxe-1-{a146}', 'xoxe-1-{a20}'],
  ['slack-app-token', 'xapp-1-A{A10}-{d13}-{h64}', 'xapp-1-A{A10}'],
  [
    'slack-webhook',
    'https://hooks.slack.com/services/T{A8}/B{A8}/{a24}',
    'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
  ],
  [
    'teams-webhook',
    'https://x.webhook.office.com/webhookb2/{U}@{U}/IncomingWebhook/{h32}/{U}',
    'https://x.webhook.office.com/webhookb2/{U}',
  ],
  [
    'discord-webhook',
    'https://discord.com/api/webhooks/{d18}/{u67}a',
    'https://discord.com/api/webhooks/{d18}/token',
  ],
  ['discord-bot-token', 'DISCORD_TOKEN=M{a23}.{a6}.{a30}', 'DISCORD_TOKEN=M{a23}'],
  ['telegram-bot-token', 'TELEGRAM_TOKEN={d9}:AA{a33}', 'TELEGRAM_TOKEN={d9}:AA{a10}'],
  [
    'telegram-bot-url',
    'https://api.telegram.org/bot{d9}:AA{a33}/send',
    'https://api.telegram.org/bot<token>/send',
  ],
  [
    'google-chat-webhook',
    'https://chat.googleapis.com/v1/spaces/{a11}/messages?key={u39}&token={u43}',
    'https://chat.googleapis.com/v1/spaces/{a11}/messages',
  ],
  ['mattermost-token', 'MATTERMOST_TOKEN={z26}', 'MATTERMOST_TOKEN={z10}'],
  ['twilio-key', 'TWILIO_AUTH_TOKEN={h32}', 'TWILIO_AUTH_TOKEN={h16}'],
  ['sendgrid-key', 'SG.{u21}a.{u42}a', 'SG.{u10}.{u10}'],
  ['mailgun-key', 'MAILGUN_API_KEY={h32}-{h8}-{h8}', 'MAILGUN_API_KEY={h16}'],
  ['mailgun-private-key', 'api:key-a1{h30}', 'api:key-{h12}'],
  ['mailchimp-key', 'mailchimp: "{h32}-us7"', 'mailchimp: "{h32}"'],
  ['mailchimp-key', 'MAILCHIMP_API_KEY={h32}-us12', 'MAILCHIMP_API_KEY={h16}-us12'],
  ['brevo-key', 'xkeysib-{h64}-{a16}', 'xkeysib-{h32}'],
  ['mailersend-token', 'mlsn.{h64}', 'mlsn.{h20}'],
  ['postmark-token', 'POSTMARK_API_TOKEN={U}', 'POSTMARK_API_TOKEN={h8}'],
  ['resend-key', 'RESEND_API_KEY=re_{a32}', 'RESEND_API_KEY=re_{a8}'],
  ['sparkpost-key', 'SPARKPOST_API_KEY={h40}', 'SPARKPOST_API_KEY={h16}'],
  ['datadog-key', 'DD_API_KEY={h32}', 'DD_API_KEY={h20}'],
  ['new-relic-key', 'NRAK-{A27}', 'NRAK-{A10}'],
  ['new-relic-insert-key', 'NRII-{a32}', 'NRII-{a10}'],
  ['new-relic-license-key', 'key={h32}FFFFNRAL', 'key=FFFFNRAL'],
  ['grafana-token', 'glsa_{a32}_{h8}', 'glsa_{a32}'],
  ['grafana-cloud-token', 'glc_eyJ{b80}=', 'glc_eyJ{b20}'],
  ['sentry-token', 'sntryu_{h64}', 'sntryu_{h20}'],
  ['dynatrace-token', 'dt0c01.{A24}.{A64}', 'dt0c01.{A24}'],
  ['honeycomb-key', 'HONEYCOMB_API_KEY=hcaik_{a58}', 'HONEYCOMB_API_KEY=hcaik_{a10}'],
  ['pagerduty-key', 'PAGERDUTY_ROUTING_KEY={h32}', 'PAGERDUTY_ROUTING_KEY={h10}'],
  ['splunk-token', 'SPLUNK_HEC_TOKEN={U}', 'SPLUNK_HEC_TOKEN={h8}'],
  ['rollbar-token', 'ROLLBAR_ACCESS_TOKEN={h32}', 'ROLLBAR_ACCESS_TOKEN={h12}'],
  ['openai-key', 'sk-proj-{a40}T3BlbkFJ{a40}', 'sk-proj-{a40}'],
  ['openai-legacy-key', 'sk-{a20}T3BlbkFJ{a20}', '{a10}T3BlbkFJ{a20}'],
  ['anthropic-key', 'sk-ant-api03-{u93}AA', 'sk-ant-api03-{u20}'],
  ['openrouter-key', 'sk-or-v1-{h64}', 'sk-or-v1-{h20}'],
  ['hugging-face-token', 'hf_{l34}', 'hf_{l20}'],
  ['hugging-face-token', 'hf_{a34}', 'hf_{a33}_'],
  ['replicate-token', 'r8_{a37}', 'r8_{a20}'],
  ['groq-key', 'gsk_{a52}', 'gsk_{a20}'],
  ['perplexity-key', 'pplx-{a48}', 'pplx-{a20}'],
  ['xai-key', 'xai-{a80}', 'xai-{a20}'],
  ['langsmith-key', 'lsv2_pt_{h32}_{h10}', 'lsv2_pt_{h32}'],
  ['cohere-key', 'COHERE_API_KEY={a40}', 'COHERE_API_KEY={a20}'],
  ['mistral-key', 'MISTRAL_API_KEY={a32}', 'MISTRAL_API_KEY={a16}'],
  ['linear-key', 'lin_api_{a40}', 'lin_api_{a20}'],
  ['notion-token', 'ntn_{a46}', 'ntn_{a20}'],
  ['figma-token', 'figd_{u39}a', 'figd_{u10}'],
  ['airtable-token', '"airtable": "pat{a14}.{h64}"', '"airtable": "pat{a14}.{h20}"'],
  ['airtable-token', 'AIRTABLE_API_KEY=pat{a14}.{h64}', 'AIRTABLE_API_KEY=pat{a14}'],
  ['algolia-key', 'ALGOLIA_ADMIN_KEY={h32}', 'ALGOLIA_ADMIN_KEY={h16}'],
  ['okta-token', 'OKTA_API_TOKEN=00{u39}a', 'OKTA_API_TOKEN=00{u10}'],
  ['auth0-secret', 'AUTH0_CLIENT_SECRET={u63}a', 'AUTH0_CLIENT_SECRET={u20}'],
  ['contentful-token', 'CFPAT-{u42}a', 'CFPAT-{u10}'],
  ['typeform-token', 'tfp_{a44}', 'tfp_{a10}'],
  ['hubspot-token', 'pat-na1-{U}', 'pat-na1-{h8}'],
  ['mapbox-token', 'sk.eyJ{a70}.{a22}', 'sk.eyJ{a20}'],
  ['dropbox-token', 'sl.u.{u150}a', 'sl.u.{u20}'],
  ['zendesk-token', 'ZENDESK_API_TOKEN={a40}', 'ZENDESK_API_TOKEN={a20}'],
  ['ngrok-token', 'NGROK_AUTHTOKEN={a27}_{a21}', 'NGROK_AUTHTOKEN={a10}'],
  ['easypost-key', 'EZAK{a54}', 'EZAK{a20}'],
  ['shippo-token', 'shippo_live_{h40}', 'shippo_live_{h20}'],
  ['duffel-token', 'duffel_live_{u42}a', 'duffel_live_{u10}'],
  ['readme-key', 'rdme_{z70}', 'rdme_{z20}'],
  ['facebook-token', 'FACEBOOK_ACCESS_TOKEN=EAA{a150}', 'FACEBOOK_ACCESS_TOKEN=EAA{a20}'],
  ['facebook-app-secret', 'FACEBOOK_APP_SECRET={h32}', 'FACEBOOK_APP_SECRET={h10}'],
  ['twitter-secret', 'TWITTER_API_SECRET={a50}', 'TWITTER_API_SECRET={a20}'],
  ['private-key', pem('RSA PRIVATE KEY'), pem('CERTIFICATE')],
  ['private-key', pem('OPENSSH PRIVATE KEY'), pem('PUBLIC KEY')],
  ['private-key', pem('EC PRIVATE KEY'), 'const begin = "-----BEGIN EC PRIVATE KEY-----";'],
  ['private-key', pem('ENCRYPTED PRIVATE KEY'), pem('RSA PUBLIC KEY')],
  ['private-key', pem('PGP PRIVATE KEY BLOCK'), pem('PGP PUBLIC KEY BLOCK')],
  [
    'private-key',
    `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n{b64}\n{b64}\n`,
    '---- BEGIN SSH2 PUBLIC KEY ----\n{b64}\n',
  ],
  [
    'private-key',
    'key: "-----BEGIN PRIVATE KEY-----\\n{b64}\\n{b64}\\n-----END PRIVATE KEY-----"',
    '-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----',
  ],
  [
    'putty-private-key',
    'PuTTY-User-{~}Key-File-3: ssh-rsa\nEncryption: none\nPublic-Lines: 1\n{b64}\nPrivate-Lines: 1\n{b64}',
    'PuTTY-User-Key-File-3: ',
  ],
  ['encoded-private-key', `data: ${base64(pem('RSA PRIVATE KEY'))}`, `data: ${base64(pem('CERTIFICATE'))}`],
  ['age-private-key', 'AGE-SECRET-KEY-1{A58}', 'AGE-SECRET-KEY-1{A10}'],
  ['wireguard-private-key', 'PrivateKey = {b42}A=', 'PublicKey = {b42}A='],
  ['ssh1-private-key', 'SSH PRIVATE {~}KEY FILE FORMAT 1.1\n', 'SSH PRIVATE KEY FILE FORMAT'],
  ['jwt', jwt('{"sub":"shop","exp":1900000000}'), jwt('{"sub":"1234567890","name":"John Doe"}')],
  ['database-url', 'postgres://shop:{P}@db.internal/shop', 'postgres://shop:password@localhost/shop'],
  [
    'database-url',
    'mongodb+srv://shop:{P}@cluster0.mongodb.net',
    'mongodb+srv://shop:<password>@cluster0.mongodb.net',
  ],
  ['service-url', 'https://shop:{P}@registry.internal/', 'https://shop:{P}@www.example.com/'],
  ['aws-session-token', 'AWS_SESSION_TOKEN={b200}', 'AWS_SESSION_TOKEN={b100}EXAMPLE{b100}'],
  ['broker-url', 'amqp://shop:{P}@mq:5672/', 'amqp://guest:guest@mq:5672/'],
  ['service-url', 'https://shop:{P}@packages.internal/simple', 'https://user:pass@packages.internal/simple'],
  [
    'jdbc-password',
    'jdbc:mysql://db:3306/shop?user=shop&password={P}',
    'jdbc:mysql://db:3306/shop?user=shop&password=${DB}',
  ],
  [
    'connection-string-password',
    'Server=db;User Id=sa;Password={P}!9;',
    'Server=db;User Id=sa;Password={password};',
  ],
  ['wordpress-password', "define('DB_PASSWORD', '{P}')", "define('DB_PASSWORD', 'password')"],
  ['kubeconfig-token', 'bootstrap-token: {z6}.{z16}', 'bootstrap-token: {z6}'],
];

function ruleIds(text: string): readonly string[] {
  return findSecrets(Buffer.from(text)).secrets.map(({ rule }) => rule.id);
}

describe('every form of secret', () => {
  it.each(cases)('%s is found, and its near miss is not', (id, form, nearMiss) => {
    for (const seed of [7, 11, 23]) {
      const text = generate(form, seed);
      expect(ruleIds(`before\n${text}\nafter`), text).toEqual([id]);
      expect(ruleIds(`before\n${generate(nearMiss, seed)}\nafter`), nearMiss).toEqual([]);
    }
  });

  it('has a case', () => {
    const covered = new Set(cases.map(([id]) => id));
    expect(secretRules.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
    expect(new Set(secretRules.map(({ id }) => id)).size).toBe(secretRules.length);
    expect(secretRules.length).toBeGreaterThanOrEqual(60);
  });

  it('is not found inside of longer words', () => {
    expect(ruleIds(generate('Xghp_{a36}'))).toEqual([]);
    expect(ruleIds(generate('ghp_{a37}'))).toEqual([]);
  });

  it('is of low severity when its checksum is wrong', () => {
    const [found] = findSecrets(Buffer.from(generate('ghp_{a36}'))).secrets;
    expect(found).toMatchObject({ severity: 'low', remark: expect.stringContaining('checksum is wrong') });
    expect(findSecrets(Buffer.from(withChecksum('ghp_'))).secrets[0]?.severity).toBe('critical');
  });
});

describe('expressions', () => {
  it.each(secretRules.map((rule) => [rule.id, rule.pattern.source]))('%s is bounded', (_, source) => {
    const classes = source.replace(/\[(?:\\.|[^\]\\])*\]/g, 'C').replace(/\\./g, 'E');
    expect(classes, 'a repetition without end').not.toMatch(/[*+]|\{\d+,\}/);
    expect(classes, 'a repeated group that repeats').not.toMatch(/\([^()]*[{][^()]*\)(?:[{]|\*|\+)/);
  });

  it.each([
    ['AKIA', 'AKIA'],
    ['-----BEGIN ', '-----BEGIN '],
    ['https://a:', 'https://a:'],
    ['jdbc:mysql:', 'jdbc:mysql:?;?;?;'],
    ['"private_key"', '"private_key": "-----BEGIN PRIVATE KEY-----\\n'],
    ['aws_secret_access_key', 'aws_secret_access_key'],
    ['PuTTY-User-Key-File-3: ', 'PuTTY-User-Key-File-3: '],
    ['eyJ', 'eyJaaaaaaaaaaaaaaaaaaaa.eyJaaaaaaaaaaaaa.'],
  ])('a file of nothing but %s is read in time', (_, text) => {
    const content = Buffer.from(text.repeat(Math.ceil((2 * 1024 * 1024) / text.length)));
    const start = performance.now();
    findSecrets(content);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

it('says when a limit stopped it', () => {
  const text = Array.from({ length: 50 }, (_, index) => generate('AKIA{A16}', index + 1)).join('\n');
  expect(findSecrets(Buffer.from(text), { ...defaultSecretLimits, maxSecrets: 10 }).isComplete).toBe(false);
  expect(findSecrets(Buffer.from(text)).isComplete).toBe(true);
});
