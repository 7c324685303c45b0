#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make data/imported/cameo_codes.tsv from the published CAMEO code lists.

    python3 scripts/import_codes.py FOLDER_WITH_cameo_codes.tsv data/imported

Kept: code, name, Goldstein score as ICEWS gives it, quad class as GDELT counts.
Rows of the ICEWS list (1.1b3) and the roots only.  Python 3, standard library.
"""

import csv
import os
import sys


def main():
    source, out = sys.argv[1:3]
    with open(os.path.join(source, "cameo_codes.tsv"), encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
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
