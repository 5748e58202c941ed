#!/usr/bin/env bash
# Measures `agents-compat normalize` and `agents-compat serve` beside what people would use instead, and what server and
# simulator sustain, and writes Benchmarks/RESULTS.md with its drawing, Benchmarks/SERVING.md, Benchmarks/CAPACITY.md and
# Benchmarks/SIMULATING.md.
#
#   Scripts/bench.sh                  200,000 records, 7 rounds
#   Scripts/bench.sh --rounds 3 ...   see Scripts/bench.sh --help
#
# Exit codes: 0 all gates kept, 1 one is not, 2 wrong usage, 3 something is missing.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

# What is wrong with the options is said before anything is built or measured.
for word in "$@"; do
    case $word in
    -h | --help) exec python3 Benchmarks/run.py --help ;;
    esac
done
PYTHONPATH=Benchmarks python3 -c 'import run, sys; sys.argv[0] = "bench.sh"; run.arguments()' agents-compat "$@"

Scripts/setup.sh --python --bench
agents_compat=$(Scripts/build.sh)
quietly swift build -c release --package-path Benchmarks
benchmarks="$(swift build -c release --package-path Benchmarks --show-bin-path)"

heading 'Serving'
.venv/bin/python Benchmarks/serving.py "$agents_compat" --output Benchmarks/SERVING.md

heading 'Capacity'
is_enough=true
.venv/bin/python Benchmarks/capacity.py "$agents_compat" "$benchmarks/raw" --output Benchmarks/CAPACITY.md || is_enough=false

heading 'Simulating'
.venv/bin/python Benchmarks/simulating.py "$agents_compat" --output Benchmarks/SIMULATING.md

heading 'Normalising'
.venv/bin/python Benchmarks/run.py "$agents_compat" --micro "$benchmarks/micro" "$@"
"$is_enough"
