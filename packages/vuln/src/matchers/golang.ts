import type { Matcher } from './matcher.ts';

/** Go modules by path, and the standard library by the version of Go that built the program. */
export const golangMatcher: Matcher = {
  types: ['golang'],
  subject: ({ name, version }) => {
    // The main module of a local build has no version: it is the user's own program.
    if (version === '(devel)' || version === '') return undefined;
    const number = name === 'stdlib' ? toolchainVersion(version) : version.replace(/^v/, '');
    return { ecosystems: ['Go'], name, version: number, matchedBy: 'exact-package' };
  },
};

/** `go1.21rc2 X:loopvar` to `1.21.0-rc.2`. */
function toolchainVersion(text: string): string {
  const [, minor, patch = '', word, number] =
    /^(?:go|v)?(\d+\.\d+)(\.\d+)?(?:(beta|rc)(\d+))?/.exec(text) ?? [];
  if (minor === undefined) return text;
  const release = `${minor}${patch === '' ? '.0' : patch}`;
  return word === undefined ? release : `${release}-${word}.${number}`;
}
