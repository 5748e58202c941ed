#!/usr/bin/env python3
"""Normalises histories on a cluster: `agents-compat normalize` inside Apache Spark, through RDD.pipe.

    spark-submit normalize_on_spark.py --output canonical logs/2024 logs/2025
    spark-submit normalize_on_spark.py --output canonical --by lines hdfs:///logs/*.ndjson

Writes the folders records, rejects, problems and report (the sum of all accounts) in the output folder. Nothing counts
twice, however often Spark repeats a task: what a task finds comes back on its standard output. The run fails unless
in = out + rejected (+ filtered), and unless as many lines were saved.
"""

import argparse
import json
import sys
from pathlib import Path
from shlex import quote

from pyspark import StorageLevel
from pyspark.sql import SparkSession

HERE = Path(__file__).resolve().parent
HISTORIES = ("*.ndjson*", "*.jsonl*", "*.json", "*.json.gz")


def files(inputs):
    """The histories that the inputs name, those of a folder sorted, as the program itself takes them."""
    for name in inputs:
        path = Path(name)
        if path.is_dir():
            found = {file for pattern in HISTORIES for file in path.glob(pattern) if file.is_file()}
            yield from sorted(
                str(file.resolve()) for file in found
                if not file.name.startswith(".") and not file.name.endswith(".partial"))
        else:
            yield str(path.resolve(strict=True))


def added(reports):
    """The sum of accounts."""
    total = {}
    for report in reports:
        for key, value in report.items():
            if isinstance(value, dict):
                counts = total.setdefault(key, {})
                for word, count in value.items():
                    counts[word] = counts.get(word, 0) + count
            else:
                total[key] = total.get(key, 0) + value
    return total


def normalize(context, inputs, output, *, binary, task, by="files", partitions=None, options=()):
    """Runs the job, and returns the sum of the accounts."""
    if by == "files":
        names = list(files(inputs))
        history = context.parallelize(names, partitions or max(len(names), 1))
    else:
        history = context.textFile(",".join(inputs), partitions, use_unicode=True)
    command = " ".join(quote(str(word)) for word in [sys.executable, task, binary, by, *options])
    # Kept, so that each part is normalised once, for four results.
    found = history.pipe(command, checkCode=True).map(lambda line: line.split("\t", 1)).persist(StorageLevel.DISK_ONLY)

    def of(word):
        return found.filter(lambda pair: pair[0] == word).map(lambda pair: pair[1])

    saved = {}
    for word in ("record", "reject", "problem"):
        of(word).saveAsTextFile(f"{output}/{word}s")
        saved[word] = of(word).count()
    report = added(of("report").map(json.loads).toLocalIterator())
    found.unpersist()
    check(report, saved)
    return report


def check(report, saved):
    """Sees that nothing was lost and nothing counts twice."""
    read, written, refused = (report.get(key, 0) for key in ("in", "out", "rejected"))
    if read != written + refused + report.get("filtered", 0):
        sys.exit(f"the accounts do not reconcile: {report}")
    if (written, refused) != (saved["record"], saved["reject"]):
        sys.exit(f"{saved['record']} records and {saved['reject']} rejects were saved, of {written} and {refused}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("inputs", nargs="+", help="files and folders, or what Spark reads with --by lines")
    parser.add_argument("--output", required=True, help="a folder that does not exist yet")
    parser.add_argument("--binary", default="agents-compat", help="the program, as workers find it")
    parser.add_argument("--task", default=HERE / "normalize_task.py", help="that script, as workers find it")
    parser.add_argument("--by", choices=["files", "lines"], default="files",
                        help="files: each is read by one task, from a folder that all workers have; "
                             "lines: Spark reads and splits them, a record a line")
    parser.add_argument("--partitions", type=int, help="tasks; one a file by default")
    parser.add_argument("--to", help="another dialect")
    parser.add_argument("--select", action="append", default=[], help="as in normalize")
    options = parser.parse_args()
    further = [word for select in options.select for word in ("--select", select)]
    further += ["--to", options.to] if options.to else []
    # One thread a task: Spark shares out the processors.
    further += ["--threads", "1"]
    session = SparkSession.builder.appName("agents-compat normalize").getOrCreate()
    report = normalize(
        session.sparkContext, options.inputs, options.output, binary=options.binary, task=options.task, by=options.by,
        partitions=options.partitions, options=further)
    session.sparkContext.parallelize([json.dumps(report)], 1).saveAsTextFile(f"{options.output}/report")
    print(json.dumps(report, indent=2))
    session.stop()


if __name__ == "__main__":
    main()
