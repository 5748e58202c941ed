#!/usr/bin/env bash
# The one check: format, builds, house rules, tests. Stops at the first failure.
#
#   Scripts/test.sh            all of it
#   Scripts/test.sh --spark    with the example for Apache Spark, which installs Java and PySpark
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

if [ $# -gt 1 ] || [ "${1:---spark}" != --spark ]; then
    echo 'usage: Scripts/test.sh [--spark]' >&2
    exit 2
fi
Scripts/setup.sh
# Seconds for each part that runs what is tested: what hangs must not hold up everything.
limit=1200

heading 'Format'
swift format lint --strict --recursive Sources Tests Benchmarks/Sources Package.swift Benchmarks/Package.swift
python3 -m compileall -q Benchmarks Examples Tests

heading 'Build with tests'
quietly swift build --build-tests

heading 'Release build, and the benchmarks'
program=$(Scripts/build.sh)
quietly swift build --package-path Benchmarks

heading 'Allocations'
# 3: nothing to count with here.
within "$limit" python3 Benchmarks/allocations/check.py "$program" || [ $? -eq 3 ]

heading 'Clients'
Scripts/setup.sh --python
within "$limit" .venv/bin/python -m pytest Tests/Clients --quiet -rs --binary "$program"

heading 'Kills'
within "$limit" .venv/bin/python -m pytest Tests/Chaos --quiet -p no:cacheprovider
within "$limit" Scripts/chaos.sh 10

heading 'Another normaliser, and the way back'
within "$limit" .venv/bin/python -m pytest Tests/Differential --quiet -p no:cacheprovider
within "$limit" Scripts/differential.sh

if [ $# -eq 1 ]; then
    heading 'Spark'
    Scripts/spark.sh
fi

heading 'House rules'
Scripts/check.sh

# Runs some of the tests; what failed closes the output, however much there is of it.
tests() {
    local log status=0
    log=$(mktemp)
    # What hangs is named as well: started, and neither passed nor failed.
    within "$limit" swift test --skip-build "$@" 2>&1 | tee "$log" || status=$?
    if [ "$status" -ne 0 ]; then
        heading 'What failed'
        grep -aE '✘|error:|Fatal|↳' "$log" | tail -n 60 || tail -n 60 "$log"
    fi
    rm -f "$log"
    return "$status"
}

# Apart: what waits for sockets and clocks does so on threads that others hold for seconds and minutes, with work or with the
# processes that they run.
sockets='^(HTTPTransportTests|URLSessionTransportTests|AgentsSimulatorTests)\.'
server='^CompatServerTests\.'
heading 'Tests of sockets'
tests --filter "$sockets"
heading 'Tests of the server'
tests --filter "$server"

# Last, so that its summary closes the output.
heading 'Tests'
tests --skip "$sockets" --skip "$server"
