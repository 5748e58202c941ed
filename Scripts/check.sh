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
    done < <(files Sources Tests Benchmarks Scripts)
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

check_paths() {
    local pattern='(^|[^A-Za-z0-9_./%})~-])/(home|Users|root|work|workspace|workspaces)/[A-Za-z0-9_.-]'
    { find . -type d \( -name .git -o -name .build -o -name .swiftpm -o -name .venv -o -name __pycache__ \
        -o -path ./Benchmarks/data \) -prune -o -type f -exec grep -nIHE "$pattern" {} + || true; } |
        sed 's|^\./||' | cut -c 1-160 | breach_each 'path of one machine: '
}

breaches=$(
    set -e
    check_file_lengths
    check_median_length
    check_readme
    check_manifest
    check_fixtures
    check_imports
    check_paths
)
if [ -n "$breaches" ]; then
    printf '%s\n' "$breaches" >&2
    exit 1
fi
echo 'All kept.'
