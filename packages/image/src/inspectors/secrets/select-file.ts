import { isCredentialFile } from './credential-files.ts';

/** Bytes of a text file that are looked at, from its start. */
const maxTextBytes: number = 2 * 1024 * 1024;
/** Scripts are small; what is larger and stands among programs is a program. */
const maxScriptBytes = 64 * 1024;
/** Files that hold one key or a handful of passwords. */
const maxCredentialBytes = 256 * 1024;

/** Names that say what is in a file: read wherever they stand, also below folders that are passed over otherwise. */
const credentialName =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|\.envrc|[\w.-]*\.env|\.netrc|_netrc|\.pgpass|pgpass\.conf|\.my\.cnf|\.mylogin\.cnf|\.git-credentials|\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|\.dockercfg|\.docker\/config\.json|\.aws\/(?:credentials|config)|\.kube\/config|kubeconfig|\.s3cfg|\.boto|\.htpasswd|credentials(?:\.(?:json|ya?ml|ini|toml|xml|tfrc\.json))?|secrets?\.(?:json|ya?ml|ini|toml|properties)|\.vault-token|\.terraformrc|id_(?:rsa|dsa|ecdsa|ed25519)|[\w.-]+\.(?:pem|key|ppk|p8|tfvars|tfstate|ovpn|kubeconfig)|wp-config\.php|\.(?:ba|z|mysql_|psql_)?(?:sh_)?history|accessTokens\.json|application_default_credentials\.json|rclone\.conf|\.gem\/credentials|auth\.json|nuget\.config|settings-security\.xml|sitemanager\.xml|recentservers\.xml)$/i;

/** What is no text, or text that is made by programs and holds no secrets. */
const otherKind =
  /\.(?:so(?:\.[\d.]+)?|a|o|la|lo|ko|dll|exe|node|wasm|dylib|pyc|pyo|class|jar|war|ear|whl|egg|gem|gz|tgz|xz|bz2|zst|zip|7z|tar|deb|rpm|apk|png|jpe?g|gif|ico|webp|avif|svg|bmp|tiff?|mp[34]|ogg|webm|wav|woff2?|ttf|otf|eot|pdf|mo|gmo|po|pot|map|md5sums|sha256sums|list|triggers|symbols|shlibs|templates|pack|idx|sqlite3?|dat|bin|img|iso|elc|pak|h|hpp|hh|c|cc|cpp|cxx|s|f90|pod|d\.ts|d\.mts|d\.cts|css|scss|less|crt|cer|crl|pub|sig|asc|hyb|afm|pfb|terminfo|cmake|pc|md|markdown|rst|adoc|1|3|5|7|8)$/i;

/** Lock files hold hashes by the thousand. */
const lockFile =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|composer\.lock|Gemfile\.lock|Cargo\.lock|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|go\.sum|mix\.lock|flake\.lock|packages\.lock\.json)$/;

/** Names of keys; those that packages publish are nobody's secret. */
const keyFile = /\.(?:pem|key|ppk|p8|p12|pfx|jks|keystore|bcfks|kdbx?)$/i;

/** Source files that are tests, by the habit of their language. */
const testFile =
  /(?:_test\.(?:go|py|dart|exs)|[._](?:test|spec)\.[cm]?[jt]sx?|(?:^|\/)test_[\w-]+\.py|_spec\.rb|Test\.(?:java|kt|php|cs))$/;

/** Documentation and tests, whoever's: the keys in them are made up. */
const harmlessFolder =
  /(?:^|\/)(?:docs?|man|info|locale|tests?|testdata|test-data|testing|__tests__|__mocks__|mocks?|specs?|fixtures?|__fixtures__|examples?|samples?|__snapshots__)\//i;

/** Code of others, published as it is: only files with the name of a credential are read there. */
const vendorFolder =
  /(?:^|\/)(?:node_modules|bower_components|third_party|site-packages|dist-packages|vendor\/(?:bundle|cache|github\.com|golang\.org|k8s\.io|composer)|gems|pkg\/mod|\.cargo\/registry|\.m2\/repository|\.yarn\/(?:cache|releases)|\.pnpm-store|\.git\/objects)\/|^usr\/local\/go\/(?:src|pkg|misc)\//;

/** Folders of the distribution, where its own packages put what they published. */
const systemFolder =
  /^(?:(?:usr\/)?(?:lib|lib32|lib64|libx32|libexec)\/|usr\/(?:include|src\/linux|games)\/|usr\/share\/(?!nginx\/|app|www|html|httpd\/)|usr\/local\/(?:share|lib|include)\/|var\/(?:lib\/(?:dpkg|rpm|apk|apt|pacman|yum|dnf)|cache)\/|lib\/apk\/|etc\/(?:ssl\/certs|ca-certificates|pki\/ca-trust|pki\/tls\/certs|alternatives|fonts|terminfo|X11)\/|proc\/|sys\/|dev\/)/;

const programFolder = /^(?:usr\/(?:local\/)?)?s?bin\//;

/** How much of a file is worth looking at, judged by its name and size alone; 0 for nothing. */
export function bytesToRead(path: string, size: number): number {
  if (size < 8 || otherKind.test(path.slice(-16))) return 0;
  const isCredential = isCredentialName(path);
  if (!isCredential && (systemFolder.test(path) || lockFile.test(path) || testFile.test(path))) return 0;
  if (harmlessFolder.test(path)) return 0;
  const isVendors = vendorFolder.test(path);
  if (isCredential) return isVendors && keyFile.test(path) ? 0 : Math.min(size, maxCredentialBytes);
  if (isVendors) return 0;
  if (programFolder.test(path)) return size <= maxScriptBytes ? size : 0;
  return Math.min(size, maxTextBytes);
}

/** The names are told by at most three parts of a path. */
function isCredentialName(path: string): boolean {
  const last = path.lastIndexOf('/');
  const second = path.lastIndexOf('/', last - 1);
  const tail = path.slice(path.lastIndexOf('/', second - 1) + 1);
  return credentialName.test(tail) || isCredentialFile(tail);
}

/** By what `file` and `grep` go by too: text has no zero byte in its first 8 KiB. */
export function isBinary(content: Uint8Array): boolean {
  return content.subarray(0, 8192).includes(0);
}
