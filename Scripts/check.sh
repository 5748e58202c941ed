#!/usr/bin/env bash
# House rules that no compiler checks. Prints every breach and fails if there is one.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
export LC_ALL=C

# Every check prints one line a breach, and nothing where the rule is kept.
breach() {
    printf 'check: %s\n' "$1"
}

# Turns each line of standard input into a breach, with a text in front of it.
breach_each() {
    local line
    while IFS= read -r line; do
        breach "$1$line"
    done
}

# Prints the files under the given folders that have one of the endings in `$endings`, hidden build folders left out.
files() {
    local folder
    for folder in "$@"; do
        [ -d "$folder" ] || continue
        find "$folder" -type d \( -name '.?*' -o -name __pycache__ \) -prune -o -type f -print
    done | { grep -E "\.($endings)\$" || true; } | sort
}

count_lines() {
    wc -l <"$1" | tr -d ' '
}

check_file_lengths() {
    local endings='swift|py|sh|c|h' file
    while IFS= read -r file; do
        [ "$(count_lines "$file")" -le 500 ] || breach "$file has $(count_lines "$file") lines, more than 500"
    done < <(files Sources Tests Benchmarks Scripts Examples)
}

check_median_length() {
    local endings=swift file median
    median=$(files Sources | while IFS= read -r file; do count_lines "$file"; done | sort -n |
        awk '{ n[NR] = $1 } END { if (NR) print NR % 2 ? n[(NR + 1) / 2] : (n[NR / 2] + n[NR / 2 + 1]) / 2; else print 0 }')
    awk -v median="$median" 'BEGIN { exit median > 150 }' ||
        breach "the median Swift file in Sources has $median lines, more than 150"
}

check_readme() {
    if [ ! -f README.md ]; then
        breach 'README.md is missing'
    elif [ "$(count_lines README.md)" -gt 150 ]; then
        breach "README.md has $(count_lines README.md) lines, more than 150"
    fi
}

check_manifest() {
    grep -Eq '^    dependencies: \[\],?$' Package.swift || breach 'Package.swift must say "dependencies: []"'
    { grep -n '\.package(' Package.swift || true; } |
        breach_each 'Package.swift must not name a package: line '
}

check_fixtures() {
    local on_disk in_index in_sources
    on_disk=$(find Fixtures -type f ! -path Fixtures/INDEX.json ! -path Fixtures/SOURCES.md | sed 's|^Fixtures/||' | sort)
    in_index=$(sed -n 's/^{"path":"\([^"]*\)",.*/\1/p' Fixtures/INDEX.json)
    # shellcheck disable=SC2016  # the backquotes are Markdown's
    in_sources=$(sed -n 's/^| `\([^`]*\.[^`]*\)` |.*/\1/p' Fixtures/SOURCES.md | sort)

    [ "$in_index" = "$(sort -u <<<"$in_index")" ] ||
        breach 'the rows of Fixtures/INDEX.json must be sorted by path, each path once'
    uniq -d <<<"$in_sources" | breach_each 'more than one row in Fixtures/SOURCES.md: '
    comm -23 <(echo "$on_disk") <(sort -u <<<"$in_index") | breach_each 'no row in Fixtures/INDEX.json: '
    comm -13 <(echo "$on_disk") <(sort -u <<<"$in_index") | breach_each 'in Fixtures/INDEX.json, but no such file: '
    comm -23 <(echo "$on_disk") <(sort -u <<<"$in_sources") | breach_each 'no row in Fixtures/SOURCES.md: '
    comm -13 <(echo "$on_disk") <(sort -u <<<"$in_sources") | breach_each 'in Fixtures/SOURCES.md, but no such file: '
}

check_imports() {
    local endings=swift file
    while IFS= read -r file; do
        { grep -nE '^[^/"]*\<import +([a-z]+ +)?Foundation([^A-Za-z]|$)' "$file" || true; } |
            breach_each "Foundation in a pure target: $file:"
    done < <(files Sources/AgentsCore Sources/Adapters Sources/AceDataCompat Sources/DreamMachineCompat)
}

# Frames of asynchronous functions do not hold values aligned to more than 16 bytes: what lies behind is overwritten.
check_vectors() {
    { grep -rnE '\bSIMD[0-9]+<' Sources/CompatServer Sources/HTTPTransport Sources/AgentsSimulator Sources/agents-compat \
        || true; } | breach_each 'a vector where functions are asynchronous: '
}

