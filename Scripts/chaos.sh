#!/usr/bin/env bash
# Shows that nothing is lost and nothing is paid twice, however often the server is killed.
#
#   Scripts/chaos.sh [N] [SEED]     ends the server N times (10) at random moments under load, two of them cleanly, with faults
#                                   from SEED (1); prints each thing that must hold, and how often it was looked at
#   Scripts/chaos.sh --points       kills it once at each commit and each call to the outside, in a run of its own
#
# Exit codes: 0 everything holds, 1 something does not: it says what, 2 wrong usage.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

usage() {
    echo 'usage: Scripts/chaos.sh [N] [SEED] | --points' >&2
    exit 2
}

Scripts/setup.sh --python
if [ "${1:-}" = --points ]; then
    [ $# -eq 1 ] || usage
    # Only a build for tests has the points.
    quietly swift build --product agents-compat
    exec .venv/bin/python Tests/Chaos/points.py --binary "$(swift build --show-bin-path)/agents-compat"
fi
[ $# -le 2 ] && [[ ${1:-10} =~ ^[1-9][0-9]*$ && ${2:-1} =~ ^[0-9]+$ ]] || usage
program=$(Scripts/build.sh)
exec .venv/bin/python Tests/Chaos/kill.py --kills "${1:-10}" --seed "${2:-1}" --binary "$program"
