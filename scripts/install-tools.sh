#!/usr/bin/env bash
# Installs what a build needs and this machine lacks: the WASM target of Rust,
# cargo-leptos, wasm-bindgen and (through npm) wasm-opt. What is there in the
# right version is used as it is. Kept in ~/.cache/durbar/tools.
set -euo pipefail
source "$(dirname "$0")/lib.sh"

readonly CARGO_LEPTOS=0.3.10
readonly WASM_TARGET=wasm32-unknown-unknown

# Every missing program at once, with the package that brings it.
check_basics() {
  local missing=()
  has cc || missing+=("cc (apt-get install build-essential)")
  has perl || missing+=("perl (apt-get install perl)")
  has curl || missing+=("curl (apt-get install curl)")
  { has cargo && has rustc; } || missing+=("cargo and rustc (https://rustup.rs)")
  has node || missing+=("node 20.19 or newer (https://nodejs.org)")
  has npm || missing+=("npm (comes with Node)")
  ((${#missing[@]} == 0)) || fail "missing: $(printf '%s; ' "${missing[@]}")"
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node $(node --version) is too old: 20.19 or newer is needed"
}

install_wasm_target() {
  local libraries
  libraries=$(rustc --print target-libdir --target "$WASM_TARGET")
  compgen -G "$libraries/libcore-*" >/dev/null && return
  has rustup || fail "Rust has no $WASM_TARGET and there is no rustup to add it"
  rustup target add "$WASM_TARGET"
}

# version_of PROGRAM ARGUMENTS…: the last word of what it says, or nothing.
version_of() {
  has "$1" || return 0
  "$@" 2>/dev/null | head -n 1 | awk '{print $NF}' || true
}

# download URL PROGRAM: takes PROGRAM out of a .tar.gz into tools/bin, or fails quietly.
download() {
  local url=$1 program=$2 folder
  folder=$(mktemp -d)
  if curl --fail --silent --location --proto '=https' --connect-timeout 5 --max-time 120 "$url" |
    tar -xz -C "$folder" 2>/dev/null; then
    local found
    found=$(find "$folder" -type f -name "$program" | head -n 1)
    if [[ -n $found ]] && "$found" --version >/dev/null 2>&1; then
      install -D -m 755 "$found" "$tools/bin/$program"
      rm -rf "$folder"
      return 0
    fi
  fi
  rm -rf "$folder"
  return 1
}

install_cargo_leptos() {
  [[ $(version_of cargo-leptos --version) == "$CARGO_LEPTOS" ]] && return
  say "installing cargo-leptos $CARGO_LEPTOS"
  local host
  host=$(rustc -vV | sed -n 's/^host: //p')
  download "https://github.com/leptos-rs/cargo-leptos/releases/download/v$CARGO_LEPTOS/cargo-leptos-$host.tar.gz" \
    cargo-leptos && return
  say "no prebuilt cargo-leptos can be had here; compiling it takes about 10 minutes on two cores"
  # It is run a few times and never shipped: a quick compile matters more than speed.
  CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_TARGET_DIR="$cache/tools-build" \
    cargo install --locked cargo-leptos --version "$CARGO_LEPTOS" \
    --no-default-features --features no_downloads --root "$tools"
  rm -rf "$cache/tools-build"
}

# The command must be of the very version that the library is locked to.
install_wasm_bindgen() {
  local version arch
  version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3; exit }' "$root/Cargo.lock")
  [[ -n $version ]] || fail "Cargo.lock names no wasm-bindgen"
  [[ $(version_of wasm-bindgen --version) == "$version" ]] && return
  say "installing wasm-bindgen $version"
  arch=$(uname -m)
  if [[ $(uname -s) == Linux ]] && download \
    "https://github.com/wasm-bindgen/wasm-bindgen/releases/download/$version/wasm-bindgen-$version-$arch-unknown-linux-musl.tar.gz" \
    wasm-bindgen; then
    return
  fi
  CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_TARGET_DIR="$cache/tools-build" \
    cargo install wasm-bindgen-cli --version "=$version" --root "$tools" --force
  rm -rf "$cache/tools-build"
}

# Playwright's own browser is installed only for tests: scripts/install-browser.sh.
install_node_modules() {
  local stamp="$root/node_modules/.package-lock.json"
  [[ -e $stamp && $stamp -nt $root/package-lock.json ]] && return
  say "installing npm packages"
  (cd "$root" && npm ci --no-audit --no-fund --loglevel=error)
  touch "$stamp"
}

check_basics
install_wasm_target
install_node_modules
install_cargo_leptos
install_wasm_bindgen
has wasm-opt || fail "wasm-opt is missing though npm installed binaryen"
