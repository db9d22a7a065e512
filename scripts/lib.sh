# shellcheck shell=bash
# What every script here starts with: strictness, the project's root as working directory, and cargo in reach.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_PROGRESS_WHEN=never
if ! command -v cargo >/dev/null; then
    PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
fi

# Where `setup test` puts the versions of PostgreSQL that the system does not bring.
# shellcheck disable=SC2034  # for the scripts that start with this file
readonly SERVERS=${CARGO_TARGET_DIR:-target}/servers

# Prints one line about what the script does, to standard error: standard output is for results.
say() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# Says why the script cannot go on, and ends it.
give_up() {
    say "$*"
    exit 2
}
