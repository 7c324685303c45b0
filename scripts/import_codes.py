#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make data/imported/{cameo,plover}_codes.tsv from the published code lists.

    python3 scripts/import_codes.py FOLDER_WITH_THE_LISTS data/imported

CAMEO: code, name, Goldstein score as ICEWS gives it, quad class as GDELT counts; rows of the ICEWS list (1.1b3) and
the roots only. PLOVER: names of types, modes, contexts and auxiliary modes.  Python 3, standard library.
"""

import csv
import os
import sys


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def plover(source, out):
    kinds = {"event": "event", "mode": "mode", "context": "context", "aux_mode": "auxiliary"}
    with open(os.path.join(out, "plover_codes.tsv"), "w", encoding="utf-8", newline="\n") as handle:
        handle.write("# PLOVER names (manual 2.0, CC BY-SA 4.0): types, modes, contexts, auxiliary modes.\n")
        handle.write("# Made by scripts/import_codes.py; correct the source, not this file.\n")
        handle.write("kind\ttype\tname\n")
        for row in read(source, "plover_codes.tsv"):
            if row["kind"] in kinds:
                handle.write("\t".join([kinds[row["kind"]], row["event"] if row["kind"] == "mode" else "", row["name"]]) + "\n")


def main():
    source, out = sys.argv[1:3]
    plover(source, out)
    rows = read(source, "cameo_codes.tsv")
    path = os.path.join(out, "cameo_codes.tsv")
    with open(path, "w", encoding="utf-8", newline="\n") as handle:
        handle.write("# CAMEO event codes, list 1.1b3 as ICEWS uses it: facts (numbers, names, Goldstein scores, GDELT's quad classes).\n")
        handle.write("# Made by scripts/import_codes.py; correct the source, not this file.\n")
        handle.write("code\troot\tname\tgoldstein\tquad\n")
        for row in sorted(rows, key=lambda r: (r["root"], r["code"])):
            if "icews" not in row["in_lists"].split("+"):
                continue
            handle.write("\t".join([row["code"], row["root"], row["name"], row["goldstein_icews"], row["quad_gdelt_1_4"]]) + "\n")


if __name__ == "__main__":
    main()
