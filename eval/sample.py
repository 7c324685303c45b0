#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compare the coding of a report with what a person read in it (a .expected.tsv beside the text).

    python3 eval/sample.py ../shared/samples/khan-visit-report.txt [--chancery PROGRAM]

For each row that is needed: the statement whose trigger stands in the row's sentence and that agrees best.
Prints what disagrees, then the statements that no row asks for.  Python 3, standard library.
"""

import argparse
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


def check(row, record):
    """The fields of the row that the record gets wrong."""
    wrong = []
    content = record.get("content") or {}
    status = [s.strip() for s in row["status"].split(";")]
    if row["status"]:
        if record["status"] != status[0].split(",")[0].strip():
            wrong.append("status %s" % record["status"])
        for part in status[1:]:
            if part.startswith("content") and content.get("status") != part.split()[1]:
                wrong.append("content status %s" % content.get("status"))
    if not same_actors(row["actors"], record["actors"]):
        wrong.append("actors %s" % [(a["name"] or a["text"], a["code"]) for a in record["actors"]])
    if row["recipients"] and not same_actors(row["recipients"], record["recipients"] or content.get("recipients", [])):
        wrong.append("recipients %s" % [(a["name"] or a["text"], a["code"]) for a in record["recipients"] or content.get("recipients", [])])
    when = record["time"] or {}
    if row["start"] and (when.get("start"), when.get("end")) != (row["start"], row["end"]):
        wrong.append("time %s %s" % (when.get("start"), when.get("end")))
    plover = (record["codes"]["plover"] or {}).get("type")
    if row["plover"] and not row["plover"].startswith(plover or "-"):
        wrong.append("plover %s" % plover)
    for sayer in filter(None, (s.strip() for s in row["said_by"].split(";"))):
        if not any(re.sub(r" \(.*", "", sayer).lower() in ((s["text"] or "") + " " + (s["name"] or "")).lower() for s in record["said_by"]):
            wrong.append("not said by %s" % sayer)
    if "claim" in row["path"] and not record["claim"]:
        wrong.append("no claim")
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
    used, right, at = set(), 0, 0
    for row in rows:
        part = row["words"].split("…")[0].split(" / ")[0].strip().rstrip(",").encode("utf-8")
        found = text.find(part.split(b";")[0].strip())
        region = (found, found + len(part)) if found >= 0 else None
        if row["need"] == "never" or region is None:
            continue
        near = [r for r in records if r["sentence"]["span"][0] <= region[0] < r["sentence"]["span"][1]
                and (r["trigger"]["span"][0] >= region[0] or r["path"][0].split(".")[0] in row["path"])]
        scored = sorted(((len(check(row, r)), abs(r["trigger"]["span"][0] - region[0]), i) for i, r in enumerate(near)
                         if r["id"] not in used or row["need"] != "yes"))
        best = near[scored[0][2]] if scored else None
        wrong = check(row, best) if best else ["not found"]
        if row["need"] == "yes":
            right += not wrong
            if best:
                used.add(best["id"])
            print("%-3s %-9s %-40.40s %s" % (row["n"], "right" if not wrong else "WRONG", row["words"], "; ".join(wrong)))
        elif best:
            used.add(best["id"])
    print("%d of %d right" % (right, sum(r["need"] == "yes" for r in rows)))
    for record in records:
        if record["id"] not in used and not record["repeats"]:
            print("no row asks for: %s “%s” %s in: %.80s" % (" > ".join(record["path"]), record["trigger"]["text"], record["status"], record["sentence"]["text"]))


if __name__ == "__main__":
    sys.exit(main())
