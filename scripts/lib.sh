# Shared by the scripts here: folders and messages.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache="${XDG_CACHE_HOME:-$HOME/.cache}/durbar"
tools="${DURBAR_TOOLS_DIR:-$cache/tools}"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"
export PATH="$tools/bin:$root/node_modules/.bin:$HOME/.cargo/bin:$PATH"

# say WORDS…: a line about what is being done.
say() { printf '%s\n' "$*" >&2; }

# fail WORDS…: one clear line, then the end.
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# has COMMAND: is it there?
has() { command -v "$1" >/dev/null 2>&1; }

# install_package NAME: a package of Debian or Ubuntu, where that can be done.
install_package() {
  [[ $(id -u) == 0 ]] && has apt-get || return 0
  say "installing the $1 package"
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "$1" >&2
}

# install_python FOLDER LIST WORDS…: a virtual environment among the tools with what LIST
# names, made anew when LIST has changed.
install_python() {
  local folder="$tools/$1" wanted=$2
  shift 2
  cmp --silent "$wanted" "$folder/installed.txt" 2>/dev/null && return
  can_make_venv() { has python3 && python3 -c 'import venv, ensurepip' 2>/dev/null; }
  can_make_venv || install_package python3-venv
  can_make_venv || fail "missing: python3 with venv (apt-get install python3-venv)"
  say "installing $*"
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
  cp "$wanted" "$folder/installed.txt"
}
