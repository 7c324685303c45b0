# SPDX-License-Identifier: Apache-2.0
"""One happening told with many statuses: status_table.txt, line by line."""
import pathlib
import re
import sys

from table import check, levels

LEVEL = re.compile(r"(\S+) \((\w+), (\w+)(?:, (\w+))?\)")


def fits(level, wanted):
    frame, status, tense, certainty = LEVEL.fullmatch(wanted.strip()).groups()
    return (level["frame"] == frame and level["status"] == status and level["tense"] == tense
            and certainty in (None, level["certainty"]))


def show(record):
    return " > ".join(f"{x['frame']} ({x['status']}, {x['tense']}, {x['certainty']})" for x in levels(record))


def judge(statements, wanted):
    want = [statement.split(" > ") for statement in wanted.split(" + ")]
    good = len(statements) == len(want) and all(
        len(list(levels(got))) == len(parts) and all(fits(x, y) for x, y in zip(levels(got), parts))
        for got, parts in zip(statements, want))
    return None if good else " + ".join(map(show, statements))


if __name__ == "__main__":
    sys.exit(check(pathlib.Path(__file__).parent / "status_table.txt", judge))
