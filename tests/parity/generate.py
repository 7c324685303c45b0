#!/usr/bin/env python3
# Writes the golden files of the language stage: what spaCy says about given input. Run by hand, results are committed.
# SPDX-License-Identifier: Apache-2.0
"""generate.py [NAME…]: writes tests/parity/golden/NAME.jsonl.gz (all of them without a name).

The first line of a file says what it holds and which versions of spaCy, Python and the model answered. Numbers in the names
of the makers are those of the list "Golden tests" in docs/language.md.
"""
import gzip
import hashlib
import json
import pathlib
import random
import re
import sys
import warnings

import make_text
import oracle

oracle.ensure()
import numpy  # noqa: E402
from spacy.attrs import IS_ALPHA, IS_DIGIT, IS_SPACE, LOWER, NORM, PREFIX, SHAPE, SUFFIX  # noqa: E402
from spacy.pipeline._parser_internals import nonproj  # noqa: E402
from spacy.strings import hash_string  # noqa: E402
from spacy.symbols import IDS  # noqa: E402
from spacy.tokens import Doc  # noqa: E402
from thinc.api import NumpyOps  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
warnings.filterwarnings("ignore")
nlp = oracle.load()


def paragraphs():
    own = [line for line in (HERE / "texts/own.txt").read_text().split("\n") if line]
    return [("own", text) for text in own] + [("made", text) for text in make_text.make(1, 11700)]


def text():
    """12: {text, origin, and a column for each field}; begin and size in code points; start: sentence start"""
    for origin, paragraph in paragraphs():
        yield {"text": paragraph, "origin": origin, **oracle.columns(nlp(paragraph))}


def ids():
    """1: [string, id]"""
    r = random.Random(1)
    strings = ["", *IDS, *(s.lower() for s in IDS)]
    words = [t.text for _, p in paragraphs() for t in nlp.tokenizer(p)]
    for word in dict.fromkeys(words):
        strings += [word, word.lower(), word[:1], word[-3:]]
    strings = list(dict.fromkeys(strings))
    while len(strings) < 10700:
        size = r.randint(1, 40)
        pool = r.choice(["abcdefghij XYZ-09", "äöüßéñçşğ", "ДЖяё", "漢字かな", "😀👍🏽\u200d"])
        string = ""
        while len(string.encode()) < size:
            string += r.choice(pool)
        strings.append(string)
    for string in dict.fromkeys(strings):
        yield [string, IDS[string] if string in IDS else nlp.vocab.strings.add(string)]


def rows():
    """1: [feature value, seed, four keys]"""
    r = random.Random(2)
    ops = NumpyOps()
    values = [0, 1, 42, 2**64 - 1, 7425985699627899538] + [r.getrandbits(64) for _ in range(995)]
    for value in values:
        seed = r.choice([0, 1, 8, 9, 10, 11, 12, 13, 2**32 - 1])
        yield [value, seed, [int(k) for k in ops.hash(numpy.array([value], dtype="uint64"), seed)[0]]]


def lexemes():
    """2: first {set: [first, last, …]} of the code points with the property, then [first code point, hash] of each 256
    code points: the first 16 hexadecimal digits of the SHA-256 of a line "lower norm prefix suffix shape space\\n" (ids of
    strings; space 0 or 1) for c and for aXb with c in the place of X, for every c that is no surrogate"""
    get = nlp.vocab.lex_attr_getters
    points = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
    for name, test in [("alpha", get[IS_ALPHA]), ("digit", get[IS_DIGIT]), ("space", get[IS_SPACE]), ("upper", str.isupper)]:
        ranges = []
        for c in points:
            if test(chr(c)):
                if ranges and ranges[-1] == c - 1:
                    ranges[-1] = c
                else:
                    ranges += [c, c]
        yield {name: ranges}
    number = lambda s: IDS.get(s) or (hash_string(s) if s else 0)  # noqa: E731
    for first in range(0, 0x110000, 256):
        digest = hashlib.sha256()
        for c in range(first, first + 256):
            if 0xD800 <= c <= 0xDFFF:
                continue
            for s in (chr(c), f"a{chr(c)}b"):
                ids = [number(get[attribute](s)) for attribute in (LOWER, NORM, PREFIX, SUFFIX, SHAPE)]
                digest.update(" ".join(map(str, ids + [int(get[IS_SPACE](s))])).encode() + b"\n")
        yield [first, digest.hexdigest()[:16]]


