"""The example on two threads of one machine: what it writes is what the program writes that reads all files by itself.

    AGENTS_COMPAT=PATH python -m unittest discover Examples/spark
"""

import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "Tests" / "Differential")]

from normalize_on_spark import normalize  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from records import Records  # noqa: E402

BINARY = os.environ["AGENTS_COMPAT"]


def history(seed, count):
    """A history of lines, every tenth of which is none, or a batch with an item that is none."""
    chance = random.Random(seed)
    records = Records(chance)
    lines = []
    for number in range(count):
        line = records.document()
        if number % 10 == 3:
            line = chance.choice([b"broken", line[:-1], b'{"items":[' + line + b",7]}", b"{}"])
        lines.append(line + b"\n")
    return b"".join(lines)


class Spark(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A task may fail twice before the job does.
        cls.session = (
            SparkSession.builder.master("local[2,3]").config("spark.ui.enabled", False)
            .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
        cls.session.sparkContext.setLogLevel("OFF")

    @classmethod
    def tearDownClass(cls):
        cls.session.stop()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "logs").mkdir()

    def write(self, name, data):
        (self.folder / "logs" / name).write_bytes(data)

    def whole(self, *options):
        """What one run over all files writes: records, rejects, accounts."""
        names = sorted(str(name.resolve()) for name in (self.folder / "logs").iterdir())
        out, rejects, report = (self.folder / name for name in ("out", "rejects", "report"))
        done = subprocess.run(
            [BINARY, "normalize", "-o", out, "--rejects", rejects, "--report", report, *options, *names],
            capture_output=True)
        self.assertIn(done.returncode, (0, 1))
        return out.read_text("utf-8"), rejects.read_text("utf-8"), json.loads(report.read_text("utf-8"))

    def spark(self, inputs, **options):
        output = self.folder / "spark"
        options = {"binary": BINARY, "task": HERE / "normalize_task.py", **options}
        report = normalize(self.session.sparkContext, [str(name) for name in inputs], str(output), **options)
        texts = [self.text(output / word) for word in ("records", "rejects", "problems")]
        return *texts, report

    @staticmethod
    def text(folder):
        return "".join(part.read_text("utf-8") for part in sorted(folder.glob("part-*")))

    def test_files_give_what_one_run_gives(self):
        for number in range(12):
            data = history(number, 200)
            if number == 4:
                data = json.dumps(json.loads(Records(random.Random(4)).document()), indent=2).encode() + b"\n" + data
            if number % 3 == 0:
                self.write(f"{number:02d}.ndjson.gz", gzip.compress(data))
            else:
                self.write(f"{number:02d}.ndjson", data)
        self.write("with a space and a 'quote'.json", history(99, 20))
        records, rejects, report = self.whole()
        for partitions in (None, 3, 40):
            with self.subTest(partitions=partitions):
                output = self.folder / "spark"
                subprocess.run(["rm", "-rf", output], check=True)
                found = self.spark([self.folder / "logs"], partitions=partitions)
                self.assertEqual(found[0], records)
                self.assertEqual(found[1], rejects)
                self.assertEqual(found[2], "")
                self.assertEqual(found[3], report)
                self.assertEqual(report["in"], report["out"] + report["rejected"])
                self.assertGreater(report["rejected"], 100)

    def test_lines_are_split_by_spark(self):
        for number in range(4):
            self.write(f"{number}.ndjson", history(number, 500))
        records, rejects, report = self.whole()
        found = self.spark([self.folder / "logs"], by="lines", partitions=9)
        # Spark lists the files in an order of its own, and places are those in a part.
        self.assertEqual(sorted(found[0].splitlines()), sorted(records.splitlines()))
        self.assertEqual(found[3], report)

        def kinds(text):
            rejects = map(json.loads, text.splitlines())
            return sorted((reject["code"], reject["input"], reject.get("item", -1)) for reject in rejects)

        self.assertEqual(kinds(found[1]), kinds(rejects))

    def test_a_task_that_is_repeated_counts_once(self):
        for number in range(4):
            self.write(f"{number}.ndjson", history(number, 300))
        records, rejects, report = self.whole()
        # Dies at its first run over each file, with half of its output written.
        faulty = self.folder / "faulty"
        faulty.write_text(
            "#!/bin/sh\nfor name; do :; done\n"
            f"mark={self.folder}/$(basename \"$name\").died\n"
            f"[ -e \"$mark\" ] && exec '{BINARY}' \"$@\"\n"
            f"touch \"$mark\"; '{BINARY}' \"$@\" | head -n 100; exit 3\n")
        faulty.chmod(0o755)
        found = self.spark([self.folder / "logs"], binary=faulty)
        self.assertEqual(len(list(self.folder.glob("*.died"))), 4)
        self.assertEqual(found[:2], (records, rejects))
        self.assertEqual(found[3], report)

    def test_a_damaged_file_is_a_problem_and_no_end(self):
        self.write("a.ndjson", history(1, 100))
        self.write("b.ndjson.gz", gzip.compress(history(2, 400))[:-3000])
        self.write("c.ndjson", history(3, 100))
        records, rejects, report = self.whole()
        found = self.spark([self.folder / "logs"])
        self.assertEqual(found[:2], (records, rejects))
        self.assertEqual(found[3], report)
        self.assertEqual(len(found[2].splitlines()), 1)
        self.assertIn("b.ndjson.gz, byte ", found[2])

    def test_another_dialect(self):
        self.write("a.ndjson", history(1, 300))
        options = ["--to", "dream-machine", "--select", "state=completed"]
        records, rejects, report = self.whole(*options)
        found = self.spark([self.folder / "logs"], options=[*options, "--threads", "1"])
        self.assertEqual(found[:2], (records, rejects))
        self.assertEqual(found[3], report)
        self.assertGreater(report["filtered"], 0)

    def test_a_program_that_is_missing_ends_the_job(self):
        self.write("a.ndjson", history(1, 3))
        missing = self.folder / "missing"
        # Spark's own errors are many; all of them quote what failed.
        with self.assertRaisesRegex(Exception, re.escape(str(missing))):
            self.spark([self.folder / "logs"], binary=missing)

    def test_the_command(self):
        self.write("a.ndjson", history(1, 50))
        done = subprocess.run(
            [sys.executable, HERE / "normalize_on_spark.py", "--binary", BINARY, "--output", self.folder / "spark",
             self.folder / "logs"],
            capture_output=True, text=True, env={**os.environ, "MASTER": "local[2]", "SPARK_LOCAL_IP": "127.0.0.1"})
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(self.text(self.folder / "spark" / "report"))
        self.assertEqual(report, json.loads(done.stdout))
        self.assertEqual(report, self.whole()[2])


if __name__ == "__main__":
    unittest.main()
