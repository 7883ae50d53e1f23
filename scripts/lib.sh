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
