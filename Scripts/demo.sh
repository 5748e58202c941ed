#!/usr/bin/env bash
# Builds a release and runs the demo: the server over a simulated Agents API, with lines to try it. Ctrl-C ends it.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

Scripts/setup.sh
program=$(Scripts/build.sh)
exec "$program" demo "$@"
