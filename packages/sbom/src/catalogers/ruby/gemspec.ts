import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';

const maxGemspecBytes = 1024 * 1024;

/** Installed Ruby gems: the specifications that RubyGems writes, default gems too. */
export const rubyGemspec: Cataloger = {
  name: 'ruby-gemspec',
  extensions: ['gemspec'],
  wants: (path) => /(?:^|\/)specifications\/(?:default\/)?[^/]+\.gemspec$/.test(path),
  parse(file) {
    const text = file.content.toString('utf8', 0, maxGemspecBytes);
    const stub = /^# stub: (\S+) (\S+) (\S+)/m.exec(text);
    const name = assigned(text, 'name') ?? stub?.[1];
    const version = assigned(text, 'version') ?? stub?.[2];
    if (name === undefined || version === undefined) {
      return { packages: [], problems: ['has neither a name nor a version that can be read'] };
    }
    const platform = assigned(text, 'platform') ?? stub?.[3];
    return {
      packages: [
        foundPackage('gem', name, version, {
          licenses: readLicenses(text),
          dependsOn: readDependencies(text),
          qualifiers: { platform: platform === 'ruby' ? undefined : platform },
        }),
      ],
    };
  },
};

/** `s.name = "x".freeze`, `s.version = Gem::Version.new("1.0")`. */
function assigned(text: string, attribute: string): string | undefined {
  const form = `^[ \\t]*\\w+\\.${attribute}[ \\t]*=[ \\t]*(?:Gem::Version\\.new[ (]+)?["']([^"'\\n]+)["']`;
  return new RegExp(form, 'm').exec(text)?.[1];
}

/** `s.licenses = ["MIT".freeze, "BSD-2-Clause".freeze]` or `s.license = "MIT"`. */
function readLicenses(text: string): readonly string[] {
  const value = /^[ \t]*\w+\.licenses?[ \t]*=[ \t]*([^\n]+)/m.exec(text)?.[1] ?? '';
  return [...value.matchAll(/["']([^"']+)["']/g)].map(([, name = '']) => name);
}

function readDependencies(text: string): readonly (readonly string[])[] {
  const calls = text.matchAll(/\.add_(?:runtime_)?dependency\(?[ \t]*(?:%q<|["'])([\w.-]+)/g);
  return [...calls].map(([, name = '']) => [name]);
}
