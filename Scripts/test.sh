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

# Apart from the others, which compute for minutes on the threads that sockets, clocks and processes are waited for on.
waiting='^(HTTPTransportTests|CompatServerTests|AgentsSimulatorTests|CommandLineTests)\.'
heading 'Tests of what waits'
swift test --skip-build --filter "$waiting"

# Last, so that its summary closes the output.
heading 'Tests'
exec swift test --skip-build --skip "$waiting"
