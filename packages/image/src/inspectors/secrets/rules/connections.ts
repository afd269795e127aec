import { judgePassword } from '../placeholder.ts';
import { named, type SecretRule, shaped } from '../secret-rule.ts';

const rotate = 'Change the password and pass it with "secrets" of the task definition.';

/** URLs and settings that carry a password to a server. */
export const connectionRules: readonly SecretRule[] = [
  url('database-url', 'password of a database in a URL', 'high', [
    'postgres://',
    'postgresql://',
    'postgresql+psycopg2://',
    'postgresql+asyncpg://',
    'mysql://',
    'mysql2://',
    'mysql+pymysql://',
    'mariadb://',
    'mongodb://',
    'mongodb+srv://',
    'redis://',
    'rediss://',
    'mssql://',
    'mssql+pyodbc://',
    'sqlserver://',
    'oracle://',
    'clickhouse://',
    'cassandra://',
    'cockroachdb://',
    'neo4j://',
    'neo4j+s://',
    'bolt://',
    'couchdb://',
    'influxdb://',
  ]),
  url('broker-url', 'password of a message broker in a URL', 'high', [
    'amqp://',
    'amqps://',
    'nats://',
    'mqtt://',
    'mqtts://',
    'stomp://',
    'kafka://',
    'pulsar://',
  ]),
  url('service-url', 'password in a URL', 'medium', [
    'https://',
    'http://',
    'ftp://',
    'ftps://',
    'sftp://',
    'ssh://',
    'smtp://',
    'smtps://',
    'imap://',
    'imaps://',
    'ldap://',
    'ldaps://',
    'git+https://',
    'cloudinary://',
    'socks5://',
    'elasticsearch://',
  ]),
  shaped(
    'jdbc-password',
    'password in a JDBC URL',
    'high',
    ['jdbc:'],
    /jdbc:[a-z0-9:+]{2,40}[^\s"'<>]{4,300}?[?;&:]password=([^\s"'<>&;,]{3,100})/,
    { judge: judgePassword, shown: 0, remediation: rotate },
  ),
  shaped(
    'connection-string-password',
    'password in a connection string',
    'high',
    [';Password=', '; Password=', ';Pwd=', '; Pwd='],
    /; ?(?:Password|Pwd|password|pwd)=([^;"'\s<>()]{4,100})(?=[;"'\n]|$)/,
    { judge: judgePassword, shown: 0, minEntropy: 2.5, remediation: rotate },
  ),
  shaped(
    'wordpress-password',
    'password of a WordPress database',
    'high',
    ["define('DB_PASSWORD'", 'define("DB_PASSWORD"', "define( 'DB_PASSWORD'", 'define( "DB_PASSWORD"'],
    /define\( ?["']DB_PASSWORD["'], {0,4}["']([^"'\n]{3,100})["']/,
    { judge: judgePassword, shown: 0, remediation: rotate },
  ),
  named(
    'kubeconfig-token',
    'token of a Kubernetes cluster',
    'high',
    ['kubernetes_token', 'kube_token', 'bootstrap-token', 'certificate-key'],
    '[a-f0-9]{64}|[a-z0-9]{6}\\.[a-z0-9]{16}',
  ),
];

function url(
  id: string,
  title: string,
  severity: SecretRule['severity'],
  schemes: readonly string[],
): SecretRule {
  const pattern =
    /[a-z0-9+]{3,24}:\/\/[^\s:@/"'<>`\\]{0,100}:([^\s:@/"'<>`\\]{3,200})@(?!(?:[\w-]{1,40}\.)?example\.(?:com|org|net)\b)[A-Za-z0-9._[-]{1,200}/;
  return shaped(id, title, severity, schemes, pattern, {
    judge: judgePassword,
    shown: 0,
    remediation: rotate,
  });
}
