import type { Cataloger } from '../cataloger.ts';
import { apkInstalled } from './apk/installed.ts';
import { knownProduct } from './binary/known-product.ts';
import { dotnetDeps } from './dotnet/deps-json.ts';
import { dpkgFileLists } from './dpkg/file-lists.ts';
import { dpkgStatus } from './dpkg/status.ts';
import { goProgram } from './golang/go-program.ts';
import { javaArchive } from './java/archive.ts';
import { npmPackageJson } from './npm/package-json.ts';
import { composerInstalled } from './php/installed-json.ts';
import { pythonEgg, pythonInstalled } from './python/installed.ts';
import { rpmDatabase, rpmDatabaseLog } from './rpm/databases.ts';
import { rubyGemspec } from './ruby/gemspec.ts';
import { rustProgram } from './rust/rust-program.ts';

/** Every cataloger. The order decides nothing: results are sorted. */
export const catalogers: readonly Cataloger[] = [
  apkInstalled,
  composerInstalled,
  dotnetDeps,
  dpkgFileLists,
  dpkgStatus,
  goProgram,
  javaArchive,
  knownProduct,
  npmPackageJson,
  pythonEgg,
  pythonInstalled,
  rpmDatabase,
  rpmDatabaseLog,
  rubyGemspec,
  rustProgram,
];
