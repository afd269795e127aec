import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { licenseCategory, packageLicense } from './license-category.ts';
import { normalizeLicense } from './normalize-license.ts';
import { spdxLicenses } from './spdx-licenses.ts';

describe('normalizeLicense', () => {
  it.each([
    ['MIT', 'MIT'],
    ['GPL-2 or GPL-3', 'GPL-2.0-only OR GPL-3.0-only'],
    ['custom or GNU GPL v3 or later', 'LicenseRef-custom OR GPL-3.0-or-later'],
    ['LicenseRef-x OR GPL-2.0-or-later', 'LicenseRef-x OR GPL-2.0-or-later'],
    ['GNU GPL version 2 or (at your option) any later version', 'GPL-2.0-or-later'],
    ['GNU Library or Lesser General Public License', 'LGPL-2.0-or-later'],
    ['mit', 'MIT'],
    ['MIT License', 'MIT'],
    ['The MIT License', 'MIT'],
    ['The MIT License (MIT)', 'MIT'],
    ['Expat', 'MIT'],
    ['MIT/X11', 'MIT'],
    ['Apache 2.0', 'Apache-2.0'],
    ['Apache-2.0', 'Apache-2.0'],
    ['ASL 2.0', 'Apache-2.0'],
    ['Apache License, Version 2.0', 'Apache-2.0'],
    ['The Apache Software License, Version 2.0', 'Apache-2.0'],
    ['Apache License 2.0', 'Apache-2.0'],
    ['Apache Software License', 'Apache-2.0'],
    ['http://www.apache.org/licenses/LICENSE-2.0.txt', 'Apache-2.0'],
    ['https://opensource.org/licenses/MIT', 'MIT'],
    ['https://spdx.org/licenses/BSD-3-Clause.html', 'BSD-3-Clause'],
    ['GPL-2', 'GPL-2.0-only'],
    ['GPL-2+', 'GPL-2.0-or-later'],
    ['GPL-2.0', 'GPL-2.0-only'],
    ['GPL-2.0+', 'GPL-2.0-or-later'],
    ['GPL-2.0-only', 'GPL-2.0-only'],
    ['GPLv2', 'GPL-2.0-only'],
    ['GPLv2+', 'GPL-2.0-or-later'],
    ['GPLv3+', 'GPL-3.0-or-later'],
    ['GPL', 'GPL-1.0-or-later'],
    ['LGPL', 'LGPL-2.0-or-later'],
    ['LGPLv2.1+', 'LGPL-2.1-or-later'],
    ['LGPL-2.1', 'LGPL-2.1-only'],
    ['LGPL-3', 'LGPL-3.0-only'],
    ['AGPLv3', 'AGPL-3.0-only'],
    ['GFDL-1.3', 'GFDL-1.3-only'],
    ['GNU General Public License v2 (GPLv2)', 'GPL-2.0-only'],
    ['GNU General Public License v3 or later (GPLv3+)', 'GPL-3.0-or-later'],
    ['GNU Lesser General Public License v3 (LGPLv3)', 'LGPL-3.0-only'],
    ['GNU Library or Lesser General Public License (LGPL)', 'LGPL-2.0-or-later'],
    ['GNU Affero General Public License v3', 'AGPL-3.0-only'],
    ['GNU General Public License, version 2', 'GPL-2.0-only'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['GPLv2 with classpath exception', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['GPL-3+-with-bison-exception', 'GPL-3.0-or-later WITH Bison-exception-2.2'],
    ['Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2.0'],
    ['MPLv2.0', 'MPL-2.0'],
    ['ISC License (ISCL)', 'ISC'],
    ['BSD License', 'BSD-3-Clause'],
    ['BSD 3-Clause', 'BSD-3-Clause'],
    ['BSD-2-clause', 'BSD-2-Clause'],
    ['Python Software Foundation License', 'PSF-2.0'],
    ['Public Domain', 'LicenseRef-public-domain'],
    ['The Unlicense (Unlicense)', 'Unlicense'],
    ['UNLICENSED', 'LicenseRef-proprietary'],
    ['Other/Proprietary License', 'LicenseRef-proprietary'],
    ['Eclipse Public License - v 2.0', 'EPL-2.0'],
    ['Eclipse Public License 1.0', 'EPL-1.0'],
    ['Zlib', 'Zlib'],
    ['zlib/libpng License', 'Zlib'],
    ['MIT and BSD', 'MIT AND BSD-3-Clause'],
    ['MIT or Apache-2.0', 'MIT OR Apache-2.0'],
    ['MIT OR Apache-2.0', 'MIT OR Apache-2.0'],
    ['MIT/Apache-2.0', 'MIT OR Apache-2.0'],
    ['(MIT OR CC0-1.0)', 'MIT OR CC0-1.0'],
    ['(GPLv2+ or LGPLv3+) and GPLv3+', '(GPL-2.0-or-later OR LGPL-3.0-or-later) AND GPL-3.0-or-later'],
    ['GPLv2+ and LGPLv2+ and BSD', 'GPL-2.0-or-later AND LGPL-2.0-or-later AND BSD-3-Clause'],
    ['MIT AND MIT', 'MIT'],
    ['BSD, MIT', 'BSD-3-Clause AND MIT'],
    ['MIT BSD GPL2+', 'MIT AND BSD-3-Clause AND GPL-2.0-or-later'],
    ['Artistic or GPL-1+', 'Artistic-1.0-Perl OR GPL-1.0-or-later'],
    ['CDDL + GPLv2 with classpath exception', 'CDDL-1.0 AND GPL-2.0-only WITH Classpath-exception-2.0'],
    ['SEE LICENSE IN LICENSE.txt', 'LicenseRef-SEE-LICENSE-IN-LICENSE.txt'],
    ['MIT and custom', 'MIT AND LicenseRef-custom'],
    ['LicenseRef-KDE-Accepted-GPL', 'LicenseRef-KDE-Accepted-GPL'],
    ['', undefined],
    ['UNKNOWN', undefined],
    ['NOASSERTION', undefined],
  ])('%j is %j', (stated, expected) => {
    expect(normalizeLicense(stated)).toBe(expected);
  });

  it('leaves every id and what it gave as they are', () => {
    for (const { id } of spdxLicenses.values()) expect(normalizeLicense(id)).toBe(id);
    const words = fc.constantFrom(
      'MIT',
      'GPL-2+',
      'and',
      'or',
      '(',
      ')',
      'with',
      'BSD',
      'custom',
      '/',
      ',',
      '+',
      'x',
      'Version',
      '2.0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
        const once = normalizeLicense(parts.join(' '));
        if (once !== undefined) expect(normalizeLicense(once)).toBe(once);
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 500) },
    );
  });

  it.each(['('.repeat(5000), 'MIT AND '.repeat(3000), 'gnu '.repeat(3000), `GPL${' '.repeat(5000)}2`])(
    'is quick with %.20s…',
    (text) => {
      const start = performance.now();
      normalizeLicense(text);
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );
});

describe('licenseCategory', () => {
  it.each([
    ['MIT', 'permissive'],
    ['CC0-1.0', 'public-domain'],
    ['Public Domain', 'public-domain'],
    ['LGPL-2.1-or-later', 'weak-copyleft'],
    ['MPL-2.0', 'weak-copyleft'],
    ['GPL-3.0-only', 'strong-copyleft'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'weak-copyleft'],
    ['AGPL-3.0-only', 'network-copyleft'],
    ['SSPL-1.0', 'network-copyleft'],
    ['BUSL-1.1', 'proprietary'],
    ['UNLICENSED', 'proprietary'],
    ['MIT OR GPL-3.0-only', 'permissive'],
    ['MIT AND GPL-3.0-only', 'strong-copyleft'],
    ['MIT AND LicenseRef-custom', 'unknown'],
    ['AGPL-3.0-only AND LicenseRef-custom', 'network-copyleft'],
    ['MIT OR LicenseRef-custom', 'permissive'],
    ['(MIT OR AGPL-3.0-only) AND LGPL-2.1-only', 'weak-copyleft'],
    ['', 'unknown'],
  ])('%s is %s', (expression, expected) => {
    expect(licenseCategory(expression)).toBe(expected);
  });
});

describe('packageLicense', () => {
  it.each([
    [{ type: 'npm', licenses: ['MIT', 'GPL-2.0'] }, 'MIT OR GPL-2.0-only', 'permissive'],
    [{ type: 'deb', licenses: ['Expat', 'GPL-2+'] }, 'MIT AND GPL-2.0-or-later', 'strong-copyleft'],
    [{ type: 'deb', licenses: [] }, undefined, 'unknown'],
    [{ type: 'pypi', licenses: ['UNKNOWN'] }, undefined, 'unknown'],
  ])('%j', (one, expression, category) => {
    expect(packageLicense(one)).toEqual({
      stated: one.licenses,
      category,
      ...(expression === undefined ? {} : { expression }),
    });
  });
});
