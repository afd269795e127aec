#!/usr/bin/env bash
# Installs what the tests use beside npm packages: programs of the system (by apt) and the Python environment that
# holds moto, an AWS stand-in. Does only what is missing; `npm test` never calls it and skips what is not there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# package | how to tell that it is there | which tests use it
needed() {
  cat <<'TABLE'
chromium|command -v chromium|browser tests of the console
fonts-noto-cjk|[ -n "$(find /usr/share/fonts -name 'NotoSansCJK*' -print -quit 2>/dev/null)" ]|Japanese text in browser tests
zsh|command -v zsh|completion for zsh
fish|command -v fish|completion for fish
docker-registry|command -v docker-registry|the registry that images are fetched from
prometheus|command -v promtool|promtool, which checks the metrics that Breakwater serves
python3-venv|python3 -c 'import venv, ensurepip'|the Python environment of moto
TABLE
}

missing=()
while IFS='|' read -r package check purpose; do
  if bash -c "$check" >/dev/null 2>&1; then
    echo "test:setup: $package is there"
  else
    echo "test:setup: $package is missing ($purpose)"
    missing+=("$package")
  fi
done < <(needed)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

if [ "${#missing[@]}" -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "test:setup: there is no apt-get here: install ${missing[*]} by other means, then run this again" >&2
    exit 1
  fi
  echo "test:setup: installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
fi

# The Python set-up runs on the Node 24 that npm brings.
[ -d node_modules ] || npm ci
node tools/launch.js tools/python/setup.ts
