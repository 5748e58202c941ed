#!/usr/bin/env bash
# Fuzzes one part of the project with libFuzzer and the address sanitizer, starting from the fixtures.
#
#   Scripts/fuzz.sh TARGET SECONDS    fuzz
#   Scripts/fuzz.sh TARGET FILE       run one input again, such as one that was found
#   Scripts/fuzz.sh --list            name the targets
#
# Targets are the files in Tests/Fuzzing/Targets. What is found is kept in Tests/Fuzzing/.build/findings, inputs that reach
# new code in Tests/Fuzzing/.build/corpus, where later runs start from them.
#
# Exit codes: 0 nothing found, 1 something found, 2 wrong usage, 3 the fuzzer cannot be built here.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

fuzzing=Tests/Fuzzing
scratch=$fuzzing/.build
flags=(-sanitize=fuzzer,address)

targets() {
    local file
    for file in "$fuzzing"/Targets/*.swift; do basename "$file" .swift; done
}

usage() {
    printf 'usage: Scripts/fuzz.sh TARGET SECONDS|FILE\ntargets: %s\n' "$(targets | paste -s -d ' ' -)" >&2
    exit 2
}

if [ "$*" = --list ]; then
    targets
    exit
fi
[ "$#" -eq 2 ] && [ -f "$fuzzing/Targets/$1.swift" ] || usage
target=$1
[[ $2 =~ ^[1-9][0-9]*$ ]] || [ -f "$2" ] || usage
program=$scratch/$target

# The package as it is, with coverage, and the target on top as if it were one more module of the package.
build() {
    local module modules=(AgentsCore Adapters AceDataCompat DreamMachineCompat AdapterTesting) objects=() sources=()
    local package products source
    for module in "${modules[@]}"; do
        swift build -c release --target "$module" --scratch-path "$scratch/package" -Xswiftc "${flags[@]}" || return 1
    done
    products=$(swift build -c release --scratch-path "$scratch/package" --show-bin-path) || return 1
    for module in "${modules[@]}"; do
        # Not all objects there are: those of sources that have gone stay behind.
        while IFS= read -r source; do
            objects+=("$products/$module.build/$(basename "$source").o")
        done <"$products/$module.build/sources"
    done
    # The laws that a target shares with the tests: files that its comment names, as patterns.
    # shellcheck disable=SC2207
    sources=($(sed -n 's|^// Shares: ||p' "$fuzzing/Targets/$target.swift"))
    # Members with `package` access are those of one name, which is made from that of the folder.
    package=$(grep -o '"-package-name","[^"]*"' "$scratch/package/release.yaml" | sed -n '1s/.*,"\(.*\)"/\1/p')
    swiftc -O -swift-version 6 "${flags[@]}" -parse-as-library -module-name Fuzzing -package-name "$package" \
        -I "$products/Modules" "$fuzzing"/Support/*.swift "$fuzzing/Targets/$target.swift" "${sources[@]}" \
        "${objects[@]}" -o "$program"
}

# Inputs to start from: the fixtures as they are, those written for the target, and one by one what they become.
seed() {
    local seeds=$scratch/seeds/$target agents_compat number=0 file line
    rm -rf "$seeds"
    mkdir -p "$seeds"
    find Fixtures -type f \( -name '*.json' -o -name '*.txt' \) ! -name INDEX.json | while IFS= read -r file; do
        cp "$file" "$seeds/$(tr / - <<<"$file")"
    done
    if [ -f "$fuzzing/Seeds/$target.txt" ]; then
        # Each line is an input, with `\n` for a line break.
        while IFS= read -r line; do
            number=$((number + 1))
            printf '%s' "${line//\\n/$'\n'}" >"$seeds/seed-$number"
        done <"$fuzzing/Seeds/$target.txt"
    fi
    case $target in
    canonical-lines | task-records)
        swift build --product agents-compat || return 1
        agents_compat="$(swift build --show-bin-path)/agents-compat"
        cat "$seeds"/* | "$agents_compat" normalize 2>/dev/null | while IFS= read -r line; do
            number=$((number + 1))
            printf '%s' "$line" >"$seeds/line-$number"
        done
        ;;
    esac
}

# Words that are worth putting into an input: those of the fixtures and of the tables, and those of JSON itself.
write_dictionary() {
    {
        grep -rhoE '"[A-Za-z0-9_/.{} -]{2,40}"' Fixtures Sources/AgentsCore Sources/Adapters Sources/*Compat |
            sort -u | sed 's/^"\(.*\)"$/"\\"\1\\""/'
        cat "$fuzzing/json.dict"
    } >"$scratch/dictionary"
}

prepare() {
    mkdir -p "$scratch/corpus/$target" "$scratch/findings"
    if ! { build && seed && write_dictionary; } >"$scratch/build.log" 2>&1; then
        grep -m 20 'error:' "$scratch/build.log" >&2 || tail -n 20 "$scratch/build.log" >&2
        echo "fuzz: cannot be built here; see $scratch/build.log" >&2
        exit 3
    fi
}

prepare
# What the Swift runtime keeps for good is not lost, but looks like it.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
if [ -f "$2" ]; then
    "$program" "$2" || exit 1
    exit
fi
"$program" -max_total_time="$2" -timeout=20 -rss_limit_mb=4096 -max_len=8192 -dict="$scratch/dictionary" \
    -artifact_prefix="$scratch/findings/$target-" -print_final_stats=1 -verbosity=1 \
    "$scratch/corpus/$target" "$scratch/seeds/$target" 2>"$scratch/$target.log" || {
    grep -E 'Fatal error|ERROR|SUMMARY|Test unit written' "$scratch/$target.log" >&2 || tail -n 20 "$scratch/$target.log" >&2
    exit 1
}
grep -E '^#[0-9]+.*DONE|average_exec_per_sec' "$scratch/$target.log"
