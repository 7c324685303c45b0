# SPDX-License-Identifier: Apache-2.0
"""What event data make of one sentence: pairs.txt, `source target CAMEO root`, every pair and no other."""
import pathlib
import re
import sys

from table import code, levels, read_rows


def country(actor):
    """As event data write it: country or kind of body, `---` when there is none."""
    return (actor.get("code") or "---")[:3]


def pairs(statements):
    for record in statements:
        root = (record["codes"]["cameo"] or {}).get("root")
        if not root:
            continue
        actors = next((level["actors"] for level in levels(record) if level["actors"]), [])
        recipients = next((level["recipients"] for level in levels(record) if level["recipients"]), [])
        if record["symmetric"]:
            actors = recipients = actors + recipients
        yield from (f"{country(a)} {country(b)} {root}" for a in actors or [{}] for b in recipients or [{}] if a is not b or not a)


def main():
    rows = read_rows(pathlib.Path(__file__).parent / "pairs.txt")
    lines = [re.fullmatch(r"(todo )?\[([\d-]+)\] (.*)", line).groups() for line, _ in rows]
    coded = code([sentence for _, _, sentence in lines], [date for _, date, _ in lines])
    failed = 0
    for (todo, _, sentence), (_, wanted), statements in zip(lines, rows, coded):
        got = sorted(set(pairs(statements)))
        if (got == sorted(wanted.split("; "))) == bool(todo):
            failed += 1
            print(f"{sentence}\n  " + ("works now: take the todo away" if todo else f"want {wanted}\n  got  {'; '.join(got) or 'nothing'}"))
    print(f"{len(rows)} lines, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