def chunks():
    """3: [chunk, prefix length, suffix length, [infix begin, end, …], url 0 or 1, sizes of the tokens, norms where not
    the lexeme's as {index: norm}]; lengths in code points; the chunk is matched whole, whatever it is"""
    r = random.Random(3)
    keys = sorted(nlp.tokenizer.rules)
    pieces = [p for key in keys for p in [key]] + [t for _, p in paragraphs()[:40] for t in p.split()]
    odd = list(".,:;!?()[]{}<>\"'`&*/\\-–—_~^|+=%$#@") + ["...", "..", "--", "---", "'s", "’s", "US$", "C$", "km", "MB", "€", "£", "°C", "…", "“", "”", "‘", "’",
               "http://", "https://", "www.", ".com", ".org", ".co.uk", "@", "?q=1", "1", "23", "4,5", "0.7", "a", "B", "É", "ж", "漢", "😀", "\u200d", "\u0301", "²", "№", "§", "n't", "N'T", "’re", "//", "://", "127.0.0.1", "foo.bar"]
    tokenizer = nlp.tokenizer
    seen = set()
    while len(seen) < 100000:
        way = r.random()
        if way < 0.45:
            chunk = "".join(r.choice(odd) for _ in range(r.randint(1, 6)))
        elif way < 0.75:
            chunk = r.choice(pieces) + r.choice(odd) + r.choice(["", r.choice(pieces), r.choice(odd)])
        elif way < 0.9:
            chunk = r.choice(odd) + r.choice(pieces) + r.choice(odd)
        else:
            chunk = "".join(chr(r.choice([r.randint(33, 126), r.randint(33, 126), r.randint(0xA1, 0x24F), r.randint(0x2010, 0x206F), r.randint(0x20A0, 0x2BFF), r.randint(0x1F300, 0x1FAFF)])) for _ in range(r.randint(1, 7)))
        chunk = "".join(chunk.split())
        if not chunk or chunk in seen:
            continue
        seen.add(chunk)
    for chunk in sorted(seen):
        infixes = [n for m in tokenizer.infix_finditer(chunk) for n in m.span()]
        doc = tokenizer(chunk)
        norms = {str(t.i): t.norm_ for t in doc if t.norm_ != t.lex.norm_}
        yield [chunk, tokenizer.find_prefix(chunk), tokenizer.find_suffix(chunk), infixes, int(bool(tokenizer.url_match(chunk))), [len(t.text) for t in doc], *([norms] if norms else [])]


def trees():
    """9: {heads, labels, spaces} of a random tree (labels as numbers into the list of the second line), then what differs
    afterwards: moved {token: head}, and the sentence starts"""
    r = random.Random(4)
    names = ["ROOT", "nsubj", "dobj", "prep", "pobj", "relcl", "conj", "advcl", "prep||dobj", "relcl||nsubj", "conj||pobj", "advcl||relcl", "relcl||dobj"]
    yield names
    for _ in range(20000):
        n = r.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20])
        projective = r.random() < 0.5
        heads = list(range(n))
        if projective:
            build(r, heads, 0, n)
        else:
            order = list(range(n))
            r.shuffle(order)
            for i, token in enumerate(order[1:], 1):
                if r.random() > 0.12:
                    heads[token] = order[r.randrange(i)]
        share = r.choice([0.1, 0.3, 0.6])
        labels = [0 if heads[i] == i else r.randrange(8, len(names)) if r.random() < share else r.randrange(1, 8) for i in range(n)]
        spaces = [int(r.random() < 0.08) for _ in range(n)]
        doc = Doc(nlp.vocab, words=["\n" if s else "w" for s in spaces], spaces=[False] * n, heads=heads, deps=[names[k] for k in labels])
        nonproj.deprojectivize(doc)
        after = [t.head.i for t in doc]
        if any(t.dep_ != names[k].split("||")[0] for t, k in zip(doc, labels)):
            raise SystemExit("a label changed otherwise than by its decoration")
        yield [heads, labels, "".join(map(str, spaces)), {str(i): after[i] for i in range(n) if after[i] != heads[i]}, [t.i for t in doc if t.is_sent_start]]


def build(r, heads, first, last):
    """Random projective tree over [first, last); returns its root."""
    root = r.randrange(first, last)
    for low, high in ((first, root), (root + 1, last)):
        while low < high:
            cut = r.randint(low + 1, high)
            child = build(r, heads, low, cut)
            if r.random() < 0.95 or root == child:
                heads[child] = root
            low = cut
    return root


