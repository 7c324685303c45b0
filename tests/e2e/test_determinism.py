#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The same input gives the same bytes: any number of threads, any batch, every SIMD level, and every build (a recorded digest)."""

import hashlib
import os
import re
import sys
import unittest

from program import ROOT, jsonl, run

sys.path.insert(0, os.path.join(ROOT, "tests", "parity"))
import make_text

# SHA-256 of all tokens and sentences of the text below with --sentences model. It says that dev and release builds and
# all machines agree. Parity with spaCy fixes this output, so only new words in make_text.py or own.txt may change it.
DIGEST = "edd96229a2930a6b4b705fee5206d97020c4a59b40b5dafeeec1d008bd89a778"


def records():
    with open(os.path.join(ROOT, "tests", "parity", "texts", "own.txt"), encoding="utf-8") as handle:
        own = [line for line in handle.read().split("\n") if line]
    texts = own[:30] + ["\n".join(own[30:40])] + make_text.make(9, 2500)
    return jsonl([{"id": str(i), "text": text, "date": "2024-05-01"} for i, text in enumerate(texts)])


def output(command, *options):
    code, out, err = run([*command, "--from", "jsonl", *options, "-"], RECORDS, seconds=600)
    return code, out, err


RECORDS = records()
MODEL = ["annotate", "--sentences", "model", "--layers", "tokens,sentences"]
COMMANDS = {"annotate, spaCy's sentences": MODEL, "annotate, all layers": ["annotate"], "code": ["code", "--format", "jsonl"]}
VARIANTS = [["--threads", "2"], ["--threads", "2", "--batch", "1"], ["--threads", "1", "--batch", "7"], ["--simd", "plain"],
            ["--threads", "3", "--batch", "1000"], ["--simd", "avx2"], ["--simd", "avx512"]]


class SameBytes(unittest.TestCase):
    def test_threads_batches_and_simd_levels(self):
        for name, command in COMMANDS.items():
            code, expected, err = output(command, "--threads", "1")
            self.assertEqual(code, 0, err)
            self.assertGreater(len(expected), 10000)
            for variant in VARIANTS if command is MODEL else VARIANTS[1::2]:
                with self.subTest(command=name, variant=" ".join(variant)):
                    code, out, err = output(command, *variant)
                    if "--simd" in variant and "this machine" in err:
                        continue
                    self.assertEqual(code, 0, err)
                    self.assertTrue(out == expected, first_difference(expected, out))

    def test_every_build_gives_the_recorded_bytes(self):
        _, out, _ = output(MODEL)
        grammar = re.sub(rb'"document":\{"published":\{[^}]*\}\},', b"", out)
        self.assertEqual(hashlib.sha256(grammar).hexdigest(), DIGEST)


def first_difference(a, b):
    for number, (x, y) in enumerate(zip(a.split(b"\n"), b.split(b"\n"))):
        if x != y:
            at = next((i for i, (p, q) in enumerate(zip(x, y)) if p != q), min(len(x), len(y)))
            return f"line {number + 1}, byte {at}: {x[max(0, at - 60):at + 60]!r} and {y[max(0, at - 60):at + 60]!r}"
    return f"{len(a)} and {len(b)} bytes"


if __name__ == "__main__":
    unittest.main()
