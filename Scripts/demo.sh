#!/usr/bin/env bash
# Shows what the command line does: a mixed history made canonical, then one record there and back.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

Scripts/setup.sh
quietly swift build -c release --product agents-compat
agents_compat="$(swift build -c release --show-bin-path)/agents-compat"

folder=$(mktemp -d "${TMPDIR:-/tmp}/agents-compat.XXXXXX")
trap 'rm -rf "$folder"' EXIT

heading 'normalize Fixtures/mixed-history.txt: three dialects and some rubbish, in one file'
"$agents_compat" normalize Fixtures/mixed-history.txt -o "$folder/canonical.ndjson" \
    --rejects "$folder/rejects.ndjson" --report "$folder/report.json" 2>&1

heading 'its canonical records, without provenance'
if ! "$agents_compat" normalize --bare Fixtures/mixed-history.txt 2>"$folder/messages"; then
    cat "$folder/messages" >&2
    exit 1
fi

heading 'its rejects'
cat "$folder/rejects.ndjson"

record=Fixtures/acedata/12_tasks_200_retrieve_completed.json
heading "one AceData task: $record"
cat "$record"

heading 'convert --from acedata --to agents: the canonical line'
"$agents_compat" convert --from acedata --to agents "$record" >"$folder/canonical.json"
cat "$folder/canonical.json"

heading 'convert --from agents --to acedata: and back'
"$agents_compat" convert --from agents --to acedata "$folder/canonical.json" >"$folder/back.json"
cat "$folder/back.json"

# The claim that the demo makes, checked: nothing but whitespace has changed.
python3 - "$record" >"$folder/expected.json" <<'PYTHON'
import json, sys
print(json.dumps(json.load(open(sys.argv[1])), separators=(",", ":"), ensure_ascii=False))
PYTHON
if ! cmp "$folder/expected.json" "$folder/back.json"; then
    echo 'demo: the record came back changed' >&2
    exit 1
fi
heading 'the record came back byte for byte, whitespace aside'
