#!/usr/bin/env python3
# Speed of the time grammar beside chrono-node on the same sentences in one run, and the share that time and status take.
# SPDX-License-Identifier: Apache-2.0
"""compare_time.py [--tokens N] [--rounds N] [--build DIR]

Sentences a second of one thread, in process, over text that is split beforehand: ours (which also reads tags and heads, anchors every
expression and carries narrative time) and, in turns, chrono-node's casual parser with the same reference date. CPU time, after a
warm-up pass. chrono-node is fetched from npm under var/oracle, pinned; without node and npm (Debian: nodejs, npm) that line is left
out. Then the CPU time of every stage of the whole way on news documents.
"""
import argparse
import gzip
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile

from compare_spacy import ROOT, line, paragraphs, processor, run_json

CHRONO = "2.10.3"
SCRIPT = """
const chrono = require("chrono-node");
const lines = require("fs").readFileSync(process.argv[1], "utf8").split("\\n").filter(x => x);
const day = new Date(2022, 1, 21, 12);
for (const x of lines.slice(0, 2000)) chrono.parse(x, day);
let best = Infinity, found = 0;
for (let pass = 0; pass < 3; ++pass) {
  const start = process.cpuUsage();
  found = 0;
  for (const x of lines) found += chrono.parse(x, day).length;
  const used = process.cpuUsage(start);
  best = Math.min(best, (used.user + used.system) / 1e6);
}
console.log(JSON.stringify({sentences: lines.length, times: found, sentences_per_second: Math.floor(lines.length / best)}));
"""


def chrono_node():
    """The folder with chrono-node, or why there is none."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None, "node and npm are not installed (Debian packages nodejs and npm)"
    folder = ROOT / "var/oracle/chrono"
    package = folder / "node_modules/chrono-node/package.json"
    if not package.exists() or json.loads(package.read_text())["version"] != CHRONO:
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder,
                               f"chrono-node@{CHRONO}"], capture_output=True, text=True)
        if done.returncode:
            return None, f"npm could not install chrono-node {CHRONO}: {done.stderr.strip()[-200:]}"
    return folder, ""


def documents(tokens):
    """News as whole documents where present, else the paragraphs in tens."""
    path = ROOT.parent / "shared/gold/throughput/dev.jsonl.gz"
    if path.exists():
        out, words = [], 0
        for record in gzip.open(path, "rt", encoding="utf-8"):
            out.append(json.loads(record)["text"])
            words += len(out[-1].split())
            if words > tokens * 0.87:
                break
        return out
    texts = paragraphs(tokens)[1]
    return ["\n".join(texts[i:i + 10]) for i in range(0, len(texts), 10)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=int, default=60000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    options = parser.parse_args()
    core = {max(os.sched_getaffinity(0))}
    source, texts = paragraphs(options.tokens)
    chrono, missing = chrono_node()

    with tempfile.TemporaryDirectory() as folder:
        text, sentences, whole = (pathlib.Path(folder) / name for name in ("text", "sentences", "documents.jsonl"))
        text.write_text("\n".join(texts))
        whole.write_text("".join(json.dumps({"text": t}) + "\n" for t in documents(options.tokens)))
        ours, theirs, stages = [], [], []
        for _ in range(options.rounds):
            ours.append(run_json([options.build / "bench/time_bench", "--sentences", sentences, text], core))
            if chrono:
                os.environ["NODE_PATH"] = str(chrono / "node_modules")
                theirs.append(run_json(["node", "-e", SCRIPT, sentences], core))
            stages.append(run_json([options.build / "bench/engine_bench", "--passes", 2, whole], core))

    print(f"text: {source}, {ours[0]['sentences']:,} sentences, {ours[0]['times']:,} times; {options.rounds} rounds in turns on one core")
    print(f"processor: {processor()}")
    print(f"{'sentences a second (CPU time)':34}{'min':>12}{'median':>12}{'max':>12}")
    line("chancery, time grammar", [r["sentences_per_second"] for r in ours])
    if chrono:
        line(f"chrono-node {CHRONO}", [r["sentences_per_second"] for r in theirs])
        line("ratio", [a["sentences_per_second"] / b["sentences_per_second"] for a, b in zip(ours, theirs)], "{:>12.1f}")
    else:
        print(f"chrono-node left out: {missing}")
    parts = ["document", "language", "time", "attribution", "actors", "coding", "codebook"]
    print(f"\n{'% of the whole way (CPU time)':34}{'min':>12}{'median':>12}{'max':>12}")
    total = [sum(r[p] for p in parts) for r in stages]
    for part in [*parts, "status"]:
        line(part + (" (in coding)" if part == "status" else ""), [100 * r[part] / t for r, t in zip(stages, total)], "{:>12.1f}")
    line("time and status", [100 * (r["time"] + r["status"]) / t for r, t in zip(stages, total)], "{:>12.1f}")
    line("tokens a second, whole way", [r["tokens"] / t for r, t in zip(stages, total)])
    return 0 if statistics.median((r["time"] + r["status"]) / t for r, t in zip(stages, total)) <= 0.15 else 1


if __name__ == "__main__":
    raise SystemExit(main())
