#!/usr/bin/env bash
# Installs what the notebooks need: Jupyter's nbconvert (a Debian package) and the TypeScript kernel tslab (npm, into
# notebooks/.tools, so that it never becomes a dependency of the package). Running it again changes nothing. Outside
# this folder it touches the Debian packages only; the kernel is registered in notebooks/kernels and found by JUPYTER_PATH.
set -euo pipefail
cd "$(dirname "$0")"

tslab_version=1.0.22

fail() {
  echo "notebooks:setup: $1" >&2
  exit 1
}

# tslab turns imports into require(), which loads ECMAScript modules from 20.19 and 22.12 on.
node -e 'process.exit(process.features.require_module ? 0 : 1)' ||
  fail "Node $(node --version) cannot require() ECMAScript modules (needed: 20.19 or later, or 22.12 or later)"

if ! command -v jupyter-nbconvert >/dev/null; then
  command -v apt-get >/dev/null ||
    fail 'jupyter-nbconvert is missing and there is no apt-get here: install nbconvert with your package manager or pip, then run this again'
  [ "$(id -u)" = 0 ] ||
    fail 'jupyter-nbconvert is missing and installing it needs root: run "apt-get install --no-install-recommends jupyter-nbconvert" as root, then run this again'
  apt-get update -qq || fail 'apt-get update failed (is there a network?)'
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends jupyter-nbconvert >/dev/null ||
    fail 'apt-get could not install jupyter-nbconvert'
fi

installed=$(node -p 'require("./.tools/node_modules/tslab/package.json").version' 2>/dev/null || true)
if [ "$installed" != "$tslab_version" ]; then
  mkdir -p .tools
  npm install --prefix .tools --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --silent "tslab@$tslab_version" ||
    fail "npm could not install tslab $tslab_version"
fi
node -e 'require("./.tools/node_modules/zeromq")' 2>/dev/null ||
  fail "zeromq, which tslab needs, has no prebuilt binary for $(uname -sm)"

# the kernel's compiler looks for packages in node_modules folders only and knows no self-reference
mkdir -p node_modules
[ -e node_modules/sched-arena ] || ln -s ../.. node_modules/sched-arena

echo "notebooks:setup: nbconvert $(jupyter-nbconvert --version), tslab $tslab_version; now run: npm run notebooks"
