/** What a licence asks for, from the least to the most. */
export const licenseCategories = [
  'public-domain',
  'permissive',
  'weak-copyleft',
  'unknown',
  'strong-copyleft',
  'network-copyleft',
  'proprietary',
] as const;

/**
 * - `public-domain`: asks for nothing.
 * - `permissive`: asks for a notice.
 * - `weak-copyleft`: changes to the files or the library itself must be shared.
 * - `strong-copyleft`: what is distributed with it must be shared.
 * - `network-copyleft`: so must what is only offered over a network.
 * - `proprietary`: no right to use, or none for every purpose.
 * - `unknown`: nobody has said.
 */
export type LicenseCategory = (typeof licenseCategories)[number];

/** SPDX ids by category: our own reading of the licences. */
const idsByCategory: Readonly<Record<Exclude<LicenseCategory, 'unknown'>, string>> = {
  'public-domain':
    '0BSD CC0-1.0 CC-PDDC PDDL-1.0 Unlicense WTFPL MIT-0 blessing SAX-PD NIST-PD NIST-PD-fallback libselinux-1.0 TTWL diffmark',
  permissive: [
    'AAL ADSL AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 AMDPLPA AML AMPAS ANTLR-PD Abstyles AdaCore-doc Adobe-2006 Adobe-Glyph Afmparse Apache-1.0 Apache-1.1 Apache-2.0',
    'App-s2p Artistic-1.0 Artistic-1.0-Perl Artistic-1.0-cl8 Artistic-2.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Darwin BSD-2-Clause-Patent BSD-2-Clause-Views BSD-2-Clause-FreeBSD BSD-2-Clause-NetBSD BSD-3-Clause',
    'BSD-3-Clause-Attribution BSD-3-Clause-Clear BSD-3-Clause-HP BSD-3-Clause-LBNL BSD-3-Clause-Modification BSD-3-Clause-Open-MPI BSD-3-Clause-flex BSD-4-Clause BSD-4-Clause-Shortened BSD-4-Clause-UC BSD-4.3RENO BSD-4.3TAHOE BSD-Source-Code',
    'BSL-1.0 Baekmuk Bahyph Barr Beerware Bitstream-Charter Bitstream-Vera BlueOak-1.0.0 Boehm-GC Brian-Gladman-3-Clause CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0',
    'CFITSIO CMU-Mach CNRI-Jython CNRI-Python CNRI-Python-GPL-Compatible Caldera ClArtistic Clips Cube DOC DSDP Dotseqn ECL-1.0 ECL-2.0 EFL-1.0 EFL-2.0 Entessa EPICS FSFAP FSFUL FSFULLR FSFULLRWD FTL Fair Fitz',
    'FreeBSD-DOC Giftware Glulxe GD HPND HPND-sell-variant HPND-export-US HPND-Markus-Kuhn HPND-doc HPND-UC HTMLTIDY IBM-pibs ICU IJG IJG-short ISC ISC-Veillard ImageMagick Info-ZIP Intel JSON JasPer-2.0 JPNIC Jam Kazlib LPL-1.02',
    'LPPL-1.3c LPPL-1.3a LZMA-SDK-9.22 Latex2e Leptonica Libpng Linux-OpenIB Linux-man-pages-copyleft MIT MIT-CMU MIT-Modern-Variant MIT-Wu MIT-advertising MIT-enna MIT-feh MIT-open-group MITNFA MS-PL MTLL Mackerras-3-Clause MakeIndex MirOS Mup MulanPSL-1.0 MulanPSL-2.0',
    'NAIST-2003 NCSA NLPL NTP NTP-0 Naumen NetCDF Newsletr Nunit OAR OFL-1.0 OFL-1.1 OFL-1.1-RFN OFL-1.1-no-RFN OGC-1.0 OLDAP-2.0 OLDAP-2.0.1 OLDAP-2.1 OLDAP-2.2 OLDAP-2.3 OLDAP-2.4 OLDAP-2.5 OLDAP-2.6 OLDAP-2.7 OLDAP-2.8',
    'OML OpenSSL OpenSSL-standalone PHP-3.0 PHP-3.01 PSF-2.0 Plexus PostgreSQL Python-2.0 Python-2.0.1 Qhull RSA-MD Rdisc Ruby SGI-B-2.0 SISSL SMLNL SNIA SSH-OpenSSH SSH-short SSLeay-standalone SWL Saxpath Spencer-86 Spencer-94 Spencer-99 SunPro',
    'TCL TCP-wrappers TMate TOSL TPDL TU-Berlin-1.0 TU-Berlin-2.0 UCAR UPL-1.0 Unicode-3.0 Unicode-DFS-2015 Unicode-DFS-2016 Unicode-TOU UnixCrypt VSL-1.0 Vim W3C W3C-19980720 W3C-20150513 Widget-Workshop Wsuipa X11 X11-distribute-modifications-variant Xerox XFree86-1.1 Xnet Zed Zend-2.0 ZPL-1.1 ZPL-2.0 ZPL-2.1 Zlib',
    'bcrypt-Solar-Designer bzip2-1.0.5 bzip2-1.0.6 curl eGenix etalab-2.0 gSOAP-1.3b iMatix libpng-2.0 libtiff lsof mpich2 mplus psfrag psutils snprintf xinetd xlock xpp zlib-acknowledgement',
  ].join(' '),
  'weak-copyleft': [
    'APSL-1.0 APSL-1.1 APSL-1.2 APSL-2.0 CATOSL-1.1 CDDL-1.0 CDDL-1.1 CECILL-C CPL-1.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0 EPL-1.0 EPL-2.0 ErlPL-1.1 EUPL-1.0 EUPL-1.1 EUPL-1.2 GFDL-1.1-only GFDL-1.1-or-later GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3-only GFDL-1.3-or-later GFDL-1.1-invariants-or-later GFDL-1.3-no-invariants-or-later GFDL-1.2-no-invariants-or-later',
    'GFDL-1.2-no-invariants-only GFDL-1.3-no-invariants-only GFDL-1.1-no-invariants-or-later IPL-1.0 LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later LGPLLR MPL-1.0 MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception MS-RL NPL-1.0 NPL-1.1 NGPL Nokia OCLC-2.0 OFFIS OSET-PL-2.1 ODbL-1.0',
    'RHeCos-1.1 RPSL-1.0 SPL-1.0 SugarCRM-1.1.3 wxWindows YPL-1.0 YPL-1.1 gnuplot Interbase-1.0 LiLiQ-R-1.1 Motosoto CUA-OPL-1.0 copyleft-next-0.3.0 copyleft-next-0.3.1',
  ].join(' '),
  'strong-copyleft':
    'CECILL-1.0 CECILL-1.1 CECILL-2.0 CECILL-2.1 GPL-1.0-only GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later Sleepycat QPL-1.0 QPL-1.0-INRIA-2004 LiLiQ-Rplus-1.1 Frameworx-1.0 Nethack NGPL TAPR-OHL-1.0 CERN-OHL-S-2.0 BitTorrent-1.0 BitTorrent-1.1',
  'network-copyleft':
    'AGPL-1.0-only AGPL-1.0-or-later AGPL-3.0-only AGPL-3.0-or-later CPAL-1.0 OSL-1.0 OSL-1.1 OSL-2.0 OSL-2.1 OSL-3.0 RPL-1.1 RPL-1.5 SSPL-1.0 Watcom-1.0 Parity-6.0.0 Parity-7.0.0 EUPL-NETWORK',
  proprietary:
    'BUSL-1.1 Elastic-2.0 CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 CC-BY-ND-3.0 CC-BY-ND-4.0 PolyForm-Noncommercial-1.0.0 PolyForm-Small-Business-1.0.0 Aladdin BCL ISC-NC-1.0 MS-LPL SISSL-NC Hippocratic-2.1 FSL-1.1-MIT FSL-1.1-ALv2',
};

