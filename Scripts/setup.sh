#!/usr/bin/env bash
# Installs what building and testing need and this machine lacks. Silent when nothing is missing.
#
#   Scripts/setup.sh            tools and libraries
#   Scripts/setup.sh --python   also .venv, with the packages pinned in Scripts/requirements.txt
#   Scripts/setup.sh --bench    also the programs that Scripts/bench.sh compares with
#   Scripts/setup.sh --spark    also what Scripts/spark.sh needs: Java, and PySpark in .build/spark
#
# Exit codes: 0 everything is there, 2 wrong usage, 3 something is missing that could not be installed.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

# One requirement a line: how to see that it is there | its apt packages | its brew formulae.
# A C library is one such line: pkg-config --exists NAME | libNAME-dev | NAME
requirements='
python_with_venv | python3 python3-venv | python
command -v pkg-config | pkg-config | pkg-config
pkg-config --exists libmicrohttpd | libmicrohttpd-dev | libmicrohttpd
pkg-config --exists libcurl | libcurl4-openssl-dev | curl
pkg-config --exists sqlite3 | libsqlite3-dev | sqlite
pkg-config --exists libsodium | libsodium-dev | libsodium
pkg-config --exists zlib | zlib1g-dev | zlib
command -v openssl | openssl | openssl
command -v ffmpeg && command -v ffprobe | ffmpeg | ffmpeg
PATH=$PATH:/usr/sbin command -v nginx | nginx-light | nginx
'

python_with_venv() {
    python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))'
}

# Spark takes the Java of JAVA_HOME, or the one on the PATH, and needs 17 or later.
java_for_spark() {
    local version
    version=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 17 ]
}

fail() {
    printf 'setup: %s\n' "$@" >&2
    exit 3
}

# Sets `apt_missing` and `brew_missing` to the packages whose probe fails.
find_missing() {
    local probe apt brew
    apt_missing=()
    brew_missing=()
    while IFS='|' read -r probe apt brew; do
        if [ -z "$probe" ] || eval "$probe" >/dev/null 2>&1; then
            continue
        fi
        read -r -a apt <<<"$apt"
        read -r -a brew <<<"$brew"
        apt_missing+=("${apt[@]}")
        brew_missing+=("${brew[@]}")
    done <<<"$requirements"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

install_missing() {
    local by_hand="please install: ${apt_missing[*]} (names on Debian), ${brew_missing[*]} (names in Homebrew)"
    case "$(uname -s)" in
    Linux)
        command -v apt-get >/dev/null || fail "$by_hand"
        [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null || fail "neither root nor sudo; $by_hand"
        echo "setup: installing ${apt_missing[*]}" >&2
        # Where the lists cannot be refreshed, the ones that are there may do.
        quietly as_root apt-get update -qq || true
        quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
            install -qq -y --no-install-recommends "${apt_missing[@]}" || fail "apt-get failed; $by_hand"
        ;;
    Darwin)
        command -v brew >/dev/null || fail "no Homebrew (https://brew.sh); $by_hand"
        echo "setup: installing ${brew_missing[*]}" >&2
        quietly brew install --quiet "${brew_missing[@]}" || fail "brew failed; $by_hand"
        ;;
    *)
        fail "$by_hand"
        ;;
    esac
}

# Makes a Python environment anew when it is missing or broken, or when the pinned packages or the project's place have changed.
python_environment() {
    local folder=$1 requirements=$2 wanted
    local stamp=$folder/requirements.stamp
    wanted=$(cksum <"$requirements"; pwd)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && "$folder/bin/python" -c '' 2>/dev/null; then
        return
    fi
    echo "setup: making $folder" >&2
    quietly python3 -m venv --clear "$folder" || fail "could not make $folder"
    quietly "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --requirement "$requirements" || fail "could not install the packages of $requirements"
    printf '%s\n' "$wanted" >"$stamp"
}

# What only Scripts/bench.sh needs.
bench_requirements='
command -v wrk | wrk | wrk
command -v jq | jq | jq
command -v gojq | gojq | gojq
'

# What only Scripts/spark.sh needs.
spark_requirements='
java_for_spark | openjdk-17-jre-headless | openjdk@17
'

with_python=false
with_spark=false
for argument in "$@"; do
    case "$argument" in
    --python) with_python=true ;;
    --bench) requirements+=${bench_requirements#$'\n'} ;;
    --spark)
        requirements+=${spark_requirements#$'\n'}
        with_spark=true
        ;;
    *)
        echo "usage: Scripts/setup.sh [--python] [--bench] [--spark]" >&2
        exit 2
        ;;
    esac
done

if ! command -v swift >/dev/null; then
    version=$(sed -n 's|^// swift-tools-version: *||p' Package.swift)
    fail "no swift on the PATH: install Swift $version or newer as https://www.swift.org/install describes," \
        'put its usr/bin on the PATH and run this again'
fi

find_missing
if [ "${#apt_missing[@]}" -gt 0 ]; then
    install_missing
    find_missing
    [ "${#apt_missing[@]}" -eq 0 ] || fail "still missing after installation: ${apt_missing[*]}"
fi

if "$with_python"; then
    python_environment .venv Scripts/requirements.txt
fi
if "$with_spark"; then
    mkdir -p .build
    python_environment .build/spark Examples/spark/requirements.txt
fi
