#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Put what the program really prints into the pages that show it.

    python3 scripts/refresh_docs.py            rewrite the pages
    python3 scripts/refresh_docs.py --check    exit 1 when a page is stale

In a page, a line `<!-- run: ARGUMENTS -->` stands before a code block; the block holds the output of
`chancery ARGUMENTS` (first `| head -n N` lines when the marker ends so), run in the checkout.
CHANCERY names the program, build/release/chancery when unset.  Python 3, standard library.
"""

import os
import re
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CHANCERY = os.environ.get("CHANCERY", os.path.join(ROOT, "build", "release", "chancery"))
PAGES = ["README.md", "docs/architecture.md", "docs/language.md"]
BLOCK = re.compile(r"(<!-- run: (.*?) -->\n```[a-z]*\n)(.*?)(```)", re.S)


def output(arguments):
    head = re.search(r" \| head -n (\d+)$", arguments)
    if head:
        arguments = arguments[:head.start()]
    done = subprocess.run([CHANCERY] + shlex.split(arguments), cwd=ROOT, stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode("utf-8").rstrip("\n").split("\n")
    return "\n".join(lines[:int(head.group(1))] if head else lines) + "\n"


def main():
    stale = []
    for page in PAGES:
        path = os.path.join(ROOT, page)
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as handle:
            text = handle.read()
        fresh = BLOCK.sub(lambda m: m.group(1) + output(m.group(2)) + m.group(4), text)
        if fresh == text:
            continue
        stale.append(page)
        if "--check" not in sys.argv:
            with open(path, "w", encoding="utf-8") as handle:
                handle.write(fresh)
    if stale:
        print(("stale: " if "--check" in sys.argv else "rewritten: ") + ", ".join(stale))
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
