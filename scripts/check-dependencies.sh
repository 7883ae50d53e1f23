#!/usr/bin/env bash
# Holds the crates to the table in ARCHITECTURE.md of who may depend on whom.
# Two checks a crate: workspace crates it may name, and packages that may not
# be anywhere below it. Tests and build scripts (dev and build dependencies)
# are not part of what ships and are left out.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
cd "$root"

readonly WASM="--target wasm32-unknown-unknown"
readonly SERVER_ONLY='tokio|axum|hyper|aws-.*|leptos_axum|dynoxide.*|s3s.*|tantivy|durbar-(services|platform|media|server)'
failures=0

complain() { printf 'dependency rule broken: %s\n' "$*" >&2; failures=$((failures + 1)); }

# names CRATE DEPTH FLAGS…: package names below CRATE, one a line, itself left out.
names() {
  local crate=$1 depth=$2
  shift 2
  cargo tree --quiet --package "$crate" --edges normal --depth "$depth" --prefix none --format '{p}' "$@" |
    awk '{print $1}' | sort -u | { grep -vx "$crate" || true; }
}

# may_name CRATE ALLOWED FLAGS…: of the workspace, CRATE names only ALLOWED (a pattern).
may_name() {
  local crate=$1 allowed=$2 found
  shift 2
  found=$(names "$crate" 1 "$@") || fail "cargo tree failed for $crate"
  while read -r name; do
    [[ $name =~ ^($allowed)$ ]] || complain "$crate may not depend on $name ($*)"
  done < <(grep '^durbar-' <<<"$found" || true)
}

# never CRATE DEPTH FORBIDDEN FLAGS…: no package below CRATE has a FORBIDDEN name (a pattern).
never() {
  local crate=$1 depth=$2 forbidden=$3 found
  shift 3
  found=$(names "$crate" "$depth" "$@") || fail "cargo tree failed for $crate"
  while read -r name; do
    complain "$crate must not have $name below it ($*)"
  done < <(grep -xE "$forbidden" <<<"$found" || true)
}

# A feature that turns server code on must not reach the browser.
no_server_features() {
  local found
  # shellcheck disable=SC2086
  found=$(cargo tree --quiet --package durbar-frontend --edges normal --prefix none --format '{p} [{f}]' $WASM)
  while read -r line; do
    complain "durbar-frontend is built with ssr: $line"
  done < <(grep -E '^(leptos|durbar|server_fn|reactive|tachys)[^ ]* .*\[(.*,)?ssr(,.*)?\]' <<<"$found" || true)
}

may_name durbar-domain '-'
may_name durbar-messages 'durbar-domain'
may_name durbar-platform 'durbar-domain'
may_name durbar-media 'durbar-domain|durbar-platform'
may_name durbar-services 'durbar-domain|durbar-messages|durbar-platform|durbar-media'
may_name durbar-app 'durbar-domain|durbar-messages|durbar-services' --features ssr
# shellcheck disable=SC2086
{
  may_name durbar-app 'durbar-domain|durbar-messages' --features hydrate $WASM
  may_name durbar-frontend 'durbar-app|durbar-domain|durbar-messages' $WASM
}

never durbar-domain 99 'tokio|axum|leptos.*|aws-.*'
never durbar-messages 99 'tokio|axum|leptos.*|aws-.*'
never durbar-platform 99 'leptos.*'
never durbar-media 99 'leptos.*'
never durbar-services 99 'leptos.*'
never durbar-app 1 'aws-.*' --features ssr
# shellcheck disable=SC2086
never durbar-frontend 99 "$SERVER_ONLY" $WASM
no_server_features

((failures == 0)) || fail "$failures dependency rules broken"
say "dependency rules hold"
