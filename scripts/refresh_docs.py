#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Put what the program really prints into the pages that show it.

    python3 scripts/refresh_docs.py            rewrite the pages
    python3 scripts/refresh_docs.py --check    exit 1 when a page is stale

In a page, a line `<!-- run: ARGUMENTS -->` stands before a code block; the block holds the output of
`chancery ARGUMENTS` (first `| head -n N` lines when the marker ends so), run in the checkout; of
`annotate` the first items of each layer, one a line with their words.
CHANCERY names the program, build/release/chancery when unset.  Python 3, standard library.
"""

import json
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
    if arguments.startswith("annotate "):
        lines = by_item(json.loads(lines[0]))
    return "\n".join(lines[:int(head.group(1))] if head else lines) + "\n"


def by_item(record):
    """An annotation with one item a line and its words beside it; the first eight of each layer."""
    with open(os.path.join(ROOT, record["id"]), "rb") as handle:
        text = handle.read()
    out = []
    for layer, items in record.items():
        if not isinstance(items, list):
            continue
        for item in items[:8]:
            words = text[item["span"][0]:item["span"][1]].decode("utf-8") if "span" in item else ""
            if len(words) > 60:
                words = words[:57] + "…"
            fields = {k: v for k, v in item.items() if k not in ("span", "text") and v not in (None, [])}
            if "source" in item:
                parts = (" … ".join(text[s["span"][0]:s["span"][1]].decode("utf-8") for s in item[k]) for k in ("source", "cue", "content"))
                out.append("[%s] {%s} <%s>" % tuple(parts))
            else:
                out.append(("%-28s %s" % (words, json.dumps(fields, ensure_ascii=False) if fields else "")).rstrip())
        if len(items) > 8:
            out.append("… %d more" % (len(items) - 8))
    return out


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
