import type { Cataloger } from '../cataloger.ts';
import { alpmLocalDatabase } from './alpm/local-database.ts';
import { apkInstalled } from './apk/installed.ts';
import { knownProduct } from './binary/known-product.ts';
import { conanLock } from './conan/conan-lock.ts';
import { pubspecLock } from './dart/pubspec-lock.ts';
import { dotnetDeps } from './dotnet/deps-json.ts';
import { nugetConfig, nugetLock } from './dotnet/packages-lock.ts';
import { dpkgCopyright } from './dpkg/copyright.ts';
import { dpkgFileLists } from './dpkg/file-lists.ts';
import { dpkgStatus } from './dpkg/status.ts';
import { mixLock, rebarLock } from './elixir/mix-lock.ts';
import { bitnamiSpdx } from './embedded/bitnami-spdx.ts';
import { goMod } from './golang/go-mod.ts';
import { goProgram } from './golang/go-program.ts';
import { javaArchive } from './java/archive.ts';
import { gradleLock } from './java/gradle-lock.ts';
import { javaRuntime } from './java/runtime.ts';
import { bunLock } from './npm/bun-lock.ts';
import { npmPackageJson } from './npm/package-json.ts';
import { npmPackageLock } from './npm/package-lock.ts';
import { npmPlugAndPlay } from './npm/plug-and-play.ts';
import { pnpmLock } from './npm/pnpm-lock.ts';
import { yarnLock } from './npm/yarn-lock.ts';
import { composerLock } from './php/composer-lock.ts';
import { composerInstalled } from './php/installed-json.ts';
import { condaMeta } from './python/conda.ts';
import { pythonEgg, pythonInstalled } from './python/installed.ts';
import { pythonLock, pythonPipfileLock, pythonRequirements } from './python/lock-files.ts';
import { rpmDatabase, rpmDatabaseLog } from './rpm/databases.ts';
import { gemfileLock } from './ruby/gemfile-lock.ts';
import { rubyGemspec } from './ruby/gemspec.ts';
import { cargoLock } from './rust/cargo-lock.ts';
import { rustProgram } from './rust/rust-program.ts';
import { swiftResolved } from './swift/package-resolved.ts';
import { podfileLock } from './swift/podfile-lock.ts';

/** Every cataloger. The order decides nothing: results are sorted. */
export const catalogers: readonly Cataloger[] = [
  alpmLocalDatabase,
  apkInstalled,
  bitnamiSpdx,
  bunLock,
  cargoLock,
  composerInstalled,
  composerLock,
  conanLock,
  condaMeta,
  dotnetDeps,
  dpkgCopyright,
  dpkgFileLists,
  dpkgStatus,
  gemfileLock,
  goMod,
  goProgram,
  gradleLock,
  javaArchive,
  javaRuntime,
  knownProduct,
  mixLock,
  npmPackageJson,
  npmPackageLock,
  npmPlugAndPlay,
  nugetConfig,
  nugetLock,
  pnpmLock,
  podfileLock,
  pubspecLock,
  pythonEgg,
  pythonInstalled,
  pythonLock,
  pythonPipfileLock,
  pythonRequirements,
  rebarLock,
  rpmDatabase,
  rpmDatabaseLog,
  rubyGemspec,
  rustProgram,
  swiftResolved,
  yarnLock,
];
