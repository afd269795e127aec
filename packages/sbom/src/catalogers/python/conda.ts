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
            channel: channelName(channel),
            subdir: asText(document.subdir),
          },
        }),
      ],
    };
  },
};

/** `https://conda.anaconda.org/conda-forge/linux-64` is `conda-forge`. */
function channelName(channel: string | undefined): string | undefined {
  const parts = channel?.split('/').filter((part) => part !== '');
  return parts?.at(-2);
}