check_paths() {
    local pattern='(^|[^A-Za-z0-9_./%})~-])/(home|Users|root|work|workspace|workspaces)/[A-Za-z0-9_.-]'
    { find . -type d \( -name .git -o -name .build -o -name .swiftpm -o -name .venv -o -name __pycache__ \
        -o -path ./Benchmarks/data \) -prune -o -type f -exec grep -nIHE "$pattern" {} + || true; } |
        sed 's|^\./||' | cut -c 1-160 | breach_each 'path of one machine: '
}

# Prints the library targets, which are the ones with a public interface.
libraries() {
    sed -n 's/^ *\.library(name: "\([^"]*\)".*/\1/p' Package.swift
}

# Prints the public declarations of a symbol graph that have no documentation.
undocumented() {
    python3 - "$1" <<'PYTHON'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    for symbol in json.load(file)["symbols"]:
        if "docComment" not in symbol:
            print(".".join(symbol["pathComponents"]))
PYTHON
}

# Builds the documentation of the library targets, every warning a breach: links that lead nowhere, parameters that are not
# there. Public declarations without documentation are breaches, too.
check_documentation() {
    local scratch docc graphs target log
    docc=$(command -v docc || xcrun --find docc 2>/dev/null) || {
        breach 'docc is missing: it is part of the Swift toolchain'
        return
    }
    scratch=$(mktemp -d)
    log=$scratch/log
    if ! swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members >"$log" 2>&1; then
        { grep -E 'error:' "$log" || tail -n 3 "$log"; } | breach_each 'no symbol graphs: '
        rm -rf "$scratch"
        return
    fi
    graphs=$(sed -n 's/^Files written to //p' "$log")
    for target in $(libraries); do
        mkdir "$scratch/$target"
        find "$graphs" -name "$target.symbols.json" -exec cp {} "$scratch/$target" \; \
            -o -name "$target@*.symbols.json" -exec cp {} "$scratch/$target" \;
        undocumented "$scratch/$target/$target.symbols.json" | breach_each "no documentation in $target: "
        set -- --additional-symbol-graph-dir "$scratch/$target" --output-path "$scratch/$target.doccarchive" \
            --fallback-display-name "$target" --fallback-bundle-identifier "agents-compat.$target" --warnings-as-errors
        [ ! -d "Sources/$target/Documentation.docc" ] || set -- "Sources/$target/Documentation.docc" "$@"
        "$docc" convert "$@" >"$log" 2>&1 ||
            grep -A 1 -E '^error: ' "$log" | { grep -v '^--$' || true; } | breach_each "documentation of $target: "
    done
    rm -rf "$scratch"
}

# The fuzz targets fit the code that they are for: they are built only when they run.
check_fuzz_targets() {
    local products package target shared
    products=$(swift build --show-bin-path)
    package=$(grep -o '"-package-name","[^"]*"' "$products/../../debug.yaml" | sed -n '1s/.*,"\(.*\)"/\1/p')
    for target in Tests/Fuzzing/Targets/*.swift; do
        # shellcheck disable=SC2207
        shared=($(sed -n 's|^// Shares: ||p' "$target"))
        swiftc -typecheck -swift-version 6 -parse-as-library -module-name Fuzzing -package-name "$package" \
            -I "$products/Modules" Tests/Fuzzing/Support/*.swift "$target" ${shared[@]+"${shared[@]}"} 2>&1 |
            { grep -E 'error:' || true; } | breach_each 'a fuzz target does not compile: '
    done
}

# The faults that are planted to show that the tests have teeth still fit the code.
check_teeth() {
    local scratch output
    scratch=$(mktemp -d)
    output=$(python3 Tests/Teeth/plant.py --scratch "$scratch" --check 2>&1) || printf '%s\n' "$output" | breach_each ''
    rm -rf "$scratch"
}

breaches=$(
    set -e
    check_file_lengths
    check_median_length
    check_readme
    check_manifest
    check_fixtures
    check_imports
    check_vectors
    check_paths
    check_fuzz_targets
    check_teeth
    check_documentation
)
if [ -n "$breaches" ]; then
    printf '%s\n' "$breaches" >&2
    exit 1
fi
echo 'All kept.'
