#!/usr/bin/env bash
# Compares the normaliser with a plain one in Python, turns records back, and feeds it files with faults.
#
#   Scripts/differential.sh [N] [SEED]    N documents (20000) for each of the first two, and N / 200 files,
#                                         but ten at least, which are of all kinds
#
# Exit codes: 0 no difference, 1 there is one: it is shown, 2 wrong usage.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

[ $# -le 2 ] && [[ ${1:-20000} =~ ^[1-9][0-9]*$ && ${2:-1} =~ ^[0-9]+$ ]] || {
    echo 'usage: Scripts/differential.sh [N] [SEED]' >&2
    exit 2
}
Scripts/setup.sh
binary=$(Scripts/build.sh)
count=${1:-20000}
seed=${2:-1}
files=$((count < 2000 ? 10 : count / 200))
status=0
python3 Tests/Differential/compare.py "$binary" --documents "$count" --seed "$seed" || status=1
python3 Tests/Differential/round_trip.py "$binary" --records "$count" --seed "$seed" || status=1
python3 Tests/Differential/fuzzed_files.py "$binary" --files "$files" --seed "$seed" || status=1
exit "$status"
