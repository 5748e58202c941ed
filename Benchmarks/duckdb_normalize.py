#!/usr/bin/env python3
"""Reads the canonical members of a mixed history with DuckDB: what a data team would write.

usage: duckdb_normalize.py FILE > canonical.ndjson

One query over the lines as JSON. It does a part of the job only: the canonical members and the names of dialect and shape,
with the words of the dialects for states, but no codes of failures, no residue, no revisions and no list of what was
computed. The record could not be turned back from its output.
"""

import sys

import duckdb

QUERY = """
COPY (
    SELECT
        coalesce(json ->> '$.id', json ->> '$.task_id') AS id,
        CASE
            WHEN json_exists(json, '$.output') OR json_exists(json, '$.generation_type') THEN
                coalesce(json ->> '$.type', json ->> '$.generation_type')
            ELSE 'video'
        END AS type,
        CASE
            WHEN json ->> '$.response.success' = 'false' OR json ->> '$.success' = 'false' THEN 'failed'
            WHEN json ->> '$.state' = 'dreaming' THEN 'processing'
            WHEN json ->> '$.state' = 'pending' THEN 'queued'
            WHEN json_exists(json, '$.state') THEN json ->> '$.state'
            WHEN json ->> '$.response.video_url' IS NOT NULL OR json ->> '$.video_url' IS NOT NULL THEN 'completed'
            ELSE 'queued'
        END AS state,
        coalesce(json ->> '$.model', json ->> '$.version') AS model,
        CASE
            WHEN json_type(json, '$.created_at') = 'VARCHAR' THEN json ->> '$.created_at'
            ELSE strftime(to_timestamp((json ->> '$.created_at')::DOUBLE), '%Y-%m-%dT%H:%M:%S.%gZ')
        END AS created_at,
        coalesce(
            json -> '$.output',
            json_array(json_object('type', 'video', 'url', coalesce(
                json ->> '$.assets.video', json ->> '$.response.video_url', json ->> '$.video_url')))
        ) AS output,
        coalesce(
            json ->> '$.failure_reason', json ->> '$.response.error.message', json ->> '$.error.message'
        ) AS failure_reason,
        CASE
            WHEN json_exists(json, '$.output') THEN 'agents:generation'
            WHEN json_exists(json, '$.task_id') THEN 'acedata:video'
            WHEN json_exists(json, '$.assets') THEN 'dream-machine:generation'
            ELSE 'acedata:task'
        END AS shape
    FROM read_ndjson_objects(?)
) TO '/dev/stdout' (FORMAT json, USE_TMP_FILE false)
"""


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n\n")[1])
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(QUERY.replace("?", "'" + sys.argv[1].replace("'", "''") + "'"))


if __name__ == "__main__":
    main()
