import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server of HTTPS on this machine, with a certificate of its own. */
export interface HttpsReceiver {
  readonly url: string;
  /** PEM of what has signed its certificate: itself. */
  readonly certificateAuthority: string;
  readonly stop: () => Promise<void>;
}

/** Starts one for `localhost`; openssl makes the certificate. */
export async function startHttpsReceiver(answer: RequestListener): Promise<HttpsReceiver> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-https-'));
  try {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    execFileSync('openssl', [...request, '-days', '2', '-keyout', key, '-out', certificate, ...subject], {
      stdio: 'ignore',
    });
    const certificateAuthority = await readFile(certificate, 'utf8');
    const server = createServer({ key: await readFile(key), cert: certificateAuthority }, answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      url: `https://localhost:${(server.address() as AddressInfo).port}`,
      certificateAuthority,
      stop: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
