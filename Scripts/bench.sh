#!/usr/bin/env bash
# Measures `agents-compat normalize` and `agents-compat serve` beside what people would use instead, and what the simulator
# sustains, and writes Benchmarks/RESULTS.md, Benchmarks/SERVING.md and Benchmarks/SIMULATING.md.
#
#   Scripts/bench.sh                  200,000 records, 7 rounds
#   Scripts/bench.sh --rounds 3 ...   see Scripts/bench.sh --help
#
# Exit codes: 0 fast enough, 1 slower than the gate or allocating per record, 2 wrong usage, 3 something is missing.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

Scripts/setup.sh --python --bench
quietly swift build -c release --product agents-compat
agents_compat="$(swift build -c release --show-bin-path)/agents-compat"

quietly swift build -c release --package-path Benchmarks
micro="$(swift build -c release --package-path Benchmarks --show-bin-path)/micro"

heading 'Serving'
.venv/bin/python Benchmarks/serving.py "$agents_compat" --output Benchmarks/SERVING.md

heading 'Simulating'
.venv/bin/python Benchmarks/simulating.py "$agents_compat" --output Benchmarks/SIMULATING.md

heading 'Normalising'
exec .venv/bin/python Benchmarks/run.py "$agents_compat" --micro "$micro" "$@"
