#!/usr/bin/env bash
# Runs the example for Apache Spark on two threads of this machine, and compares it with one run over the same files.
# Installs Java and PySpark (Scripts/setup.sh --spark).
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

Scripts/setup.sh --spark
AGENTS_COMPAT=$(Scripts/build.sh)
export AGENTS_COMPAT
quietly .build/spark/bin/python -m unittest discover Examples/spark
