# SPDX-License-Identifier: Apache-2.0
"""Tables of `sentence = what is wanted`, coded line by line; what the golden table tests share."""
import json
import os
import subprocess


def read_rows(path):
    return [line.split(" = ") for line in path.read_text().splitlines() if line and not line.startswith("#")]


def code(sentences, date="2024-06-05"):
    """The statements of each sentence, in a list beside it; ¶ is a line break, ¶¶ ends the title. `date`: of all, or one each."""
    text = ""
    dates = [date] * len(sentences) if isinstance(date, str) else date
    for i, (sentence, date) in enumerate(zip(sentences, dates)):
        title, _, body = sentence.rpartition(" ¶¶ ")
        text += json.dumps({"id": str(i), "title": title, "text": body.replace("¶", "\n"), "date": date}) + "\n"
    command = [os.environ["CHANCERY"], "code", "--from", "jsonl", "--format", "jsonl", "-"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    found = [[] for _ in sentences]
    for record in map(json.loads, run.stdout.splitlines()):
        found[int(record["document"]["id"])].append(record)
    return found


def levels(record):
    while record:
        yield record
        record = record["content"]


def check(path, judge):
    """judge(statements, wanted) gives None, or what was found instead. Returns the exit code."""
    rows = read_rows(path)
    failed = 0
    for (sentence, wanted), statements in zip(rows, code([row[0] for row in rows])):
        got = judge(statements, wanted)
        if got is not None:
            failed += 1
            print(f"{sentence}\n  want {wanted}\n  got  {got or 'nothing'}")
    print(f"{len(rows)} lines, {failed} failed")
    return 1 if failed else 0
