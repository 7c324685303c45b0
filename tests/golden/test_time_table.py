# SPDX-License-Identifier: Apache-2.0
"""When each happening is: time_table.txt, line by line."""
import pathlib
import sys

from table import check, levels


def show(time):
    if not time or not (time["start"] or time["end"]):
        return "-"
    operator = f" {time['operator']}" if time["operator"] in ("since", "until", "by", "within", "before", "after") else ""
    return f"{(time['start'] or '')[:10]}/{(time['end'] or '')[:10]}{operator}"


def judge(statements, wanted):
    got = {}
    for record in statements:
        for level in levels(record):
            got.setdefault(level["trigger"]["text"], show(level["time"]))
    want = dict(item.split(" ", 1) for item in wanted.split(" + "))
    if all(got.get(trigger) == time for trigger, time in want.items()):
        return None
    return " + ".join(f"{trigger} {time}" for trigger, time in got.items())


if __name__ == "__main__":
    sys.exit(check(pathlib.Path(__file__).parent / "time_table.txt", judge))
