# SPDX-License-Identifier: Apache-2.0
"""When each happening is: time_table.txt, line by line."""
import json
import os
import pathlib
import subprocess
import sys

TABLE = pathlib.Path(__file__).parent / "time_table.txt"


def levels(record):
    while record:
        yield record
        record = record["content"]


def show(time):
    if not time or not (time["start"] or time["end"]):
        return "-"
    operator = f" {time['operator']}" if time["operator"] in ("since", "until", "by", "within", "before", "after") else ""
    return f"{(time['start'] or '')[:10]}/{(time['end'] or '')[:10]}{operator}"


def main():
    rows = [line.split(" = ") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    text = "".join(json.dumps({"id": str(i), "text": row[0], "date": "2024-06-05"}) + "\n" for i, row in enumerate(rows))
    command = [os.environ["CHANCERY"], "code", "--from", "jsonl", "--format", "jsonl", "-"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    found = {}
    for record in map(json.loads, run.stdout.splitlines()):
        for level in levels(record):
            found.setdefault(int(record["document"]["id"]), {}).setdefault(level["trigger"]["text"], show(level["time"]))
    failed = 0
    for i, (sentence, wanted) in enumerate(rows):
        want = dict(item.split(" ", 1) for item in wanted.split(" + "))
        got = found.get(i, {})
        if any(got.get(trigger) != time for trigger, time in want.items()):
            failed += 1
            print(f"{sentence}\n  want {wanted}\n  got  {' + '.join(f'{t} {v}' for t, v in got.items()) or 'nothing'}")
    print(f"{len(rows)} lines, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
