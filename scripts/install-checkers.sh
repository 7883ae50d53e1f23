#!/usr/bin/env bash
# Installs what infra/ needs: its npm packages, and the checkers of templates into a
# virtual environment of their own among the tools. Does nothing when all is there.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

stamp="$root/infra/node_modules/.package-lock.json"
if [[ ! -e $stamp || $root/infra/package-lock.json -nt $stamp ]]; then
  say "installing npm packages of infra"
  (cd "$root/infra" && npm ci --no-audit --no-fund --loglevel=error)
  touch "$stamp"
fi
install_python checkers "$root/infra/requirements.txt" "checkers of CloudFormation templates"
