import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asText, asTexts, parseJsonObject } from '../../json.ts';

/** Packages in conda environments: one record each in `conda-meta`. */
export const condaMeta: Cataloger = {
  name: 'python-conda',
  extensions: ['json'],
  wants: (path) => /(?:^|\/)conda-meta\/[^/]+\.json$/.test(path),
  parse(file) {
    const document = parseJsonObject(file.content);
    const name = asText(document.name);
    const version = asText(document.version);
    if (name === undefined || version === undefined)
      return { packages: [], problems: ['has no name or version'] };
    const license = asText(document.license);
    const channel = asText(document.channel);
    return {
      packages: [
        foundPackage('conda', name, version, {
          licenses: license === undefined ? [] : [license],
          dependsOn: asTexts(document.depends).map((one) => [one.split(' ', 1)[0] ?? '']),
          qualifiers: {
            build: asText(document.build),
            channel: channel?.replace(/\/+$/, '').split('/').slice(-2, -1)[0],
            subdir: asText(document.subdir),
          },
        }),
      ],
    };
  },
};
