#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compare the coding of a report with what a person read in it (a .expected.tsv beside the text).

    python3 eval/sample.py ../shared/samples/khan-visit-report.txt [--chancery PROGRAM]

For each row that is needed: the statement whose trigger stands in the row's sentence and that agrees best.
Prints what disagrees, then the statements that no row asks for.  Python 3, standard library.
"""

import argparse
import collections
import csv
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def names(cell):
    """[(name, code)] of an actors cell: "Imran Khan PAKGOV; Russia RUS"."""
    out = []
    for part in filter(None, (p.strip() for p in cell.split(";"))):
        part = re.sub(r"\(.*?\)", "", part).strip()
        code = re.findall(r"\b[A-Z]{3,}\b", part)
        out.append((re.sub(r"\b[A-Z]{3,}\b.*", "", part).strip(), code))
    return out


def same_actors(cell, found):
    wanted = names(cell)
    if len(wanted) != len(found):
        return not wanted
    for name, codes in wanted:
        if not any((name.split()[-1].lower() in ((f["name"] or "") + " " + f["text"]).lower()) and (not codes or f["code"] in codes) for f in found):
            return False
    return True


def times_of(cell):
    """[(start, end)] of the contents' times in a note: "content: by 15 February 2022 (to 2022-02-16)"."""
    return re.findall(r"content: .*?\(to (\d{4}-\d\d-\d\d)\)", cell)


def check(row, record, records):
    """What the record gets wrong, as "field found". Who says so may stand where the same is told again."""
    wrong = []
    content = record.get("content") or {}
    status = [s.strip() for s in row["status"].split(";")]
    if row["status"]:
        wanted, _, sure = status[0].partition(",")
        if record["status"] != wanted or (sure and record["certainty"] != sure.split()[0]):
            wrong.append("status %s, %s" % (record["status"], record["certainty"]))
        for part in status[1:]:
            if part.startswith("content") and content.get("status") != part.split()[1]:
                wrong.append("status of the content %s" % content.get("status"))
    if not same_actors(row["actors"], record["actors"]):
        wrong.append("actors %s" % [(a["name"] or a["text"], a["code"]) for a in record["actors"]])
    if row["recipients"] and not same_actors(row["recipients"], record["recipients"] or content.get("recipients", [])):
        wrong.append("recipients %s" % [(a["name"] or a["text"], a["code"]) for a in record["recipients"] or content.get("recipients", [])])
    when = record["time"] or {}
    if row["start"] and (when.get("start"), when.get("end")) != (row["start"], row["end"]):
        wrong.append("time %s %s" % (when.get("start"), when.get("end")))
    elif not row["start"] and row["status"] and when.get("start") and not when.get("carried"):
        wrong.append("time %s %s, where the text gives none" % (when.get("start"), when.get("end")))
    for end in times_of(row["note"]):
        if (content.get("time") or {}).get("end") != end:
            wrong.append("time of the content %s" % (content.get("time") or {}).get("end"))
    plover = (record["codes"]["plover"] or {}).get("type")
    if row["plover"] and not row["plover"].startswith(plover or "-"):
        wrong.append("plover %s" % plover)
    said_by = [s for r in records if r is record or r["repeats"] == record["id"] for s in r["said_by"]]
    wanted = [re.sub(r" \(.*", "", s.strip()).lower() for s in row["said_by"].split(";") if s.strip()]
    found = [((s["text"] or "") + " " + (s["name"] or "")).lower() for s in said_by if s["text"]]
    if not all(any(w in f for f in found) for w in wanted) or not all(any(w in f for w in wanted) for f in found):
        wrong.append("sayers %s" % found)
    if "claim" in row["path"] and not record["claim"]:
        wrong.append("claim none")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("report")
    parser.add_argument("--chancery", default=os.path.join(ROOT, "build", "release", "chancery"))
    args = parser.parse_args()
    with open(args.report, "rb") as handle:
        text = handle.read()
    with open(re.sub(r"\.txt$", ".expected.tsv", args.report), encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    done = subprocess.run([args.chancery, "code", "--format", "jsonl", args.report], stdout=subprocess.PIPE, check=True)
    records = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    used, right, timely = set(), 0, 0
    faults = collections.Counter()
    for row in rows:
        part = row["words"].split("…")[0].split(" / ")[0].strip().rstrip(",").encode("utf-8")
        found = text.find(part.split(b";")[0].strip())
        region = (found, found + len(part)) if found >= 0 else None
        if row["need"] == "never" or region is None:
            continue
        near = [r for r in records if r["sentence"]["span"][0] <= region[0] < r["sentence"]["span"][1]
                and (r["trigger"]["span"][0] >= region[0] or r["path"][0].split(".")[0] in row["path"])]
        scored = sorted(((len(check(row, r, records)), abs(r["trigger"]["span"][0] - region[0]), i) for i, r in enumerate(near)
                         if r["id"] not in used or row["need"] != "yes"))
        best = near[scored[0][2]] if scored else None
        wrong = check(row, best, records) if best else ["not found"]
        if row["need"] == "yes":
            right += not wrong
            fields = {w.split()[0] for w in wrong}
            faults.update(fields)
            timely += not fields & {"status", "time", "sayers", "not"}
            if best:
                used.add(best["id"])
            print("%-3s %-9s %-40.40s %s" % (row["n"], "right" if not wrong else "WRONG", row["words"], "; ".join(wrong)))
        elif best:
            used.add(best["id"])
    needed = sum(r["need"] == "yes" for r in rows)
    print("%d of %d right; time, status and sayers all right: %d" % (right, needed, timely))
    print("rows wrong by field: %s" % (", ".join("%s %d" % f for f in sorted(faults.items())) or "none"))
    for record in records:
        if record["id"] not in used and not record["repeats"]:
            print("no row asks for: %s “%s” %s in: %.80s" % (" > ".join(record["path"]), record["trigger"]["text"], record["status"], record["sentence"]["text"]))


if __name__ == "__main__":
    sys.exit(main())
