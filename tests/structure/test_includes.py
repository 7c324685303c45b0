#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Includes point left only: base <- rulebook <- read <- document <- language <- {time, attribution} <- actors <- coding <- dictionary <- codebook."""

import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ORDER = ["base", "rulebook", "read", "document", "language", "attribution", "actors", "coding", "dictionary", "codebook"]
LEFT = {name: set(ORDER[:i + 1]) for i, name in enumerate(ORDER)}
LEFT["time"] = {"base", "rulebook", "read", "document", "language", "time"}
LEFT["coding"].add("time")
LEFT["dictionary"].add("time")
LEFT["codebook"].add("time")


class Includes(unittest.TestCase):
    def test_point_left(self):
        wrong = []
        for folder, left in LEFT.items():
            for name in sorted(os.listdir(os.path.join(ROOT, "src", folder))):
                if not name.endswith((".h", ".cpp", ".inc")):
                    continue
                with open(os.path.join(ROOT, "src", folder, name), encoding="utf-8") as handle:
                    for number, line in enumerate(handle, 1):
                        found = re.match(r'\s*#include "([a-z]+)/', line)
                        if found and found.group(1) not in left:
                            wrong.append("src/%s/%s:%d includes %s" % (folder, name, number, found.group(1)))
        self.assertEqual(wrong, [])

    def test_every_folder_says_what_goes_in_and_out(self):
        for folder in LEFT:
            with open(os.path.join(ROOT, "src", folder, "README.md"), encoding="utf-8") as handle:
                text = handle.read()
            self.assertRegex(text, r"In: .*", folder)
            self.assertRegex(text, r"Out: .*", folder)


if __name__ == "__main__":
    unittest.main()
