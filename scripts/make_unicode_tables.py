#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes src/language/unicode_tables.inc: the parts of Unicode 14.0 that decide how spaCy sees a word.

Run with a Python whose unicodedata is 14.0.0 (3.11): the tables are Python's str methods, asked for every code
point, so they agree with the oracle by construction.

    python3 scripts/make_unicode_tables.py > src/language/unicode_tables.inc
"""

import sys
import unicodedata

LAST = 0x10FFFF


def characters():
    for value in range(LAST + 1):
        if not 0xD800 <= value <= 0xDFFF:
            yield value, chr(value)


def is_case_ignorable(char):
    """Seen through the rule for the final sigma, since Python does not expose the property."""
    return ("A" + char + "Σ").lower()[-1] == "ς" and ("1" + char + "Σ").lower()[-1] == "σ"


PROPERTIES = {
    "kAlpha": str.isalpha,
    "kDigit": str.isdigit,
    "kUpper": str.isupper,
    "kCased": lambda c: c.islower() or c.isupper() or unicodedata.category(c) == "Lt",
    "kCaseIgnorable": is_case_ignorable,
}


def ranges(test):
    out = []
    for value, char in characters():
        if test(char):
            if out and out[-1][1] == value - 1:
                out[-1][1] = value
            else:
                out.append([value, value])
    return out


def lower_runs():
    """Runs of code points with one distance to their lower case, at a stride of 1 or 2."""
    out = []
    for value, char in characters():
        lower = char.lower()
        if lower == char or len(lower) > 1:
            continue
        delta = ord(lower) - value
        last = out[-1] if out else None
        if last and last[3] == delta and value - last[1] == last[2]:
            last[1] = value
        elif last and last[3] == delta and last[0] == last[1] and value - last[1] == 2:
            last[1], last[2] = value, 2
        else:
            out.append([value, value, 1, delta])
    return out


def write(items):
    line = " "
    for item in items:
        text = " {%s}," % ", ".join(item)
        if len(line + text) > 110:
            print(line)
            line = " "
        line += text
    print(line)


def main():
    if unicodedata.unidata_version != "14.0.0":
        sys.exit("needs Unicode 14.0.0 (Python 3.11), this Python has " + unicodedata.unidata_version)
    long_lower = [value for value, char in characters() if len(char.lower()) > 1]
    assert long_lower == [0x130], long_lower  # unicode.cpp knows this one
    print("// Unicode 14.0 as Python's str methods answer it. Written by scripts/make_unicode_tables.py.")
    print("// SPDX-License-Identifier: Apache-2.0")
    print("// clang-format off")
    for name, test in PROPERTIES.items():
        print("constexpr Range %s[] = {" % name)
        write(["0x%X" % first, "0x%X" % last] for first, last in ranges(test))
        print("};")
    print("// First, last, stride, distance to the lower-case letter.")
    print("constexpr LowerRun kLower[] = {")
    write(["0x%X" % first, "0x%X" % last, str(stride), str(delta)] for first, last, stride, delta in lower_runs())
    print("};")


if __name__ == "__main__":
    main()
