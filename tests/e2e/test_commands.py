#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every command form of the design, through the door that users and measuring scripts use."""

import json
import os
import re
import shlex
import subprocess
import unittest

import jsonschema

from program import CHANCERY, ROOT, jsonl, lines, run, sample, sample_text

TEXT = ("Chancellor Olaf Scholz of Germany met French President Emmanuel Macron in Paris on Wednesday. "
        "“We will sign the treaty in May,” Macron said.")


def schema(name):
    with open(os.path.join(ROOT, "docs", "formats", name), encoding="utf-8") as handle:
        return jsonschema.Draft202012Validator(json.load(handle))


class Code(unittest.TestCase):
    def test_every_record_fits_the_schema(self):
        check = schema("statement.schema.json")
        records = [{"id": "a", "text": TEXT, "date": "2023-01-26"}, {"id": "b", "title": "Putin to visit India", "text": sample_text()}]
        code, out, err = run(["code", "--from", "jsonl", "--format", "jsonl", "-"], jsonl(records))
        self.assertEqual(code, 0, err)
        found = lines(out)
        self.assertGreater(len(found), 8)
        for record in found:
            check.validate(record)
        order = [record["document"]["id"] for record in found]
        self.assertEqual(order, sorted(order))

    def test_what_was_moved_has_its_new_time_and_its_old_one(self):
        cases = [("Macron postponed his visit to Germany until July.", "2024-07-01", None),
                 ("Macron postponed a visit to Germany scheduled for 12 June.", "2024-06-12", "2024-06-12"),
                 ("The meeting of Macron and Scholz was moved from 12 June to 15 June.", "2024-06-15", "2024-06-12"),
                 ("Macron and Scholz rescheduled their talks for Tuesday.", "2024-06-11", None)]
        records = [{"id": str(i), "text": case[0], "date": "2024-06-05"} for i, case in enumerate(cases)]
        _, out, err = run(["code", "--from", "jsonl", "--format", "jsonl", "-"], jsonl(records))
        found = {}
        for record in lines(out):
            start = lambda time: time and time["start"]
            found[int(record["document"]["id"])] = (record["path"][0], start(record["content"]["time"]), start(record["content"]["former_time"]))
        self.assertEqual(found, {i: ("postpone", case[1], case[2]) for i, case in enumerate(cases)}, err)

    def test_spans_point_at_their_words_in_bytes_and_in_code_points(self):
        text = "“Ça va,” said Élysée. " + TEXT
        for unit, given in (("bytes", text.encode()), ("chars", text)):
            _, out, _ = run(["code", "--from", "jsonl", "--offsets", unit, "-"], jsonl([{"id": "a", "text": text, "date": "2023-01-26"}]))
            found = lines(out)
            self.assertTrue(found)
            for record in found:
                for words in [record["trigger"], record["sentence"]] + record["actors"] + record["recipients"]:
                    part = given[words["span"][0]:words["span"][1]]
                    self.assertEqual(part.decode() if unit == "bytes" else part, words["text"])

    def test_threads_batches_and_simd_levels_give_the_same_bytes(self):
        records = jsonl([{"id": str(i), "text": sample_text() + " " + TEXT * (i % 3), "date": "2021-12-03"} for i in range(12)])
        outputs = {}
        for name, options in {"plain": ["--simd", "plain"], "avx2": ["--simd", "avx2"], "two": ["--threads", "2", "--batch", "1"],
                              "five": ["--threads", "2", "--batch", "5"], "one": []}.items():
            code, out, err = run(["code", "--from", "jsonl"] + options + ["-"], records)
            if name == "avx2" and code == 2:
                continue  # a machine without AVX2 says so and forces nothing
            self.assertEqual(code, 0, err)
            outputs[name] = out
        self.assertEqual(set(outputs.values()), {outputs["one"]})

    def test_table_for_people(self):
        code, out, err = run(["code", "--format", "table", sample()])
        self.assertEqual(code, 0, err)
        self.assertIn("Vladimir Putin (RUSGOV)", out.decode())
        self.assertIn("○", out.decode())

    def test_documents_give_the_denominators(self):
        _, out, _ = run(["code", "--from", "jsonl", "--documents", "-"], jsonl([{"id": "empty", "text": "It rained."}]))
        found = lines(out)
        self.assertEqual([f["statements"] for f in found if "statements" in f], [0])
        self.assertEqual(found[-1]["sentences"], 1)


