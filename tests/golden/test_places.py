# SPDX-License-Identifier: Apache-2.0
"""Where a statement happened: places.txt, line by line."""
import json
import os
import pathlib
import subprocess
import sys

TABLE = pathlib.Path(__file__).parent / "places.txt"
FIELDS = ("text", "name", "kind", "iso3", "admin1", "how")


def show(place):
    return " | ".join(place[field] or "" for field in FIELDS) if place else "nowhere"


def main():
    rows = [line.split(" = ") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    text = "".join(json.dumps({"id": str(i), "text": row[0].replace("¶", "\n"), "date": "2024-06-05"}) + "\n" for i, row in enumerate(rows))
    command = [os.environ["CHANCERY"], "code", "--from", "jsonl", "--format", "jsonl", "-"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    found = {}
    for record in map(json.loads, run.stdout.splitlines()):
        found.setdefault(record["document"]["id"], {})[record["frame"]] = record["place"]
    failed = 0
    for i, (sentence, wanted) in enumerate(rows):
        frame, place = wanted.split(" @ ")
        want = " | ".join(part.strip() for part in place.split("|"))
        got = show(found[str(i)][frame]) if frame in found.get(str(i), {}) else "no such statement"
        if got != want:
            failed += 1
            print(f"{sentence}\n  want {want}\n  got  {got}")
    print(f"{len(rows)} lines, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
