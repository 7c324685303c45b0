# SPDX-License-Identifier: Apache-2.0
"""Operators over operators, from the inside out: compositions.txt, line by line."""
import json
import os
import pathlib
import subprocess
import sys

TABLE = pathlib.Path(__file__).parent / "compositions.txt"


def names(actors):
    out = []
    for actor in actors:
        code = actor["code"] or "---"
        name = actor["country"] or (actor["text"] if code.startswith("---") else code[:3])
        if name not in out:
            out.append(name)
    return ", ".join(out)


def show(record):
    codes = record["codes"]
    plover, cameo = codes["plover"] or {}, codes["cameo"] or {}
    roles = f"{names(record['actors'])} → {names(record['recipients'])}".strip()
    return plover.get("type") or "-", cameo.get("code") or "none", f"{roles} | {record['status']}"


def fits(want, got):
    codes, _, rest = want.partition(" | ")
    plover, cameo = codes.split()
    return plover == got[0] and cameo in ("*", got[1]) and rest == got[2]


def main():
    rows = [line.split(" = ") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    text = "".join(json.dumps({"id": str(i), "text": row[0], "date": "2024-06-05"}) + "\n" for i, row in enumerate(rows))
    command = [os.environ["CHANCERY"], "code", "--from", "jsonl", "--format", "jsonl", "-"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    found = {}
    for record in map(json.loads, run.stdout.splitlines()):
        found.setdefault(int(record["document"]["id"]), []).append(show(record))
    failed = 0
    for i, (sentence, want) in enumerate(rows):
        if not any(fits(want, got) for got in found.get(i, [])):
            failed += 1
            print(f"{sentence}\n  want {want}")
            for plover, cameo, rest in found.get(i, []):
                print(f"  got  {plover} {cameo} | {rest}")
    print(f"{len(rows)} lines, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
