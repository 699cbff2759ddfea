#!/usr/bin/env python3
"""Fit rules/confidence.toml to gold events, and print how well the confidence is calibrated.

usage: calibrate.py ADVOCODER RULES GOLD.jsonl [GOLD.jsonl …] [--write]

ADVOCODER   the program
RULES       the folder of the rules; --write puts the fitted weights into its confidence.toml
GOLD        {"id", "date", "text", "entities": [{"id", "name", "mentions"}],
             "events": [{"type", "actors", "sentence", "trigger"}]} a line

An event is right when it pairs with a gold event of its type whose sentence holds its trigger (or lies within 150
characters of it), one to one, overlapping triggers first, and one of its actors is one of the gold ones (two names match
when they share half of their words). STATE and repetitions are left out. The weights are those of a logistic regression
with a ridge penalty of 1; the table comes from ten folds over articles, each article told by weights that have not
seen it. Needs Python 3.11 alone.
"""
import argparse, collections, json, math, pathlib, random, re, shutil, subprocess, sys, tempfile

# Names of the weights in confidence.toml, in the order of `features`.
WEIGHTS = ["bias", "rule", "no_actor", "unnamed_actor", "length"]
IDENTITY = dict.fromkeys(WEIGHTS, 0.0) | {"rule": 1.0}
SMALL = set("the a an of in on at to for by from with and or 's".split())


def words(name):
    found = [w for w in re.findall(r"\w+", name.casefold())]
    return frozenset([w for w in found if w not in SMALL] or found)


def same(a, b):
    return any(2 * len(x & y) >= (len(x) + len(y)) / 2 > 0 for x in a for y in b)


def names(entity):
    mentions = [m if isinstance(m, str) else m["text"] for m in entity["mentions"]
                if isinstance(m, str) or m["kind"] != "pronoun"]
    return [words(n) for n in [entity["name"], *mentions] if n]


def features(event, entities):
    rule = min(max(event["confidence"], 0.02), 0.98)
    actors = [entities[a] for a in event["actors"]]
    return [1.0, math.log(rule / (1 - rule)), float(not actors),
            float(bool(actors) and not any(a["named"] for a in actors)),
            min(event["sentence"]["end"] - event["sentence"]["start"], 400) / 100]


def judged(gold, record):
    """Yields (features, right by type and actor, right by type) of the events of one article."""
    text, entities = gold["text"], {e["id"]: e for e in record["entities"]}
    known = {e["id"]: names(e) for e in gold["entities"]}
    wanted = []
    for event in gold["events"]:
        start = max(text.find(event["sentence"]), 0)
        trigger = text.find(event["trigger"], start)
        wanted.append((event, start, start + len(event["sentence"]), trigger, trigger + len(event["trigger"])))
    found = [e for e in record["events"] if e["type"] != "STATE" and not e["same_as"]]
    pairs = []
    for i, (want, start, end, first, last) in enumerate(wanted):
        for j, event in enumerate(found):
            at = event["trigger"]["start"]
            if event["type"] == want["type"] and start - 150 <= at <= end + 150:
                overlap = min(event["trigger"]["end"], last) > max(at, first)
                pairs.append((-4 * overlap - 2 * (start <= at < end), i, j))
    taken, right = set(), {}
    for _, i, j in sorted(pairs):
        if i not in taken and j not in right:
            taken.add(i)
            actors = [names(entities[a]) for a in found[j]["actors"]]
            theirs = [known[a] for a in wanted[i][0]["actors"]]
            if found[j]["type"] in ("CONSULT", "COOPERATE"):  # either side may be the actor
                theirs += [known[a] for a in wanted[i][0]["recipients"]]
            right[j] = not theirs and not actors or any(same(a, b) for a in actors for b in theirs)
    for j, event in enumerate(found):
        yield features(event, entities), right.get(j, False), j in right


