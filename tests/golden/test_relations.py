# SPDX-License-Identifier: Apache-2.0
"""Which side a pair of words is on: relations.txt, line by line, through `relate`."""
import json
import os
import pathlib
import re
import subprocess
import sys


def read(line):
    """(text, {"source": span, "target": span}, wanted side) of one line."""
    marked, wanted = line.split(" = ")
    text, spans = "", {}
    for part in re.split(r"(\[[ST] [^\]]*\])", marked):
        mark = re.match(r"\[([ST]) (.*)\]$", part)
        start = len(text)
        text += mark[2] if mark else part
        if mark:
            spans["source" if mark[1] == "S" else "target"] = {"span": [start, len(text)]}
    return text, spans, wanted


def main():
    path = pathlib.Path(__file__).parent / "relations.txt"
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    records = [{"id": line, "text": text, **spans} for line in lines for text, spans, _ in [read(line)]]
    run = subprocess.run([os.environ["CHANCERY"], "relate", "--from", "jsonl", "--offsets", "chars", "-"], text=True,
                         input="".join(json.dumps(r) + "\n" for r in records), capture_output=True, check=True)
    failed = 0
    for line, answer in zip(lines, map(json.loads, run.stdout.splitlines()), strict=True):
        quad = answer["codes"]["plv"]["quad"]
        if ("cooperation" if quad <= 2 else "conflict") != read(line)[2]:
            failed += 1
            print(f"{line}\n  got  {answer['codes']['plv']['class']} by {answer['how']}")
    print(f"{len(lines)} lines, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
