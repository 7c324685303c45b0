#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hostile and damaged input: a clear message with the place, the documented exit code, nothing lost of the good part."""

import gzip
import os
import shutil
import tempfile
import unittest

from program import ROOT, jsonl, lines, run, sample, sample_text

GOOD = {"id": "good", "text": "Emmanuel Macron met Olaf Scholz in Paris.", "date": "2023-01-26"}


class BadInput(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder, True)

    def path(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as handle:
            handle.write(content)
        return path

    def test_bad_lines_are_answered_in_their_place(self):
        text = jsonl([GOOD]) + "{not json\n" + '{"id": "no-text"}\n' + jsonl([dict(GOOD, id="last")])
        code, out, err = run(["annotate", "--from", "jsonl", "--layers", "sentences", "-"], text)
        self.assertEqual(code, 3)
        found = lines(out)
        self.assertEqual([f["id"] for f in found], ["good", None, "no-text", "last"])
        self.assertEqual([f["error"]["code"] for f in found if "error" in f], ["input.not-json", "input.field"])
        self.assertIn(":2:", err)

    def test_invalid_utf8_and_nul_lose_nothing(self):
        path = self.path("x.txt", b"Macron met Scholz\x00 in Paris.\nCaf\xe9 talks: Macron met Scholz in Berlin on Monday.\n")
        code, out, err = run(["annotate", "--layers", "tokens", path])
        self.assertEqual(code, 0, err)
        self.assertIn("UTF-8", err)
        self.assertEqual([t["text"] for t in lines(out)[0]["tokens"] if t["text"] in ("Berlin", "Monday")], ["Berlin", "Monday"])

    def test_empty_file(self):
        code, out, err = run(["code", "--format", "jsonl", self.path("empty.txt", b"")])
        self.assertEqual((code, out), (0, b""), err)

    def test_two_megabytes_without_a_full_stop(self):
        code, _, err = run(["code", "--format", "jsonl", self.path("long.txt", b"Macron met Scholz and " * 95000)], seconds=240)
        self.assertEqual(code, 0, err)

    def test_endless_reported_speech_names_few_sayers(self):
        path = self.path("said.txt", b"Putin said that " * 1000 + b"Khan visited Moscow.")
        code, out, err = run(["code", "--format", "jsonl", path])
        self.assertEqual(code, 0, err)
        self.assertEqual(max(len(found["said_by"]) for found in lines(out)), 8)

    def test_a_million_commas(self):
        code, _, err = run(["code", "--format", "jsonl", self.path("commas.txt", b"," * 1000000)], seconds=240)
        self.assertEqual(code, 0, err)

    def test_truncated_gzip_keeps_the_good_part(self):
        whole = gzip.compress(jsonl([dict(GOOD, id=str(i), text="%d %s" % (i, sample_text())) for i in range(200)]).encode())
        path = self.path("cut.jsonl.gz", whole[:len(whole) // 2])
        code, out, err = run(["annotate", "--layers", "sentences", path])
        self.assertEqual(code, 3)
        self.assertGreater(len([f for f in lines(out) if "error" not in f]), 20)
        self.assertIn("input.truncated", err)

    def test_folder_without_permission(self):
        folder = os.path.join(self.folder, "closed")
        os.mkdir(folder)
        missing = os.path.join(self.folder, "missing.txt")
        self.path("good.txt", GOOD["text"].encode())
        if os.geteuid() != 0:  # root may read everything: then only the missing file is asked for
            os.chmod(folder, 0)
            self.addCleanup(os.chmod, folder, 0o700)
        code, out, err = run(["annotate", "--layers", "sentences", self.folder, missing])
        self.assertEqual(code, 3)
        self.assertIn("input.unreadable", err)
        self.assertEqual(len([f for f in lines(out) if "error" not in f]), 1)

    def test_damaged_and_wrong_models(self):
        model = os.environ["CHANCERY_MODEL"]
        with open(model, "rb") as handle:
            wheel = handle.read()
        flipped = bytearray(wheel)
        flipped[len(wheel) // 2] ^= 0xFF
        for name, content, expected in (("missing.whl", None, "model.missing"), ("cut.whl", wheel[:len(wheel) // 2], "model.damaged"),
                                        ("flipped.whl", bytes(flipped), "model.damaged"), ("text.whl", b"no wheel", "model.damaged")):
            path = os.path.join(self.folder, name) if content is None else self.path(name, content)
            code, out, err = run(["code", "--model", path, sample()])
            self.assertEqual((code, out), (7, b""), name + err)
            self.assertIn(expected, err, name)

    def test_ten_mistakes_in_the_rules_are_ten_messages(self):
        rules = os.path.join(self.folder, "data")
        shutil.copytree(os.path.join(ROOT, "data"), rules)
        mistakes = "".join('[[frame]]\nid = "wrong.f%d"\nverb = ["x%d"]\nmatches = ["[A Macron] {x%d}."]\nrejects = ["No."]\n\n' % (i, i, i) for i in range(10))
        with open(os.path.join(rules, "frames", "wrong.toml"), "w", encoding="utf-8") as handle:
            handle.write(mistakes)
        code, out, err = run(["rules", "check", "--rules", rules])
        self.assertEqual(code, 7)
        self.assertEqual((out.decode() + err).count("unknown field `verb`"), 10)
        self.assertIn("wrong.toml:3:", out.decode() + err)
        self.assertEqual(run(["code", "--rules", rules, sample()])[0], 7)


if __name__ == "__main__":
    unittest.main()