def ruler():
    """10: [[text, tag, dep, tag after, pos, morph, lemma], …] for a sequence of tokens, after ruler and lemmatiser"""
    r = random.Random(5)
    pipe = nlp.get_pipe("attribute_ruler")
    tags, deps = nlp.get_pipe("tagger").labels, [x for x in nlp.get_pipe("parser").labels if "||" not in x]
    lowers = sorted({w for p in pipe.patterns for pattern in p["patterns"] for token in pattern for w in values(token.get("LOWER"))})

    def values_of(token, key, fallback):
        given = token.get(key)
        if isinstance(given, dict) and "NOT_IN" in given:
            return [x for x in fallback if x not in given["NOT_IN"]]
        return values(given) or fallback

    def sequences():
        for p in pipe.patterns:
            for pattern in p["patterns"]:
                for _ in range(6):
                    out = [random_token() for _ in range(r.randint(0, 2))]
                    for token in pattern:
                        word = r.choice(values_of(token, "LOWER", ["house", "it", "'s", "a"]))
                        if isinstance(token.get("LOWER"), dict) and "REGEX" in token["LOWER"]:
                            word = r.choice(lowers + ["1st", "2nd", "33rd", "4th", "n't", "not", "'d"])
                        if token.get("IS_SPACE"):
                            word = "\n"
                        out.append((cased(word), r.choice(values_of(token, "TAG", tags)), r.choice(values_of(token, "DEP", deps))))
                    yield out + [random_token() for _ in range(r.randint(0, 2))]
        for tag in tags:
            for word in ["x", "\n", " ", "not"]:
                yield [(word, tag, "dep")]
        for word in lowers:
            for _ in range(3):
                yield [(cased(word), r.choice(tags), r.choice(deps))]
        for _ in range(3000):
            yield [random_token() for _ in range(r.randint(1, 7))]

    def cased(word):
        return r.choice([word, word, word.title(), word.upper()])

    def random_token():
        return (cased(r.choice(lowers + ["house", "runs", "\n", "  ", "1", "ABC"])), r.choice(tags), r.choice(deps))

    for tokens in sequences():
        words, before, labels = zip(*tokens)
        doc = Doc(nlp.vocab, words=words, spaces=[False] * len(words), tags=before, deps=labels, heads=list(range(len(words))))
        for token, label in zip(doc, labels):
            token.dep_ = label
        nlp.get_pipe("lemmatizer")(pipe(doc))
        yield [[w, t, d, token.tag_, token.pos_, str(token.morph), token.lemma_] for w, t, d, token in zip(words, before, labels, doc)]


def values(given):
    if given is None:
        return []
    if isinstance(given, dict):
        return [x for x in given.get("IN", []) if x]
    return [given]


def lemmas():
    """11: [text, pos, morph, lemma]"""
    r = random.Random(6)
    pipe = nlp.get_pipe("lemmatizer")
    index, exceptions, rules = (pipe.lookups.get_table(name) for name in ("lemma_index", "lemma_exc", "lemma_rules"))
    morphs = {
        "NOUN": ["Number=Sing", "Number=Plur", ""],
        "VERB": ["VerbForm=Inf", "Tense=Pres|VerbForm=Fin", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "Tense=Past|VerbForm=Fin", "Aspect=Perf|Tense=Past|VerbForm=Part", "Aspect=Prog|Tense=Pres|VerbForm=Part", ""],
        "ADJ": ["Degree=Pos", "Degree=Cmp", "Degree=Sup", ""],
        "ADV": ["Degree=Cmp", "Degree=Sup", "", "Degree=Pos"],
    }
    cases = []
    for pos, choices in morphs.items():
        known = exceptions.get(pos.lower(), {})
        cases += [(form, pos, choices[1]) for form in sorted(known)]
        stems = sorted(index[pos.lower()])
        stems = [stems[i] for i in sorted(r.sample(range(len(stems)), 150))] + ["T-shirt", "café", "x", "NATO", "9/11", "e-mail", "Ω", "İstanbul", "co-op"]
        for stem in stems:
            for old, new in rules.get(pos.lower(), []):
                form = (stem[: -len(new)] if new and stem.endswith(new) else stem) + old
                cases.append((r.choice([form, form, form.title(), form.upper()]), pos, r.choice(choices)))
        cases += [(w, pos, m) for w in stems[-40:] for m in choices]
    for word in ["Pakistan", "the", "'s", "IS", "them", "Having", "s", "-s", "ss", "", "–", "...", "”", "Could", "N'T", "\n", "2nd", "US", "½"]:
        if word:
            for pos in ["PROPN", "AUX", "PRON", "DET", "PUNCT", "ADP", "SCONJ", "CCONJ", "PART", "NUM", "INTJ", "SYM", "X", "SPACE", "VERB", "NOUN"]:
                for morph in ["", "VerbForm=Inf", "Degree=Pos", "Number=Plur|PronType=Prs"]:
                    cases.append((word, pos, morph))
    for word, pos, morph in dict.fromkeys(cases):
        doc = Doc(nlp.vocab, words=[word], pos=[pos], morphs=[morph])
        yield [word, pos, morph, pipe.rule_lemmatize(doc[0])[0]]


MAKERS = [text, ids, rows, lexemes, chunks, trees, ruler, lemmas]


def write(maker):
    path = HERE / f"golden/{maker.__name__}.jsonl.gz"
    path.parent.mkdir(exist_ok=True)
    about = {"holds": re.sub(r"\s+", " ", maker.__doc__), "oracle": oracle.versions()}
    lines = [json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in [about, *maker()]]
    with open(path, "wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=9, mtime=0) as out:
        out.write(("\n".join(lines) + "\n").encode())
    print(f"{path.name}: {len(lines) - 1} records, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    for maker in MAKERS:
        if len(sys.argv) == 1 or maker.__name__ in sys.argv[1:]:
            write(maker)