class Annotate(unittest.TestCase):
    def test_layers_fit_the_schema(self):
        check = schema("annotation.schema.json")
        code, out, err = run(["annotate", "--from", "jsonl", "--offsets", "chars", "-"], jsonl([{"id": "a", "title": "Talks", "text": TEXT, "date": "2023-01-26"}]))
        self.assertEqual(code, 0, err)
        (record,) = lines(out)
        check.validate(record)
        self.assertEqual([TEXT[t["span"][0]:t["span"][1]] for t in record["tokens"]], [t["text"] for t in record["tokens"]])
        self.assertEqual(record["document"]["published"]["date"], "2023-01-26")

    def test_claims_are_a_layer_with_those_that_no_frame_knows(self):
        check = schema("annotation.schema.json")
        text = ("Macron made the first visit by a French president to Hanoi in eight years. The company posted its first loss in a decade.")
        _, out, err = run(["annotate", "--layers", "claims", "--from", "jsonl", "-"], jsonl([{"id": "a", "text": text, "date": "2024-06-05"}]))
        record = lines(out)[0]
        check.validate(record)
        shown = [(claim["kind"], claim["frame"], claim["period"]["start"], claim["truth"]) for claim in record["claims"]]
        self.assertEqual(shown, [("first", "meet.visit", "2016-06-05", None), ("first", None, "2014-06-05", None)], err)
        actor = record["claims"][0]["roles"]["actors"][0]
        self.assertEqual((actor["general"], actor["country"], actor["office"], actor["id"]), (True, "FRA", "president", None))

    def test_only_the_layers_asked_for(self):
        _, out, _ = run(["annotate", "--from", "jsonl", "--layers", "times", "-"], jsonl([{"id": "a", "text": TEXT}]))
        self.assertEqual(sorted(lines(out)[0]), ["document", "id", "times"])
        self.assertEqual(run(["annotate", "--layers", "smells", sample()])[0], 2)

    def test_sentences_of_the_model(self):
        _, out, _ = run(["annotate", "--from", "jsonl", "--sentences", "model", "--layers", "tokens,sentences", "-"], jsonl([{"id": "a", "text": "One. Two."}]))
        self.assertEqual(len(lines(out)[0]["sentences"]), 2)


class Relate(unittest.TestCase):
    def test_the_statement_whose_actors_they_are(self):
        text = "Russia sold missiles to India, and Pakistan criticised India on Monday."
        span = lambda word: {"span": [text.index(word), text.index(word) + len(word)]}
        code, out, err = run(["relate", "--from", "jsonl", "-"], jsonl([
            {"id": "1", "text": text, "source": span("Pakistan"), "target": span("India, and")},
            {"id": "2", "text": "The weather was fine.", "source": None, "target": None}]))
        self.assertEqual(code, 0, err)
        first, second = lines(out)
        self.assertEqual(first["codes"]["plv"]["class"], "ACCUSE")
        self.assertEqual(second["how"], "prior")
        _, out, _ = run(["relate", "--from", "jsonl", "--no-prior", "-"], jsonl([{"id": "2", "text": "The weather was fine.", "source": None, "target": None}]))
        self.assertIsNone(lines(out)[0]["codes"])


class Resolve(unittest.TestCase):
    def test_offices_have_dates(self):
        records = [{"id": "then", "actor": "Nawaz Sharif", "date": "1999-04-20"}, {"id": "after", "actor": "Nawaz Sharif", "date": "2001-01-01"}]
        code, out, err = run(["resolve", "--from", "jsonl", "-"], jsonl(records))
        self.assertEqual(code, 0, err)
        self.assertEqual([r["code"] for r in lines(out)], ["PAKGOV", "PAKELI"])


class Others(unittest.TestCase):
    def test_explain_names_rules(self):
        code, out, err = run(["explain", "--date", "2023-01-26", "German Chancellor Olaf Scholz will visit Paris on Friday."])
        self.assertEqual(code, 0, err)
        self.assertIn("meet.visit", out.decode())
        self.assertIn("2023-01-27", out.decode())

    def test_rules(self):
        for action in (["check"], ["test"], ["fmt", "--check"]):
            code, out, err = run(["rules"] + action, seconds=600)
            self.assertEqual(code, 0, out.decode() + err)

    def test_verbs_of_later_are_absent(self):
        code, out, err = run(["timeline"])
        self.assertEqual((code, out), (2, b""))
        self.assertIn("not built yet", err)
        self.assertNotIn(b"timeline", run(["--help"])[1])

    def test_usage(self):
        self.assertEqual(run([])[0], 2)
        self.assertEqual(run(["code", "--from", "pdf", "-"])[0], 2)
        self.assertEqual(run(["code", "--date", "2022-02-31", sample()])[0], 2)
        self.assertEqual(run(["--help"])[0], 0)


class Readme(unittest.TestCase):
    def test_every_command_of_the_readme_runs(self):
        """Commands of the README stand in ```sh blocks, one a line; ./run and ./test are the test run itself."""
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as handle:
            blocks = re.findall(r"```sh\n(.*?)```", handle.read(), re.S)
        commands = [line for block in blocks for line in block.splitlines() if line.strip() and not line.startswith("#")]
        self.assertGreater(len(commands), 3)
        for line in commands:
            line = line.split("   #")[0].strip()
            if line.startswith(("./test", "git clone", "cd ")):
                continue
            if line in ("./run",):
                line = "chancery code samples/putin-modi-summit.txt"
            line = re.sub(r"(^|\| )(\./run|build/release/chancery|chancery) ", lambda m: m.group(1) + shlex.quote(CHANCERY) + " ", line)
            done = subprocess.run(["bash", "-c", line], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=300)
            self.assertEqual(done.returncode, 0, line + "\n" + done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
