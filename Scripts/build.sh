#!/usr/bin/env bash
# Builds the program as it is deployed and prints where it is: optimised across modules; on Linux one file with the Swift
# runtime inside; on x86-64, if this machine's processor has AVX2, for processors that have it (from 2013 and 2015 on).
#
#   Scripts/build.sh               for processors like this machine's
#   Scripts/build.sh --portable    for all processors of its kind
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

if [ $# -gt 1 ] || [ "${1:---portable}" != --portable ]; then
    echo 'usage: Scripts/build.sh [--portable]' >&2
    exit 2
fi
options=(-c release --scratch-path .build/deploy --product agents-compat -Xswiftc -cross-module-optimization)
if [ "$(uname -s)" = Linux ]; then
    options+=(--static-swift-stdlib)
    # The level of x86-64 at which AVX2 is there; all of it comes together.
    if [ $# -eq 0 ] && [ "$(uname -m)" = x86_64 ] && grep -qw avx2 /proc/cpuinfo && grep -qw bmi2 /proc/cpuinfo; then
        options+=(-Xcc -march=x86-64-v3)
    fi
fi
quietly swift build "${options[@]}"
printf '%s/agents-compat\n' "$(swift build "${options[@]}" --show-bin-path)"
