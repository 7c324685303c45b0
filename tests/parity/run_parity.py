#!/usr/bin/env python3
# Compares `chancery annotate --sentences model` with spaCy on a large text and prints the table of the gates.
# SPDX-License-Identifier: Apache-2.0
"""run_parity.py [--tokens N] [--program PATH] [--dump PATH] [--only SET,…] [--keep FILE]

Text: paragraphs and whole articles of the gold texts where they are present (beside the repository, ../shared/gold), and of
tests/parity/make_text.py; and lower-cased, upper-cased, double-spaced and line-broken versions of some of them; every special
case of the tokeniser in many contexts. Installs spaCy under var/oracle when it is not there; commits nothing. Exit 1 below a gate.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import struct
import subprocess
import sys
import tempfile
import time

import make_text
import oracle

GOLD = oracle.ROOT.parent / "shared/gold"
SETS = ["wikinews", "polnear", "gum_news", "muc4", "agnews", "factuality_uw", "throughput"]
GATES = {"tokens": 1.0, "tag": 0.9999, "head+dep": 0.999, "entities": 0.999, "sentences": 0.999, "lemma": 0.9999, "pos": 0.9999, "morph": 0.9999}
FIELDS = list(GATES)


def articles(name):
    for path in sorted((GOLD / name).glob("dev.jsonl*")):
        if path.suffix == ".gz":
            import gzip

            lines = gzip.open(path, "rt", encoding="utf-8")
        else:
            lines = open(path, encoding="utf-8")
        for line in lines:
            text = json.loads(line).get("text")
            if text:
                yield text


def units(r, wanted_words):
    """(set, text) until the sets have given their shares of so many words."""
    present = [name for name in SETS if (GOLD / name).is_dir()]
    for name in present:
        texts = list(articles(name))
        r.shuffle(texts)
        count = 0
        for i, text in enumerate(texts):
            if count > wanted_words / len(present):
                break
            count += len(text.split())
            if i % 10 == 9 and len(text) < 20000:  # whole, with its line breaks
                yield name + "/whole", text
            else:
                for paragraph in text.split("\n"):
                    if paragraph.strip():
                        yield name, paragraph
    for text in make_text.make(77, wanted_words / 8):
        yield "made", text


def variants(r, records):
    chosen = r.sample(records, min(len(records), 1 + len(records) // 12))
    for name, text in chosen:
        yield "lower", text.lower()
        yield "upper", text.upper()
        yield "spaced", re.sub(" ", lambda m: r.choice([" ", "  ", "  ", "\n", " \n", "\t"]), text)
        yield "title", text.title()


def special_cases(nlp, r):
    """Every exception of the tokeniser alone and in contexts, emoticons, addresses, numbers, white space."""
    for key in sorted(nlp.tokenizer.rules):
        contexts = [key, f'"{key}"', f"({key})", f"‘{key}’", f"x {key} y", f"{key}{key}", " ".join(key), f"{key} {key}", f" {key}", f"{key}  ", f"\n{key}\n"]
        contexts += [key + mark for mark in ".,!?)\"'…-/"] + [mark + key for mark in "-/'(“$"]
        for infix in ["-", "/", "—", "...", ":", "=", "~", ",", "."]:
            contexts.append(key + infix + r.choice(sorted(nlp.tokenizer.rules)))
        yield "special", " | ".join(contexts)
        yield "special", r.choice(contexts)
    spaces = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff\u180e"
    for _ in range(400):
        yield "space", "".join(r.choice(list(spaces) + [" ", " ", "a", "He", "said", ".", "don't", ":)"]) for _ in range(r.randint(1, 30)))
    for a in spaces:
        yield "space", a
        yield "space", f"a{a}b {a}c{a} d{a}{a}e"


def by_oracle(nlp, texts):
    import spacy.tokens  # noqa: F401

    out = []
    for doc in nlp.pipe(texts, batch_size=256):
        out.append({
            "tokens": [(t.idx, t.idx + len(t.text), bool(t.whitespace_)) for t in doc],
            "tag": [t.tag_ for t in doc], "pos": [t.pos_ for t in doc], "morph": [str(t.morph) for t in doc], "lemma": [t.lemma_ for t in doc],
            "head+dep": [(t.head.i, t.dep_) for t in doc],
            "entities": sorted((e.start, e.end, e.label_) for e in doc.ents),
            "sentences": sorted(spans_of(doc)),
        })
    return out


def spans_of(doc):
    for sentence in doc.sents:
        tokens = [t for t in sentence if not t.is_space]
        if tokens:
            yield (tokens[0].idx, tokens[-1].idx + len(tokens[-1].text))


def by_program(program, texts):
    records = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts))
    command = [program, "annotate", "--from", "jsonl", "--offsets", "chars", "--sentences", "model", "--layers", "tokens,sentences", "-"]
    bare = pathlib.Path(program).name == "parity_dump"  # without the edges: spans are bytes
    if bare:
        command = [program]
    done = subprocess.run(command, input=records.encode("utf-8", "surrogatepass"), stdout=subprocess.PIPE)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(map(str, command))}: exit code {done.returncode}")
    out = []
    for line in done.stdout.decode().split("\n"):
        if not line:
            continue
        record = json.loads(line)
        if "error" in record:
            out.append(None)
            continue
        tokens = record["tokens"]
        entities, sentences = [], []
        if bare:
            of_byte, at = {}, 0
            for i, c in enumerate(texts[len(out)] + "."):
                of_byte[at] = i
                at += len(c.encode())
            for x in tokens + record["sentences"]:
                x["span"] = [of_byte[b] for b in x["span"]]
        for i, t in enumerate(tokens):
            if t["ent_iob"] == "B":
                entities.append([i, i + 1, t["ent_type"]])
            elif t["ent_iob"] == "I":
                entities[-1][1] = i + 1
        text = texts[len(out)]
        for s in record["sentences"]:
            begin, end = s["span"]
            if text[begin:end].strip():
                sentences.append((begin, end))
        out.append({
            "tokens": [(*t["span"], t["ws"]) for t in tokens],
            "tag": [t["tag"] for t in tokens], "pos": [t["pos"] for t in tokens], "morph": [t["morph"] for t in tokens], "lemma": [t["lemma"] for t in tokens],
            "head+dep": [(t["head"], t["dep"]) for t in tokens],
            "entities": sorted(map(tuple, entities)), "sentences": sorted(sentences),
        })
    if len(out) != len(texts):
        raise SystemExit(f"{program}: {len(out)} records out for {len(texts)} in")
    return out


class Tally:
    def __init__(self):
        self.total, self.differ, self.first = collections.Counter(), collections.Counter(), []

    def add(self, name, text, want, got):
        if got is None:
            got = {field: [] for field in FIELDS}
        for field in FIELDS:
            a, b = want[field], got[field]
            if field in ("entities", "sentences"):
                wrong, total = len(set(a) ^ set(b)), max(len(a), len(b))
            else:
                if want["tokens"] != got["tokens"] and field != "tokens":
                    continue  # counted once, as tokens
                wrong = sum(x != y for x, y in zip(a, b)) + abs(len(a) - len(b))
                total = max(len(a), len(b))
            self.total[field] += total
            self.differ[field] += wrong
            if wrong and len(self.first) < 2000:
                at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
                self.first.append((field, name, text, at, a[at:at + 3], b[at:at + 3]))

    def share(self, field):
        return 1 - self.differ[field] / self.total[field] if self.total[field] else 1.0


def margins(nlp, text):
    """Smallest gap between the two best valid scores of parser and entity recogniser: rounding can only turn small ones."""
    doc = nlp.make_doc(text)
    for name, pipe in nlp.pipeline:
        if name == "tok2vec" or name == "tagger":
            doc = pipe(doc)
    tagger = nlp.get_pipe("tagger")
    scores = tagger.model.get_ref("softmax").predict(doc.tensor) if len(doc) else []
    gaps = {"tagger": min((float(sorted(row)[-1] - sorted(row)[-2]) for row in scores), default=None)}
    for name in ("parser", "ner"):
        pipe = nlp.get_pipe(name)
        step = pipe.model.predict([doc])
        (state,) = pipe.moves.init_batch([doc])
        names = [pipe.moves.get_class_name(i) for i in range(pipe.moves.n_moves)]
        gap = None
        while not state.is_final() and len(doc):
            row = step.predict([state])[0]
            valid = sorted(((float(row[i]), i) for i in range(len(names)) if pipe.moves.is_valid(state, names[i])), reverse=True)
            if len(valid) > 1:
                gap = valid[0][0] - valid[1][0] if gap is None else min(gap, valid[0][0] - valid[1][0])
            pipe.moves.apply_transition(state, names[valid[0][1]])
        gaps[name] = gap
        if name == "parser":
            doc = pipe(doc)
    return gaps


def check_vectors(nlp, dump, texts):
    """Largest difference of the final token vectors, shared and entity network."""
    import numpy

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "vectors"
        records = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts))
        subprocess.run([dump, "--vectors", path], input=records.encode(), check=True)
        blob = path.read_bytes()
    at, worst = 0, [0.0, 0.0]
    for text in texts:
        doc = nlp.make_doc(text)
        (count,) = struct.unpack_from("<I", blob, at)
        at += 4
        for k, model in enumerate([nlp.get_pipe("tok2vec").model, nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0]]):
            ours = numpy.frombuffer(blob, "<f4", count * 96, at).reshape(count, 96)
            at += count * 96 * 4
            if len(doc):
                theirs = model.predict([doc])[0]
                if len(theirs) != count:
                    raise SystemExit(f"vectors: {count} tokens, spaCy has {len(theirs)}: {text!r}")
                worst[k] = max(worst[k], float(numpy.abs(ours - theirs).max()))
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=int, default=240000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=oracle.ROOT / "build/release/chancery")
    parser.add_argument("--dump", default=oracle.ROOT / "build/release/tests/parity/parity_dump")
    parser.add_argument("--only", help="sets, comma-separated")
    parser.add_argument("--show", type=int, default=12, help="differing records to show")
    parser.add_argument("--keep", help="write all differences to this file")
    options = parser.parse_args()
    oracle.ensure()
    nlp = oracle.load()
    r = random.Random(options.seed)
    records = list(units(r, options.tokens * 0.85))
    records += list(variants(r, records)) + list(special_cases(nlp, r))
    if options.only:
        records = [x for x in records if x[0] in options.only.split(",")]
    if not any(name in SETS for name, _ in records):
        print("parity: no gold texts beside the repository, generated text only")
    texts = [text for _, text in records]
    started = time.process_time()
    want = by_oracle(nlp, texts)
    print(f"spaCy: {sum(len(w['tag']) for w in want):,} tokens in {len(texts):,} records, {time.process_time() - started:.0f} s", flush=True)
    got = by_program(options.program, texts)

    whole, parts = Tally(), collections.defaultdict(Tally)
    for (name, text), a, b in zip(records, want, got):
        whole.add(name, text, a, b)
        parts[name].add(name, text, a, b)

    print(f"{'set':20}" + "".join(f"{field:>12}" for field in FIELDS) + f"{'tokens':>12}")
    for name, tally in [*sorted(parts.items()), ("all", whole)]:
        print(f"{name:20}" + "".join(f"{100 * tally.share(f):11.4f}%" for f in FIELDS) + f"{tally.total['tokens']:12,}")
    print(f"{'differ':20}" + "".join(f"{whole.differ[f]:12,}" for f in FIELDS))
    print(f"{'gate':20}" + "".join(f"{100 * GATES[f]:11.2f}%" for f in FIELDS))

    shown = set()
    for field, name, text, at, a, b in whole.first:
        if len(shown) < options.show and (name, text) not in shown:
            shown.add((name, text))
            gaps = margins(nlp, text) if len(text) < 3000 else {}
            print(f"\n{field} [{name}] item {at}: spaCy {a}, ours {b}\n  smallest gaps: {gaps}\n  {text[:400]!r}")
    if options.keep:
        with open(options.keep, "w") as out:
            for difference in whole.first:
                out.write(json.dumps(difference, ensure_ascii=False) + "\n")

    ok = all(whole.share(field) >= gate for field, gate in GATES.items())
    if pathlib.Path(options.dump).exists():
        worst = check_vectors(nlp, options.dump, r.sample(texts, min(1000, len(texts))))
        print(f"\nvectors of 1,000 records: largest difference {worst[0]:.2e} shared, {worst[1]:.2e} entities (gate 1e-4)")
        ok = ok and max(worst) <= 1e-4
    print("parity: gates held" if ok else "parity: BELOW A GATE")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
