# SPDX-License-Identifier: Apache-2.0
"""`rules suggest` names what no frame knows; `rules impact` says what a new frame gains and what its loss would cost."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.environ["CHANCERY"]
DATA = pathlib.Path(__file__).resolve().parents[2] / "data"


def frame(name):
    return f"""[[frame]]
id      = "{name}"
verbs   = ["outflank"]
actors  = ["subject"]
recipients = ["object"]
matches = ["[A France] {{outflanked}} [R Germany]."]
rejects = ["France visited Germany."]
"""


REPORT = "France outflanked Germany on Monday.\n\nRussia outflanked Turkey last year.\n\nChina met India in May.\n"


def run(*words, code=0):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
    assert done.returncode == code, (words, done.returncode, done.stderr)
    return done.stdout


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        report = folder / "report.txt"
        report.write_text(REPORT)
        suggested = run("rules", "suggest", "--date", "2024-06-05", str(report))
        assert suggested.startswith("    2  outflank\n"), suggested
        assert "France outflanked Germany on Monday." in suggested and "met" not in suggested, suggested
        assert run("rules", "suggest", "--least", "3", str(report)) == ""

        more = folder / "data"
        shutil.copytree(DATA, more)
        (more / "frames" / "zz-outflank.toml").write_text(frame("assault.outflank"))
        gained = run("rules", "impact", "--rules", str(more), "--date", "2024-06-05", str(DATA), str(report))
        assert '+ assault.outflank "outflanked" (occurred past) France FRA → Germany DEU' in gained, gained
        assert gained.endswith("1 document: 2 gained, 0 lost, 0 changed, 1 the same\n"), gained
        lost = run("rules", "impact", "--rules", str(DATA), "--date", "2024-06-05", str(more), str(report))
        assert lost.endswith("1 document: 0 gained, 2 lost, 0 changed, 1 the same\n"), lost

        # A verb that moves to another frame changes, and says what.
        other = folder / "other"
        shutil.copytree(more, other)
        (more / "frames" / "zz-outflank.toml").write_text(frame("meet.outflank"))
        changed = run("rules", "impact", "--rules", str(more), "--date", "2024-06-05", str(other), str(report))
        assert "frame: assault.outflank → meet.outflank" in changed, changed
        assert "plover: ASSAULT → CONSULT" in changed, changed
        run("rules", "impact", str(folder / "nowhere"), str(report), code=7)
    print("3 commands, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
