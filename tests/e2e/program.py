# SPDX-License-Identifier: Apache-2.0
"""The program under test, for the script tests: CHANCERY and CHANCERY_MODEL name it and the model."""

import json
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CHANCERY = os.environ.get("CHANCERY", os.path.join(ROOT, "build", "release", "chancery"))


def run(arguments, text=None, seconds=120, environment=None):
    """(exit code, standard output, standard error), as bytes; ends the test when it takes longer than `seconds`."""
    env = dict(os.environ, **(environment or {}))
    done = subprocess.run([CHANCERY] + arguments, input=text.encode() if isinstance(text, str) else text or b"", timeout=seconds,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def lines(output):
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


def jsonl(records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def sample(name="putin-modi-summit.txt"):
    return os.path.join(ROOT, "samples", name)


def sample_text(name="putin-modi-summit.txt"):
    with open(sample(name), encoding="utf-8") as handle:
        return handle.read()
