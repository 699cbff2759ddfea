"""How fast the wheel and Spark are beside the command line, in one run on one corpus.

    cargo run --release --example make_dump -- 200000000 dump.jsonl
    ADVOCODER=target/release/advocoder python crates/python/benches/speed.py dump.jsonl

The wheel has to be built as the program is (`maturin build --release`). Times are seconds of the clock, and of all cores together, of the
whole run without the start (loading the model, starting Spark). Each output is compared with the command line's by its number of events.
"""

import json
import os
import subprocess
import sys
import time

import advocoder


def clock():
    own, children = os.times(), os.times()
    return time.perf_counter(), own.user + own.system + children.children_user + children.children_system


def measured(name, work, *arguments):
    wall, cores = clock()
    events = work(*arguments)
    wall, cores = (now - before for now, before in zip(clock(), (wall, cores)))
    print(f"{name:40} {wall:8.1f} s {cores:8.1f} s of all cores {events:9} events", flush=True)
    return wall, cores, events


def command_line(corpus, threads):
    """One JSON record a line to nowhere; the program itself counts events."""
    summary = f"{corpus}.summary.json"
    command = [os.environ["ADVOCODER"], "extract", "--threads", str(threads), corpus, "--output", os.devnull]
    subprocess.run([*command, "--summary", summary], check=True, stderr=subprocess.DEVNULL)
    with open(summary) as file:
        return json.load(file)["events"]


def lines(corpus):
    with open(corpus, encoding="utf-8") as file:
        yield from map(json.loads, file)


def extract_many(extractor, corpus):
    with open(os.devnull, "w") as out:
        return sum(out.write(article.to_json()) and len(article.events) for article in extractor.extract_many(lines(corpus)))


def json_only(extractor, corpus):
    with open(os.devnull, "w") as out:
        out.writelines(article.to_json() for article in extractor.extract_many(lines(corpus)))
    return "-"


def on_spark(spark, corpus, emit):
    import advocoder.spark

    news = spark.read.schema("id string, text string, date string").json(corpus)
    found = advocoder.spark.extract(news.repartition(16), emit=emit)
    if emit == "events":
        return found.count()
    found.write.format("noop").mode("overwrite").save()
    return "-"


def main(corpus):
    one = measured("command line, one thread", command_line, corpus, 1)
    extractor = advocoder.Extractor(threads=1)
    many = measured("extract_many, to_json", json_only, extractor, corpus)
    measured("extract_many, to_json, objects", extract_many, extractor, corpus)
    two = measured("command line, two threads", command_line, corpus, 2)
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.range(1).mapInArrow(lambda batches: batches, "id long").count()
    nested = measured("Spark local[2], nested", on_spark, spark, corpus, "articles")
    flat = measured("Spark local[2], events", on_spark, spark, corpus, "events")
    assert flat[2] == two[2] == one[2]
    for name, slow, fast in [("extract_many", many, one), ("Spark, nested", nested, two), ("Spark, events", flat, two)]:
        print(f"{name}: {fast[0] / slow[0]:.2f} of the command line's speed by the clock, {fast[1] / slow[1]:.2f} by all cores")


if __name__ == "__main__":
    main(sys.argv[1])
