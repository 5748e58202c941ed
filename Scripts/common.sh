# shellcheck shell=bash
# Sourced by the scripts of this folder: changes to the root of the project and defines three helpers.

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." >/dev/null || exit

heading() {
    printf '\n== %s\n' "$1"
}

# Runs a command and shows its output only to someone who watches, or when it fails.
quietly() {
    if [ -t 2 ]; then
        "$@" >&2
        return
    fi
    local output status=0
    output=$("$@" 2>&1) || status=$?
    if [ "$status" -ne 0 ]; then
        printf '%s\n' "$output" >&2
    fi
    return "$status"
}

# Runs a command for a number of seconds at most, where the system has a program for that.
within() {
    local status=0
    if ! command -v timeout >/dev/null; then
        "${@:2}"
        return
    fi
    timeout -k 10 "$1" "${@:2}" || status=$?
    if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
        echo "not done within $1 s: ${*:2}" >&2
    fi
    return "$status"
}
