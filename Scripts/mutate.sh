#!/usr/bin/env bash
# Shows that the tests have teeth: plants a fault for each law in a copy of the project, one at a time, and expects the
# tests to fail. The faults are in Tests/Teeth/faults.txt; each must fit the code exactly once.
#
#   Scripts/mutate.sh             all faults
#   Scripts/mutate.sh NAME ...    those whose name contains one of these
#   Scripts/mutate.sh --check     only see whether each can be planted
#
# The copy and its build stay in .build/teeth, so that the next run builds little.
#
# Exit codes: 0 every fault is found, 1 one is not, 2 wrong usage or a fault that cannot be planted, 3 the tests fail without
# any fault.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

Scripts/setup.sh
mkdir -p .build/teeth
exec python3 Tests/Teeth/plant.py --scratch .build/teeth "$@"
