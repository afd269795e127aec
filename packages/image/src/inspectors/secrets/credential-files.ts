import type { Severity } from '@breakwater/model';
import type { InspectedFinding } from '../../layer/file-inspector.ts';
import { isSecretName } from '../../secret-reason.ts';
import { isPlaceholder, judgePassword } from './placeholder.ts';

/** A file that is known by its name to hold credentials, in a form of its own. */
interface CredentialFile {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly path: RegExp;
  /** Line, from 1, of the first credential; undefined when the file holds none. */
  readonly find: (content: Buffer) => number | undefined;
}

const maxBytes = 256 * 1024;

const credentialFiles: readonly CredentialFile[] = [
  {
    id: 'netrc',
    title: 'passwords of servers (.netrc)',
    severity: 'high',
    path: /(?:^|\/)[._]netrc$/,
    find: firstLine(/\bpassword[ \t]{1,8}("[^"\n]{1,200}"|\S{1,200})/),
  },
  {
    id: 'pgpass',
    title: 'passwords of PostgreSQL (.pgpass)',
    severity: 'high',
    path: /(?:^|\/)(?:\.pgpass|pgpass\.conf)$/,
    find: firstLine(/^[^#:\n]{1,200}:[^:\n]{1,20}:[^:\n]{1,100}:[^:\n]{1,100}:([^\n]{1,200})$/),
  },
  {
    id: 'mysql-options',
    title: 'password of MySQL (.my.cnf)',
    severity: 'high',
    path: /(?:^|\/)\.?my\.cnf$/,
    find: firstLine(/^[ \t]{0,8}password[ \t]{0,8}=[ \t]{0,8}(\S{1,200})/),
  },
  {
    id: 'mysql-login',
    title: 'passwords of MySQL (.mylogin.cnf)',
    severity: 'high',
    path: /(?:^|\/)\.mylogin\.cnf$/,
    find: (content) => (content.length > 24 ? 1 : undefined),
  },
  {
    id: 'pypirc',
    title: 'password of a Python package index (.pypirc)',
    severity: 'high',
    path: /(?:^|\/)\.pypirc$/,
    find: firstLine(/^[ \t]{0,8}password[ \t]{0,8}[:=][ \t]{0,8}(\S{1,300})/),
  },
  {
    id: 'gem-credentials',
    title: 'credentials of RubyGems',
    severity: 'high',
    path: /(?:^|\/)\.gem\/credentials$/,
    find: firstLine(/^:[\w.-]{1,60}:[ \t]{1,8}["']?(?:Basic )?([A-Za-z0-9+/=_-]{12,200})/),
  },
  {
    id: 'vault-token-file',
    title: 'token of HashiCorp Vault (.vault-token)',
    severity: 'high',
    path: /(?:^|\/)\.vault-token$/,
    find: firstLine(/^([A-Za-z0-9._-]{20,300})\s{0,2}$/),
  },
  {
    id: 'htpasswd',
    title: 'password hashes of a web server (.htpasswd)',
    severity: 'low',
    path: /(?:^|\/)\.?htpasswd$/,
    find: firstLine(
      /^[^#:\s]{1,100}:(\$(?:apr1|2[aby]|5|6)\$[^\s:]{8,200}|\{SHA\}[A-Za-z0-9+/=]{20,100})/,
      true,
    ),
  },
  {
    id: 'kubeconfig',
    title: 'credentials of a Kubernetes cluster (kubeconfig)',
    severity: 'critical',
    path: /(?:^|\/)(?:\.kube\/config|kubeconfig|[\w.-]+\.kubeconfig|etc\/kubernetes\/[\w-]+\.conf)$/,
    find: firstLine(/^[ \t-]{0,20}(?:client-key-data|token|password):[ \t]{1,8}["']?([^\s"']{8,1000})/),
  },
  {
    id: 'filezilla',
    title: 'passwords of servers (FileZilla)',
    severity: 'high',
    path: /(?:^|\/)(?:sitemanager|recentservers)\.xml$/,
    find: firstLine(/<Pass(?: encoding="base64")?>([^<\s]{1,200})<\/Pass>/),
  },
  {
    id: 'maven-settings',
    title: 'password of a Maven repository (settings.xml)',
    severity: 'high',
    path: /(?:^|\/)(?:\.m2\/settings(?:-security)?|settings-security)\.xml$/,
    find: firstLine(/<(?:password|passphrase|master)>([^<\s]{3,300})<\//),
  },
  {
    id: 'nuget-config',
    title: 'password of a NuGet feed (NuGet.Config)',
    severity: 'high',
    path: /(?:^|\/)nuget\.config$/i,
    find: firstLine(/key="(?:ClearText)?Password"[ \t]{1,8}value="([^"\n]{3,400})"/i),
  },
  {
    id: 'rclone',
    title: 'credentials of rclone (rclone.conf)',
    severity: 'high',
    path: /(?:^|\/)rclone\.conf$/,
    find: firstLine(
      /^[ \t]{0,8}(?:pass|password|secret_access_key|client_secret|token|key)[ \t]{0,8}=[ \t]{0,8}(\S{8,1000})/,
    ),
  },
  {
    id: 'azure-tokens',
    title: 'sign-in tokens of Azure',
    severity: 'high',
    path: /(?:^|\/)\.azure\/(?:accessTokens\.json|msal_token_cache\.json|service_principal_entries\.json)$/,
    find: firstLine(
      /"(?:accessToken|refreshToken|secret|client_secret)"[ \t]{0,4}:[ \t]{0,4}"([^"\n]{8,1000})/,
    ),
  },
  {
    id: 'gcloud-database',
    title: 'sign-in tokens of Google Cloud',
    severity: 'high',
    path: /(?:^|\/)gcloud\/(?:credentials|access_tokens)\.db$/,
    find: (content) => (content.length > 100 ? 1 : undefined),
  },
  {
    id: 'keystore',
    title: 'key store',
    severity: 'low',
    path: /\.(?:p12|pfx|jks|keystore|bcfks)$/i,
    find: (content) => (isKeystore(content) ? 1 : undefined),
  },
  {
    id: 'keepass',
    title: 'KeePass database',
    severity: 'medium',
    path: /\.kdbx?$/i,
    find: (content) => (content.length > 8 && content.readUInt32LE(0) === 0x9aa2d903 ? 1 : undefined),
  },
  {
    id: 'environment-file',
    title: 'environment file with settings for secrets (.env)',
    severity: 'low',
    path: /(?:^|\/)\.env(?:\.(?!example$|sample$|template$|dist$|defaults?$)[\w.-]+)?$/,
    find: findEnvironmentSecret,
  },
];

const anyPath = new RegExp(credentialFiles.map(({ path }) => path.source).join('|'), 'i');

/** Whether a file may be read for its name alone. */
export function isCredentialFile(path: string): boolean {
  return anyPath.test(path);
}

/** What the name and form of the file as a whole tell, without any of the credentials in it. */
export function inspectCredentialFile(path: string, content: Uint8Array): readonly InspectedFinding[] {
  const bytes = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, maxBytes));
  for (const { id, title, severity, path: pattern, find } of credentialFiles) {
    if (!pattern.test(path)) continue;
    const line = find(bytes);
    if (line === undefined) continue;
    return [
      {
        kind: 'secret',
        checkId: `secret-${id}`,
        title: `The image has ${article(title)}${title}`,
        severity,
        line,
        evidence: `the file is named like one, and line ${line} holds what belongs there`,
        remediation:
          'Keep the file out of the image (.dockerignore), revoke what is in it, and pass secrets with "secrets" of the task definition.',
        controls: ['cis-docker-1.6/4.10'],
      },
    ];
  }
  return [];
}

function article(title: string): string {
  if (/^(?:passwords|credentials|sign-in|password hashes)/.test(title)) return '';
  return /^[aeiou]/.test(title) ? 'an ' : 'a ';
}

/** The first line whose group is no placeholder; a hash never is one. */
function firstLine(form: RegExp, isHash = false): (content: Buffer) => number | undefined {
  return (content) => {
    const lines = content.toString('latin1').split('\n');
    const index = lines.findIndex((line) => {
      const value = line.length > 4000 ? undefined : form.exec(line)?.[1]?.replace(/^["']|["']$/g, '');
      if (value === undefined || isHash) return value !== undefined;
      return !isPlaceholder(value) && judgePassword(value) !== undefined;
    });
    return index === -1 ? undefined : index + 1;
  };
}

function findEnvironmentSecret(content: Buffer): number | undefined {
  const lines = content.toString('latin1').split('\n');
  const index = lines.findIndex((line) => {
    const [, name = '', value = ''] =
      /^(?:export )?([A-Za-z_]\w{0,80})=["']?([^"'\s]{4,})/.exec(line.slice(0, 400)) ?? [];
    return isSecretName(name) && !value.startsWith('$');
  });
  return index === -1 ? undefined : index + 1;
}

/** Java's magic, or the outer sequence of PKCS #12 with its version 3. */
function isKeystore(content: Buffer): boolean {
  if (content.length < 32) return false;
  const magic = content.readUInt32BE(0);
  if (magic === 0xfeedfeed || magic === 0xcececece) return true;
  return content[0] === 0x30 && content.subarray(2, 8).includes(Buffer.from([0x02, 0x01, 0x03]));
}
