#!/usr/bin/env bash
# The one check: format, builds, house rules, tests. Stops at the first failure.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

Scripts/setup.sh

heading 'Format'
swift format lint --strict --recursive Sources Tests Package.swift

heading 'Build with tests'
quietly swift build --build-tests

heading 'Release build'
quietly swift build -c release --product agents-compat

heading 'Allocations'
# 3: nothing to count with here.
python3 Benchmarks/allocations/check.py "$(swift build -c release --show-bin-path)/agents-compat" || [ $? -eq 3 ]

heading 'Clients'
Scripts/setup.sh --python
.venv/bin/python -m pytest Tests/Clients --quiet \
    --binary "$(swift build -c release --show-bin-path)/agents-compat"

heading 'House rules'
Scripts/check.sh

# Runs some of the tests; what failed closes the output, however much there is of it.
tests() {
    local log status=0
    log=$(mktemp)
    swift test --skip-build "$@" 2>&1 | tee "$log" || status=$?
    if [ "$status" -ne 0 ]; then
        heading 'What failed'
        grep -aE '✘|error:|Fatal|↳' "$log" | tail -n 60 || tail -n 60 "$log"
    fi
    rm -f "$log"
    return "$status"
}

# Alone: what waits for sockets and clocks does so on threads that the others hold for minutes, with work or with the
# processes that they run.
waiting='^(HTTPTransportTests|URLSessionTransportTests|CompatServerTests|AgentsSimulatorTests)\.'
heading 'Tests of what waits'
tests --filter "$waiting"

# Last, so that its summary closes the output.
heading 'Tests'
tests --skip "$waiting"
