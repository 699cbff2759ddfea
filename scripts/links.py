#!/usr/bin/env python3
"""Count how often links of pronouns and noun phrases are right, by the reason for the link.

usage: links.py ADVOCODER [--cases CASES.txt …] [--gold GOLD.jsonl …]

ADVOCODER   the program
CASES       articles parted by lines of three dashes, with marks {words|antecedent} (tests/coref)
GOLD        {"id", "date", "text", "entities": [{"id", "name", "mentions"}],
             "events": [{"type", "actors", "recipients", "sentence", "trigger"}]} a line

Prints a line for each source and reason: links that are right, links that are wrong. Links to who is most in view have a
line for each confidence. In CASES the marked antecedent must be among the other mentions of the entity. In GOLD, links
count that bring an actor or recipient into an event that pairs with a gold event of its type and sentence: right where
the entity is one of the gold ones (two names match when they share half of their words). Needs Python 3.11 alone.
"""
import argparse, collections, json, re, subprocess, tempfile

SMALL = set("the a an of in on at to for by from with and or s his her its their our this that these those".split())


def words(name):
    found = re.findall(r"\w+", name.casefold().replace("’", "'"))
    return frozenset([w for w in found if w not in SMALL] or found)


def same(a, b):
    return 2 * len(a & b) >= 0.5 * (len(a) + len(b))


def entities(program, text, date):
    """The record of a text, each mention of which also has its `why`."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        run = lambda *what: subprocess.run(
            [program, *what, file.name, *(["--date", date] if date else [])], capture_output=True, text=True, check=True
        ).stdout
        record = json.loads(run("extract", "--offsets", "chars"))
        told = run("explain").split("\n[1]")[0]
    reasons = re.findall(r"^     \[\d+\] “.*” \w+ by \w+: (.*?)(?: · [\d.]+)?$", told, re.M)
    mentions = [mention for entity in record["entities"] for mention in entity["mentions"]]
    assert len(reasons) == len(mentions), "explain and extract differ"
    for mention, why in zip(mentions, reasons):
        sure = mention["confidence"]
        mention["why"] = f"{why} ({sure})" if "in view" in why and mention["kind"] == "pronoun" else why
    return record


def cases(program, path, count):
    for article in open(path, encoding="utf-8").read().split("\n---\n")[1:]:
        text, marks, end = "", [], 0
        article = article.strip()
        for mark in re.finditer(r"\{([^|}]*)\|([^}]*)\}", article):
            text += article[end : mark.start()]
            marks.append((len(text), len(text) + len(mark[1]), mark[2]))
            text, end = text + mark[1], mark.end()
        text += article[end:]
        record = entities(program, text, None)
        for start, end, antecedent in marks:
            holding = [
                (m["end"] - m["start"], m["start"], m, entity)
                for entity in record["entities"]
                for m in entity["mentions"]
                if m["start"] <= start and end <= m["end"]
            ]
            if not holding or min(holding, key=lambda h: h[:2])[2]["confidence"] is None:
                continue
            *_, mention, entity = min(holding, key=lambda h: h[:2])
            plain = lambda s: re.sub("^[Tt]he ", "", s).lower()
            others = [plain(m["text"]) for m in entity["mentions"] if m is not mention and m["kind"] != "pronoun"]
            wanted = plain(antecedent)
            right = any(s == wanted or wanted.startswith(s + " ") or s.startswith(wanted + " ") for s in others)
            count["cases", mention["why"]][right] += 1


def gold(program, path, count):
    for line in open(path, encoding="utf-8"):
        article = json.loads(line)
        text, record = article["text"], entities(program, article["text"], article.get("date"))
        named = {e["id"]: [words(name) for name in [e["name"], *e["mentions"]]] for e in article["entities"]}
        found = {e["id"]: e for e in record["entities"]}
        for event in record["events"]:
            trigger = set(re.findall(r"\w+", event["trigger"]["text"]))
            for wanted in article["events"]:
                start = text.find(wanted["sentence"])
                inside = start <= event["trigger"]["start"] <= start + len(wanted["sentence"])
                if wanted["type"] != event["type"] or not inside or not trigger & set(re.findall(r"\w+", wanted["trigger"])):
                    continue
                arguments = [name for id in wanted["actors"] + wanted["recipients"] for name in named[id]]
                for entity in (found[id] for id in event["actors"] + event["recipients"]):
                    here = [m for m in entity["mentions"] if event["sentence"]["start"] <= m["start"] < event["sentence"]["end"]]
                    if not here or any(m["confidence"] is None for m in here):
                        continue
                    others = [m["text"] for m in entity["mentions"] if m is not here[0] and m["kind"] != "pronoun"]
                    names = [words(name) for name in others or [entity["name"]]]
                    count["gold", here[0]["why"]][any(same(a, b) for a in names for b in arguments)] += 1
                break


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--cases", nargs="*", default=[])
    parser.add_argument("--gold", nargs="*", default=[])
    options = parser.parse_args()
    count = collections.defaultdict(lambda: {True: 0, False: 0})
    for path in options.cases:
        cases(options.program, path, count)
    for path in options.gold:
        gold(options.program, path, count)
    for (source, why), links in sorted(count.items()):
        print(f"{source:<6} {links[True]:>3} right {links[False]:>3} wrong  {why}")


main()
