# SPDX-License-Identifier: Apache-2.0
"""One happening told with many statuses: status_table.txt, line by line."""
import pathlib
import re
import sys

from table import check, levels

LEVEL = re.compile(r"(\S+) \((\w+), (\w+)(?:, (\w+))?\)")
SAYERS = re.compile(r" said by (.*)$")


def sayers(record):
    return ", ".join(f"{s['text']} {s['factuality']:g}" for s in record["said_by"])


def fits(level, wanted):
    frame, status, tense, certainty = LEVEL.fullmatch(wanted.strip()).groups()
    return (level["frame"] == frame and level["status"] == status and level["tense"] == tense
            and certainty in (None, level["certainty"]))


def fits_all(record, wanted):
    said = SAYERS.search(wanted)
    parts = SAYERS.sub("", wanted).split(" > ")
    found = list(levels(record))
    return (len(found) == len(parts) and all(fits(x, y) for x, y in zip(found, parts))
            and (said is None or said.group(1) == sayers(record)))


def show(record):
    said = sayers(record)
    return (" > ".join(f"{x['frame']} ({x['status']}, {x['tense']}, {x['certainty']})" for x in levels(record))
            + (f" said by {said}" if said else ""))


def judge(statements, wanted):
    want = wanted.split(" + ")
    good = len(statements) == len(want) and all(map(fits_all, statements, want))
    return None if good else " + ".join(map(show, statements))


if __name__ == "__main__":
    sys.exit(check(pathlib.Path(__file__).parent / "status_table.txt", judge))
