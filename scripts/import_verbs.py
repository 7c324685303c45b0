#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes data/imported/prior_verbs.tsv and prior_words.tsv from a verb dictionary in PETRARCH's form.

    python3 scripts/import_verbs.py CAMEO.2.0.txt data/imported

They tell `relate` what to guess where no frame links two actors: each verb with the code of its block, and the words
that change it ("break" is nothing, "break" with "promise" is 111). Only verbs, words and codes are taken. A word that
stands in patterns of several types in one block gets the commonest.
"""

import collections
import pathlib
import re
import sys

TYPES = dict(zip(("%02d" % n for n in range(1, 21)),
                 "STATE REQUEST AGREE CONSULT SUPPORT COOPERATE AID CONCEDE ACCUSE REQUEST ACCUSE REJECT THREATEN "
                 "PROTEST MOBILIZE SANCTION COERCE ASSAULT ASSAULT ASSAULT".split()))
HEADER = """# source: CAMEO verb dictionary 2.0 of the Open Event Data Alliance, 30 April 2015
# licence: MIT (NOTICE)
# as of: 2015-04-30
# tool: scripts/import_verbs.py; do not edit, correct in data/codebooks/prior_verbs.tsv
"""


def code_of(text):
    code = text.split(":")[0].strip()
    return code if re.fullmatch(r"\d{2,4}", code) and code[:2] in TYPES else None


def spell(code):
    return code + "0" if len(code) == 2 else code


def words_of(pattern, sets):
    """Content words of a pattern, last word of each phrase, synonym sets spelled out."""
    out = []
    for phrase in re.findall(r"[({][^)}]*[)}]|\S+", pattern.replace("*", " ")):
        parts = [p for p in re.split(r"[\s(){}]+", phrase) if p and p[0] not in "$%^~-"]
        for part in parts[-1:]:
            for word in sets.get(part.lstrip("+"), [part]) if part.startswith("&") else [part]:
                last = re.split(r"[_ ]", word.strip("_+&"))[-1].lower()
                if re.fullmatch(r"[a-z]{3,}", last):
                    out.append(last)
    return out


def main():
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    sets, verbs, words = {}, {}, collections.defaultdict(collections.Counter)
    name = block = code = None
    for line in source.read_text(encoding="latin-1").splitlines():
        line = line.split("#")[0].rstrip()
        if line.startswith("&"):
            name, block = line.strip().split()[0], None
            sets[name] = []
        elif line.startswith("+") and name:
            sets[name].append(line[1:].strip())
        elif line.startswith("---"):
            match = re.match(r"---\s*(\S+)\s*\[([^\]]*)\]", line)
            name, block, code = None, match and match.group(1).lower(), match and code_of(match.group(2))
        elif line.startswith("- ") and block:
            match = re.match(r"- (.*?)\s*\[([^\]]*)\]", line)
            own = match and code_of(match.group(2))
            for word in words_of(match.group(1), sets) if own else []:
                words[block, word][spell(own)] += 1
        elif block and (match := re.match(r"([A-Z][A-Z_+]*)\s*(?:\{[^}]*\})?\s*(?:\[([^\]]*)\])?\s*$", line)):
            verb = match.group(1).strip("_").lower().replace("_", " ")
            own = code_of(match.group(2)) if match.group(2) else code
            if "+" not in verb and " " not in verb:
                verbs.setdefault(verb, (block, spell(own) if own else ""))

    def best(counter):
        kinds = collections.Counter()
        for item, count in counter.items():
            kinds[TYPES[item[:2]]] += count
        kind = max(kinds, key=lambda x: (kinds[x], x))
        return kind, max((i for i in counter if TYPES[i[:2]] == kind), key=lambda i: (counter[i], i))

    with open(target / "prior_verbs.tsv", "w", encoding="utf-8") as out:
        out.write(HEADER + "verb\tblock\ttype\tcameo\n")
        for verb, (block, item) in sorted(verbs.items()):
            out.write("%s\t%s\t%s\t%s\n" % (verb, block, TYPES[item[:2]] if item else "", item))
    used = {block for block, _ in verbs.values()}
    with open(target / "prior_words.tsv", "w", encoding="utf-8") as out:
        out.write(HEADER + "block\tword\ttype\tcameo\n")
        rows = [(block, word) + best(counter) for (block, word), counter in words.items() if block in used]
        for row in sorted(rows):
            out.write("%s\t%s\t%s\t%s\n" % row)


if __name__ == "__main__":
    main()
