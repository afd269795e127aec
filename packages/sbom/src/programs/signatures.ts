import type { KnownProduct } from './program.ts';

/** How the version of a product stands in the bytes of its program. */
interface Signature {
  readonly product: string;
  /** File names; the first group, where there is one, is how the version starts. */
  readonly file: RegExp;
  /** Fixed text that the version stands near; the whole program is read as text without one. */
  readonly marker?: string;
  /** Its first group is the version. Each repetition is bounded, so that it is linear in the text. */
  readonly version: RegExp;
}

/** Products that are often installed without a package manager. */
const signatures: readonly Signature[] = [
  { product: 'node', file: /^node(?:js)?$/, marker: 'node.js/v', version: /node\.js\/v(\d+\.\d+\.\d+)/ },
  {
    product: 'python',
    file: /^(?:lib)?python(\d\.\d+)?\d?t?(?:\.so(?:\.\d+)*)?$/,
    version: /\0(\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)(?=\0)/g,
  },
  {
    product: 'busybox',
    file: /^busybox$/,
    marker: 'BusyBox v',
    version: /BusyBox v(\d+\.\d+(?:\.\d+)?)/,
  },
  {
    product: 'nginx',
    file: /^nginx(?:-debug)?$/,
    marker: 'nginx version: nginx/',
    version: /nginx version: nginx\/(\d+\.\d+\.\d+)/,
  },
  {
    product: 'openresty',
    file: /^nginx$/,
    marker: 'nginx version: openresty/',
    version: /nginx version: openresty\/(\d+(?:\.\d+){2,3})/,
  },
  {
    product: 'redis',
    file: /^redis-(?:server|sentinel|check-(?:aof|rdb))$/,
    version: /(\d{1,2}\.\d{1,2}\.\d{1,3})[a-z0-9.-]{1,64}-\d{19}/g,
  },
  {
    product: 'valkey',
    file: /^valkey-(?:server|sentinel|check-(?:aof|rdb))$/,
    version: /(\d{1,2}\.\d{1,2}\.\d{1,3})[a-z0-9.-]{1,64}-\d{19}/g,
  },
  {
    product: 'openssl',
    file: /^(?:openssl|lib(?:crypto|ssl)\.so(?:\.[\d.]+)?)$/,
    marker: 'OpenSSL ',
    version: /OpenSSL (\d+\.\d+\.\d+[a-z]{0,2}(?:-(?:alpha|beta|pre)\d+)?) {1,2}\d{1,2} [A-Z][a-z]{2} \d{4}/,
  },
  {
    product: 'curl',
    file: /^(?:curl|libcurl(?:-gnutls)?\.so(?:\.[\d.]+)?)$/,
    marker: 'curl/',
    version: /curl\/(\d+\.\d+\.\d+)/,
  },
  {
    product: 'zlib',
    file: /^libz\.so(?:\.[\d.]+)?$/,
    marker: ' deflate ',
    version: / deflate (\d+(?:\.\d+){1,3}) Copyright/,
  },
  {
    product: 'expat',
    file: /^libexpat\.so(?:\.[\d.]+)?$/,
    marker: 'expat_',
    version: /expat_(\d+\.\d+\.\d+)/,
  },
  {
    product: 'php',
    file: /^(?:php|php-fpm|php-cgi|libphp\d?\.so)(?:\d\.\d)?$/,
    marker: 'X-Powered-By: PHP/',
    version: /X-Powered-By: PHP\/(\d+\.\d+\.\d+(?:(?:alpha|beta|RC)\d+)?)/,
  },
  { product: 'httpd', file: /^(?:httpd|apache2)$/, marker: 'Apache/', version: /Apache\/(\d+\.\d+\.\d+)/ },
  { product: 'lighttpd', file: /^lighttpd$/, marker: 'lighttpd/', version: /lighttpd\/(\d+\.\d+\.\d+)/ },
  {
    product: 'haproxy',
    file: /^haproxy$/,
    marker: ', released 20',
    version: /version (\d+\.\d+(?:\.|-dev|-rc)\d+)[^\n,]{0,32}, released 20/,
  },
  { product: 'memcached', file: /^memcached$/, marker: 'memcached ', version: /memcached (\d+\.\d+\.\d+)/ },
  {
    product: 'postgresql',
    file: /^(?:postgres|psql)$/,
    marker: 'PostgreSQL) ',
    version: /PostgreSQL\) (\d+(?:\.\d+){1,2})/,
  },
  {
    product: 'mariadb',
    file: /^(?:mariadbd?|mysqld?)$/,
    marker: '-MariaDB',
    version: /(\d+\.\d+\.\d+)-MariaDB/,
  },
  { product: 'mysql', file: /^mysqld?$/, marker: '/mysql-', version: /\/mysql-(\d+\.\d+\.\d+)\// },
  {
    product: 'ruby',
    file: /^(?:ruby|libruby(?:-\d\.\d)?\.so(?:\.[\d.]+)?)(?:\d\.\d)?$/,
    marker: 'ruby ',
    version: /ruby (\d+\.\d+\.\d+)(?:p\d+|(?:preview|rc)\d+)? \(\d{4}-\d{2}-\d{2}/,
  },
  {
    product: 'perl',
    file: /^perl(\d\.\d+\.\d+)?$/,
    marker: '/perl5/',
    version: /\/perl5\/(?:site_perl\/)?(\d+\.\d+\.\d+)/,
  },
  {
    product: 'bash',
    file: /^bash$/,
    marker: '@(#)Bash version ',
    version: /@\(#\)Bash version (\d+\.\d+(?:\.\d+)?)/,
  },
];

/** Bytes before and after a marker that are read as text. */
const windowBytes = 256;
/** Places of a marker that are tried. */
const maxTries = 256;
/** A program larger than this is not read as one text. */
const maxTextBytes = 64 * 1024 * 1024;

/** The products whose version strings a program of that name holds. */
export function findProducts(content: Buffer, path: string): readonly KnownProduct[] {
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const found: KnownProduct[] = [];
  for (const signature of signatures) {
    const match = signature.file.exec(fileName);
    if (match === null) continue;
    const version = findVersion(content, signature, match[1] ?? '');
    if (version !== undefined) found.push({ name: signature.product, version });
  }
  return found;
}

function findVersion(content: Buffer, { marker, version }: Signature, start: string): string | undefined {
  if (marker === undefined) {
    const text = content.toString('latin1', 0, maxTextBytes);
    return [...text.matchAll(version)].map(([, one]) => one).find((one) => one?.startsWith(start));
  }
  let at = content.indexOf(marker, 0, 'latin1');
  for (let tries = 0; at !== -1 && tries < maxTries; tries += 1) {
    const text = content.toString('latin1', Math.max(0, at - windowBytes), at + windowBytes);
    const one = version.exec(text)?.[1];
    if (one?.startsWith(start)) return one;
    at = content.indexOf(marker, at + marker.length, 'latin1');
  }
  return undefined;
}
