#!/usr/bin/env bash
# The checks that take too long for Scripts/test.sh: long fuzzing, many mutations, a faulty service, planted faults, kills,
# the sanitizers. Runs all of them, whatever fails on the way, and names at the end what did.
#
#   AGENTS_COMPAT_FUZZ_SECONDS   for each fuzz target, 1800 by default
#   AGENTS_COMPAT_MUTATIONS      documents for each law, and for the comparisons with other parsers, 1000000 by default
#
# What fuzzing finds is kept in Tests/Fuzzing/.build/findings.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

seconds=${AGENTS_COMPAT_FUZZ_SECONDS:-1800}
mutations=${AGENTS_COMPAT_MUTATIONS:-1000000}
[[ $seconds =~ ^[1-9][0-9]*$ && $mutations =~ ^[1-9][0-9]*$ ]] || {
    echo 'nightly: AGENTS_COMPAT_FUZZ_SECONDS and AGENTS_COMPAT_MUTATIONS are numbers from 1 on' >&2
    exit 2
}

failed=()

# Runs a command under a heading, and remembers it if it fails.
part() {
    heading "$1"
    "${@:2}" || failed+=("$1")
}

Scripts/setup.sh
for target in $(Scripts/fuzz.sh --list); do
    part "Fuzzing $target for $seconds s" Scripts/fuzz.sh "$target" "$seconds"
done
# Optimised: that is what runs elsewhere, and it takes minutes instead of hours.
part "Laws over $mutations documents" quietly env AGENTS_COMPAT_MUTATIONS="$mutations" \
    swift test -c release -Xswiftc -enable-testing --scratch-path .build/release-tests \
    --filter 'MutationTests|JSONDifferentialTests|JSONPythonTests'
part "Another normaliser and the way back, $mutations documents" Scripts/differential.sh "$mutations" "$(date +%Y%m%d)"
part '100 kills of the normaliser' quietly env AGENTS_COMPAT_KILLED_RUNS=20 \
    swift test --filter CheckpointTests.aKilledRunIsGoneOnWith
part 'Spark' Scripts/spark.sh
part 'Client against a faulty service, 200 seeds' quietly env AGENTS_COMPAT_FAULT_SEEDS=1-200 \
    swift test --filter FaultRunTests
part 'Planted faults' Scripts/mutate.sh
part '200 kills of the server' Scripts/chaos.sh 200
part 'A kill at every commit and call' Scripts/chaos.sh --points
for sanitizer in thread address; do
    # A build of its own for each: their objects do not mix.
    part "Tests with the $sanitizer sanitizer" \
        quietly swift test --sanitize="$sanitizer" --scratch-path ".build/$sanitizer-sanitizer"
done

heading 'Result'
if [ "${#failed[@]}" -gt 0 ]; then
    printf 'failed: %s\n' "${failed[@]}" >&2
    exit 1
fi
echo 'Nothing found.'
