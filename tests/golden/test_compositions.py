# SPDX-License-Identifier: Apache-2.0
"""Operators over operators, from the inside out: compositions.txt, line by line."""
import pathlib
import sys

from table import check


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


def judge(statements, wanted):
    found = [show(record) for record in statements]
    if any(fits(wanted, got) for got in found):
        return None
    return "\n  got  ".join(f"{plover} {cameo} | {rest}" for plover, cameo, rest in found)


if __name__ == "__main__":
    sys.exit(check(pathlib.Path(__file__).parent / "compositions.txt", judge))