interface SpdxLicense {
  readonly id: string;
  readonly category: LicenseCategory;
}

/** By id in lower case, for ids are compared without regard to case. */
export const spdxLicenses: ReadonlyMap<string, SpdxLicense> = new Map(
  Object.entries(idsByCategory).flatMap(([category, ids]) =>
    ids.split(' ').map((id) => [id.toLowerCase(), { id, category: category as LicenseCategory }] as const),
  ),
);

/** Exceptions by id in lower case; each lets what is only linked or made with a program have terms of its own. */
export const spdxExceptions: ReadonlyMap<string, string> = new Map(
  [
    'Asterisk-exception Autoconf-exception-2.0 Autoconf-exception-3.0 Autoconf-exception-generic Autoconf-exception-macro Bison-exception-1.24 Bison-exception-2.2 Bootloader-exception',
    'Classpath-exception-2.0 CLISP-exception-2.0 cryptsetup-OpenSSL-exception eCos-exception-2.0 Fawkes-Runtime-exception FLTK-exception Font-exception-2.0 freertos-exception-2.0 GCC-exception-2.0 GCC-exception-3.1',
    'GNAT-exception gnu-javamail-exception GPL-3.0-linking-exception GPL-CC-1.0 i2p-gpl-java-exception KiCad-libraries-exception LGPL-3.0-linking-exception libpri-OpenH323-exception Libtool-exception Linux-syscall-note LLVM-exception LZMA-exception mif-exception',
    'Nokia-Qt-exception-1.1 OCaml-LGPL-linking-exception OCCT-exception-1.0 openvpn-openssl-exception PS-or-PDF-font-exception-20170817 Qt-GPL-exception-1.0 Qt-LGPL-exception-1.1 Qwt-exception-1.0 SHL-2.0 SHL-2.1 Swift-exception Texinfo-exception u-boot-exception-2.0 Universal-FOSS-exception-1.0 vsftpd-openssl-exception WxWindows-exception-3.1 x11vnc-openssl-exception',
  ]
    .join(' ')
    .split(' ')
    .map((id) => [id.toLowerCase(), id]),
);
