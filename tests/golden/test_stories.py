# SPDX-License-Identifier: Apache-2.0
"""Golden stories: one report, one expected coding, one line a statement. `--update` writes what the program says now: review the diff.

  who → whom · path (status) · time · who says so
"""
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent / "stories"


def actors(side):
    return ", ".join(f"{a['name'] or a['text']} {a['code'] or '-'}" for a in side) or "-"


def lines(report, date):
    command = [os.environ["CHANCERY"], "code", "--format", "jsonl", "--date", date, str(report)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    for record in map(json.loads, run.stdout.splitlines()):
        path, level = [], record
        while level:
            path.append(f"{level['frame']} ({level['status']})")
            level = level["content"]
        innermost = record
        while innermost["content"]:
            innermost = innermost["content"]
        times = [f"{t['start']}/{t['end']}" for t in [record["time"]] + ([innermost["time"]] if record["content"] else []) if t]
        sayers = [s["text"] or "?" for s in record["said_by"]]
        whom = " → " + actors(record["recipients"]) if record["recipients"] else ""
        yield " · ".join([actors(record["actors"]) + whom, " > ".join(path), " > ".join(times) or "-"]
                         + (["says " + ", ".join(sayers)] if sayers else []) + (["again"] if record["repeats"] else []))


def main():
    failed = 0
    for story in sorted(HERE.iterdir()):
        got = list(lines(story / "report.txt", (story / "date").read_text().strip()))
        expected = story / "expected.txt"
        if "--update" in sys.argv:
            expected.write_text("\n".join(got) + "\n")
            continue
        want = [line for line in expected.read_text().splitlines() if line and not line.startswith("#")]
        for line in want:
            if line not in got:
                failed += 1
                print(f"{story.name}: missing  {line}")
        for line in got:
            if line not in want:
                failed += 1
                print(f"{story.name}: too many {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
