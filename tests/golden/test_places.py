# SPDX-License-Identifier: Apache-2.0
"""Where a statement happened: places.txt, line by line."""
import pathlib
import sys

from table import check

FIELDS = ("text", "name", "kind", "iso3", "admin1", "how")


def show(place):
    return " | ".join(place[field] or "" for field in FIELDS) if place else "nowhere"


def judge(statements, wanted):
    frame, place = wanted.split(" @ ")
    places = {record["frame"]: record["place"] for record in statements}
    got = show(places[frame]) if frame in places else "no such statement"
    return None if got == " | ".join(part.strip() for part in place.split("|")) else got


if __name__ == "__main__":
    sys.exit(check(pathlib.Path(__file__).parent / "places.txt", judge))
