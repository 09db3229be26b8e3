#!/bin/sh
# Installs what package-lock.json names into node_modules of the current folder, unless exactly that is there already.
#
# The lock is kept by hand in one place: @energyweb/solar-simulator stands there without its dependencies. Only its
# dist/js/config/data.csv is read, and some of its dependencies can no longer be had. "npm ci" takes the lock's word;
# "npm install" would try to resolve them, so edit the lock for a new version instead.
set -eu

installed=node_modules/.wattflow-lock
if [ -f "$installed" ] && cmp -s package-lock.json "$installed"; then
  exit 0
fi
if ! command -v npm > /dev/null; then
  echo "The ClickHouse engine comes as an npm package: install Node.js 20 or newer, which brings npm." >&2
  exit 1
fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
cp package-lock.json "$installed"
