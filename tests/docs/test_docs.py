#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Docs stay true: links lead somewhere, every option, exit code, command and field has its line."""

import json
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "e2e"))
from program import CHANCERY, ROOT, run  # noqa: E402


def read(*parts):
    with open(os.path.join(ROOT, *parts), encoding="utf-8") as handle:
        return handle.read()


def pages():
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [f for f in sorted(folders) if f not in ("build", "var", ".git")]
        for name in sorted(names):
            if name.endswith(".md"):
                yield os.path.relpath(os.path.join(folder, name), ROOT)


class Docs(unittest.TestCase):
    def test_links_lead_somewhere(self):
        for page in pages():
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(page)):
                path = os.path.join(ROOT, os.path.dirname(page), target)
                self.assertTrue(os.path.exists(path), "%s links to %s" % (page, target))

    def test_every_command_and_option_is_documented(self):
        page = read("docs", "commands.md")
        commands = re.findall(r"^  ([a-z]+) ", run(["--help"])[1].decode().split("ubcommands:")[1], re.M)
        self.assertGreater(len(commands), 4)
        for command in commands:
            self.assertIn("`" + command, page)
            for option in re.findall(r"(--[a-z-]+)", run([command, "--help"])[1].decode()):
                if option != "--help":
                    self.assertIn("`" + option + "`", page, command)

    def test_transcripts_are_what_the_program_prints(self):
        done = subprocess.run([sys.executable, os.path.join(ROOT, "scripts", "refresh_docs.py"), "--check"],
                              stdout=subprocess.PIPE, env=dict(os.environ, CHANCERY=CHANCERY), check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode() + "run `make docs` and review the difference")

    def test_every_exit_code_is_documented(self):
        page = read("docs", "commands.md")
        for code in set(re.findall(r'CHANCERY_ERROR\(\w+, "[^"]+", (\d+)\)', read("src", "base", "errors.def"))):
            self.assertIn("| %s |" % code, page)

    def test_every_field_of_the_record_is_documented(self):
        page = read("docs", "formats", "statement.md")
        for field in json.loads(read("docs", "formats", "statement.schema.json"))["properties"]:
            if field != "schema":
                self.assertIn("`" + field + "`", page)

    def test_every_error_has_a_page(self):
        codes = set(re.findall(r'CHANCERY_ERROR\(\w+, "([^"]+)"', read("src", "base", "errors.def")))
        self.assertEqual({name[:-3] for name in os.listdir(os.path.join(ROOT, "docs", "errors"))} - {"README"}, codes)


if __name__ == "__main__":
    unittest.main()
