# SPDX-License-Identifier: Apache-2.0
"""One happening told with many statuses: status_table.txt, line by line."""
import json
import os
import pathlib
import re
import subprocess
import sys

TABLE = pathlib.Path(__file__).parent / "status_table.txt"
LEVEL = re.compile(r"(\S+) \((\w+), (\w+)(?:, (\w+))?\)")


def fits(level, wanted):
    frame, status, tense, certainty = LEVEL.fullmatch(wanted.strip()).groups()
    return (level["frame"] == frame and level["status"] == status and level["tense"] == tense
            and certainty in (None, level["certainty"]))


def levels(record):
    while record:
        yield record
        record = record["content"]


def show(record):
    return " > ".join(f"{x['frame']} ({x['status']}, {x['tense']}, {x['certainty']})" for x in levels(record))


def main():
    rows = [line.split(" = ") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    text = "".join(json.dumps({"id": str(i), "text": row[0], "date": "2024-06-05"}) + "\n" for i, row in enumerate(rows))
    command = [os.environ["CHANCERY"], "code", "--from", "jsonl", "--format", "jsonl", "-"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    found = {}
    for record in map(json.loads, run.stdout.splitlines()):
        found.setdefault(record["document"]["id"], []).append(record)
    failed = 0
    for i, (sentence, wanted) in enumerate(rows):
        got = found.get(str(i), [])
        want = [statement.split(" > ") for statement in wanted.split(" + ")]
        good = len(got) == len(want) and all(
            len(list(levels(g))) == len(w) and all(fits(x, y) for x, y in zip(levels(g), w)) for g, w in zip(got, want))
        if not good:
            failed += 1
            print(f"{sentence}\n  want {wanted}\n  got  {' + '.join(map(show, got)) or 'nothing'}")
    print(f"{len(rows)} lines, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