def fit(rows, penalty=1.0):
    """Logistic regression by Newton's method."""
    n = len(WEIGHTS)
    w = [0.0] * n
    for _ in range(30):
        gradient = [0.0] + [-penalty * x for x in w[1:]]
        hessian = [[(penalty if i and i == j else 1e-9 if i == j else 0.0) for j in range(n)] for i in range(n)]
        for x, y in rows:
            p = predict(w, x)
            for i in range(n):
                gradient[i] += (y - p) * x[i]
                for j in range(n):
                    hessian[i][j] += p * (1 - p) * x[i] * x[j]
        step = solve(hessian, gradient)
        w = [a + b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-6:
            break
    return w


def solve(a, b):
    a = [row[:] + [y] for row, y in zip(a, b)]
    for i in range(len(a)):
        pivot = max(range(i, len(a)), key=lambda r: abs(a[r][i]))
        a[i], a[pivot] = a[pivot], a[i]
        for r in range(len(a)):
            if r != i:
                factor = a[r][i] / a[i][i]
                a[r] = [x - factor * y for x, y in zip(a[r], a[i])]
    return [a[i][-1] / a[i][i] for i in range(len(a))]


def predict(w, x):
    return 1 / (1 + math.exp(-max(min(sum(a * b for a, b in zip(w, x)), 30), -30)))


def toml(weights):
    return "\n".join(f"{name} = {value:.2f}" for name, value in weights.items()) + "\n"


def extract(program, rules, weights, gold):
    """The records of the gold articles under these weights, by their ids."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "rules"
        shutil.copytree(rules, copy)
        (copy / "confidence.toml").write_text("[weight]\n" + toml(weights))
        lines = "".join(json.dumps({k: g[k] for k in ("id", "date", "text") if g.get(k)}) + "\n" for g in gold)
        command = [program, "extract", "--rules", copy, "--input-format", "jsonl", "--offsets", "chars"]
        out = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    return {r["doc"]["id"]: r for r in map(json.loads, out.splitlines())}


def table(told):
    """told: (confidence, right, right by type)."""
    bins = collections.defaultdict(list)
    for p, *right in told:
        bins[min(int(p * 10), 9)].append((p, *right))
    print("| confidence | events | mean confidence | type and actor right | type right |\n|---|---|---|---|---|")
    error = 0
    for b, rows in sorted(bins.items()):
        mean, actor, etype = (sum(column) / len(rows) for column in zip(*rows))
        error += abs(mean - actor) * len(rows)
        print(f"| {b / 10:.1f} to {b / 10 + .1:.1f} | {len(rows)} | {mean:.2f} | {actor:.2f} | {etype:.2f} |")
    brier = sum((p - y) ** 2 for p, y, _ in told) / len(told)
    print(f"\nexpected calibration error {error / len(told):.3f}, Brier score {brier:.3f}, {len(told)} events")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("rules", type=pathlib.Path)
    parser.add_argument("gold", nargs="+", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    gold = [json.loads(line) for path in args.gold for line in path.read_text("utf8").splitlines() if line.strip()]
    records = extract(args.program, args.rules, IDENTITY, gold)
    articles = [list(judged(g, records[g["id"]])) for g in gold]
    everything = [row for article in articles for row in article]
    print("Confidence of the rule alone:\n")
    table([(predict([0, 1] + [0] * (len(WEIGHTS) - 2), x), y, t) for x, y, t in everything])
    order = list(range(len(articles)))
    random.Random(7).shuffle(order)
    told = []
    for fold in range(10):
        out = set(order[fold::10])
        w = fit([(x, y) for i, article in enumerate(articles) if i not in out for x, y, _ in article])
        told += [(predict(w, x), y, t) for i in sorted(out) for x, y, t in articles[i]]
    print("\nFitted, each article by weights that have not seen it:\n")
    table(told)
    weights = dict(zip(WEIGHTS, fit([(x, y) for x, y, _ in everything])))
    print("\n" + toml(weights))
    if args.write:
        path = args.rules / "confidence.toml"
        head = path.read_text().split("[weight]")[0]
        path.write_text(head + "[weight]\n" + toml(weights))


main()
