import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { shortLines } from '../../short-lines.ts';

/** The pods that Podfile.lock names: `  - Alamofire (5.6.1):`; a subspec belongs to its pod. */
export const podfileLock: Cataloger = {
  name: 'swift-podfile-lock',
  names: ['Podfile.lock'],
  evidence: 'lock-file',
  parse(file) {
    const pods = new Map<string, string>();
    let section = '';
    for (const line of shortLines(file.content)) {
      if (/^[A-Z]/.test(line)) section = line;
      const [, name, version = ''] = /^ {2}- "?([^\s"(]+) \(([^)]+)\)"?:?$/.exec(line) ?? [];
      if (section === 'PODS:' && name !== undefined) pods.set(name.split('/', 1)[0] ?? name, version);
    }
    return { packages: [...pods].map(([name, version]) => foundPackage('cocoapods', name, version)) };
  },
};
