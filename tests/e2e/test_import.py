#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""rules import: what other coders own becomes a rulebook that codes as they expect; what cannot be honoured is said."""

import os
import shutil
import tempfile
import time
import unittest

from program import ROOT, jsonl, lines, run

ACTORS = "ARNE_BERG [NOR]\nFINN_LUND [SWE]\nOLA_DAL [DNK]\n"


class Import(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder, True)

    def import_(self, files, reader="petrarch"):
        """Exit code, faults as (file, line, code), folder of the rulebook."""
        home, rules = os.path.join(self.folder, "from"), os.path.join(self.folder, "rules")
        shutil.rmtree(home, True)
        os.makedirs(home)
        for name, content in files.items():
            with open(os.path.join(home, name), "wb") as handle:
                handle.write(content if isinstance(content, bytes) else content.encode())
        code, _, err = run(["rules", "import", "--from", reader, "--out", rules, home])
        self.assertIn(code, (0, 3), err)
        with open(os.path.join(rules, "dictionary", "faults.tsv"), encoding="utf-8") as handle:
            rows = [row.rstrip("\n").split("\t") for row in handle][2:]
        return code, [(row[0], int(row[1]), row[2]) for row in rows], rules

    def events(self, rules, text, date="2008-03-01"):
        """{(source, target, code)} of one text."""
        code, out, err = run(["code", "--rules", rules, "--from", "jsonl", "--format", "jsonl", "-"], jsonl([{"id": "x", "text": text, "date": date}]))
        self.assertEqual(code, 0, err)
        found = set()
        for statement in lines(out):
            ends = [[a["code"] for a in statement[side]] for side in ("actors", "recipients")]
            pairs = [(a, b) for a in ends[0] for b in (ends[0] if statement["symmetric"] else ends[1]) if a != b]
            found |= {(a, b, statement["codes"]["dictionary"]["code"]) for a, b in pairs}
        return found

    def test_the_example_of_the_page(self):
        rules = os.path.join(self.folder, "fjord")
        code, out, err = run(["rules", "import", "--from", "petrarch", "--out", rules, os.path.join(ROOT, "samples", "dictionaries")])
        self.assertEqual(code, 3)
        self.assertIn("`2004017` is no day", err)
        self.assertIn(b"actors", out)
        for text, date, wanted in [
                ("Astrid Holm visited Stockholm on Monday.", "2008-03-01", {("NORGOV", "SWE", "042"), ("SWE", "NORGOV", "043")}),
                ("Astrid Holm visited Stockholm on Monday.", "2011-03-01", {("NORBUS", "SWE", "042"), ("SWE", "NORBUS", "043")}),
                ("Astrid Holm met Swedish police in May.", "2009-10-16", {("NORGOV", "SWECOP", "040"), ("SWECOP", "NORGOV", "040")}),
                ("Oslo plans to visit Copenhagen.", "2008-03-01", {("NOR", "DNK", "036"), ("DNK", "NOR", "036")}),
                ("Denmark denounced Norway's plan for mackerels.", "2008-03-01", {("DNK", "NOR", "113")}),
                ("Denmark denounced a plan for herrings by Norway.", "2008-03-01", {("DNK", "NOR", "111")}),
                ("Norway was criticized by Sweden.", "2008-03-01", {("SWE", "NOR", "111")}),
                ("Norway, Sweden and Denmark met in May.", "2008-03-01",
                 {(a, b, "040") for a in ("NOR", "SWE", "DNK") for b in ("NOR", "SWE", "DNK") if a != b}),
                ("Soldiers from Sweden seized a Danish trawler.", "2008-03-01", {("SWEMIL", "DNK", "1711")}),
                ("Norway and Sweden will visit the fair.", "2008-03-01", {("NOR", "SWE", "042"), ("SWE", "NOR", "043")}),
                ("Norway called the weather bad.", "2008-03-01", set()),
                ("Norway criticized Sweden after a handball match.", "2008-03-01", set()),
                ("Norway criticized Sweden ten years ago.", "2008-03-01", set())]:
            with self.subTest(text):
                self.assertEqual(self.events(rules, text, date), wanted)
        code, out, err = run(["rules", "check", "--rules", rules])
        self.assertEqual(code, 0, err)

    def test_stems_of_tabari(self):
        _, faults, rules = self.import_({"x.actors": "NORW [NOR] ; stem\nSWED [SWE]\nIRAN_ [IRN] ; whole\n",
                                         "x.verbs": "CRITICI [111] ; stem\n- * HARSH [112] ; stem too\n- * { QUOTA | BAN } [113]\n"}, "tabari")
        self.assertEqual(faults, [])
        self.assertEqual(self.events(rules, "Norwegians criticised Swedish fishermen."), {("NOR", "SWE", "111")})
        self.assertEqual(self.events(rules, "Norway criticized the harshness of Sweden."), {("NOR", "SWE", "112")})
        self.assertEqual(self.events(rules, "Norway criticized the bans of Sweden."), {("NOR", "SWE", "113")})
        self.assertEqual(self.events(rules, "Norway criticized Iranians."), set())

    def test_faults_of_the_old_readers(self):
        _, faults, rules = self.import_({"x.actors.txt": (
            "ARNE_BERG\n\t[NORGOV 2004017-20061201]\n\t[NOR]\n"      # seven digits
            "FINN_LUND\n\t[SWEGOV 20081204]\n\t[SWE]\n"             # a day alone
            "OLA_DAL\n\t[DNKGOV 130304-210304]\n\t[DNKELI > 19210305]\n"  # two digits: 1913, not 2013
            "UNA\nEVA\n\t[FIN 20100101-20050101]\n\t[FINGOV]\n"      # a name without +; ends before it starts
            "LAST_ONE [ISL]"), "x.verbs.txt": "--- MEET [040] ---\nMEET {MET}\n"})
        self.assertEqual(faults, [("x.actors.txt", 2, "import.date"), ("x.actors.txt", 5, "import.date"), ("x.actors.txt", 8, "import.read-as"),
                                  ("x.actors.txt", 8, "import.read-as"), ("x.actors.txt", 10, "import.read-as"), ("x.actors.txt", 12, "import.date")])
        self.assertEqual(self.events(rules, "Arne Berg met Ola Dal.", "2005-05-05"), {("NOR", "DNKELI", "040")})
        self.assertEqual(self.events(rules, "Arne Berg met Ola Dal.", "1915-05-05"), {("NOR", "DNKGOV", "040")})
        self.assertEqual(self.events(rules, "Una met Last One."), {("FINGOV", "ISL", "040")})

    def test_bad_lines_are_left_out_one_by_one(self):
        code, faults, rules = self.import_({"x.actors.txt": ACTORS + "BROKEN [\nNOTHING\n", "x.verbs.txt": (
            "&LOOP\n+&KNOT\n+ROPE\n&KNOT\n+&LOOP\n+TIE\n&EMPTY\n"
            "--- MEET [040] ---\nMEET {MET}\n- * [041]\n- MET [042]\n- * &EMPTY [043]\n- * &GONE [044]\n- * (IN {TOWN} [045]\n- * ^ [046]\n- * &LOOP [047]\n")})
        self.assertEqual(code, 3)
        self.assertEqual(faults, [("x.actors.txt", 4, "import.line"), ("x.actors.txt", 4, "import.line"), ("x.actors.txt", 5, "import.line"),
                                  ("x.verbs.txt", 5, "import.synset"), ("x.verbs.txt", 7, "import.synset"), ("x.verbs.txt", 10, "import.pattern"),
                                  ("x.verbs.txt", 11, "import.pattern"), ("x.verbs.txt", 12, "import.synset"), ("x.verbs.txt", 13, "import.synset"),
                                  ("x.verbs.txt", 14, "import.pattern"), ("x.verbs.txt", 15, "import.pattern")])
        self.assertEqual(self.events(rules, "Arne Berg met Finn Lund."), {("NOR", "SWE", "040")})
        self.assertEqual(self.events(rules, "Arne Berg met a tie with Finn Lund."), {("NOR", "SWE", "047")})

    def test_latin_1(self):
        _, faults, rules = self.import_({"x.actors.txt": "S\xd8REN_BR\xc5TEN [DNK]\nFINN_LUND [SWE]\n".encode("latin-1"), "x.verbs.txt": "--- MEET [040] ---\nMEET {MET}\n"})
        self.assertEqual(faults, [("x.actors.txt", 0, "input.encoding")])
        self.assertEqual(self.events(rules, "S\u00f8ren Br\u00e5ten met Finn Lund."), {("DNK", "SWE", "040")})

    def test_ten_thousand_actors_of_one_name(self):
        names = "".join("ARNE_BERG\n\t[NOR%03d %d0101-%d1231]\n" % (i % 1000, 1000 + i % 1100, 1900 + i % 150) for i in range(10000))
        _, _, rules = self.import_({"x.actors.txt": names + "ARNE_BERG [NOR]\nFINN_LUND [SWE]\n", "x.verbs.txt": "--- MEET [040] ---\nMEET {MET}\n"})
        begin = time.monotonic()
        self.assertEqual(self.events(rules, "Arne Berg met Finn Lund. " * 50, "2099-05-05"), {("NOR", "SWE", "040")})
        self.assertLess(time.monotonic() - begin, 60)

    def test_endless_sentences_and_noun_phrases(self):
        patterns = "".join("- %s WORD%d * OF %s [04%d]\n" % ("THE " * 6, i, "THE OF " * 6, i % 10) for i in range(300))
        _, _, rules = self.import_({"x.actors.txt": ACTORS, "x.agents.txt": "POLICE {} [~COP]\nSOLDIER [~MIL]\n",
                                    "x.verbs.txt": "--- MEET [040] ---\nMEET {MET}\n" + patterns + "- * THE OF THE OF THE OF THE NOWHERE [050]\n"})
        for text in ("Arne Berg met " + "the police of " * 500 + "Finn Lund.",
                     "Arne Berg met the " + "police soldier " * 100 + "Finn Lund.",
                     "Arne Berg met " * 660 + "Finn Lund.",
                     "Arne Berg and " * 660 + "Finn Lund met."):
            begin = time.monotonic()
            self.events(rules, text)
            self.assertLess(time.monotonic() - begin, 60, text[:40])

    def test_nothing_to_import(self):
        for folder in (os.path.join(self.folder, "absent"), os.path.join(ROOT, "LICENSE")):
            code, _, err = run(["rules", "import", "--from", "petrarch", "--out", os.path.join(self.folder, "rules"), folder])
            self.assertEqual(code, 3, err)


if __name__ == "__main__":
    unittest.main()
