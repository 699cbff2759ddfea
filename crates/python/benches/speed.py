"""How fast the wheel and Spark are beside the command line, in one run on one corpus.

    cargo run --release --example make_dump -- 200000000 dump.jsonl
    ADVOCODER=target/release/advocoder python crates/python/benches/speed.py dump.jsonl [spark]

With `spark` Spark alone is measured beside the command line on two threads, which takes a third of the time.

The wheel has to be built as the program is (`maturin build --release`). Seconds are those of the clock, without the start (of Spark and of
its workers); in brackets those of this process and of the command line on all cores, which a busy machine changes less. Each
count of events has to be the command line's.
"""

import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import advocoder


def clock():
    times = os.times()
    return time.perf_counter(), times.user + times.system + times.children_user + times.children_system


def measured(name, work, *arguments):
    before = clock()
    events = work(*arguments)
    wall, cores = (now - then for now, then in zip(clock(), before))
    print(f"{name:36} {wall:7.1f} s ({cores:.1f} s)  {events if events is not None else '':>9}", flush=True)
    return wall, cores, events


def command_line(corpus, threads):
    with tempfile.TemporaryDirectory() as folder:
        out, summary = (os.path.join(folder, name) for name in ("records.jsonl", "summary.json"))
        command = [os.environ["ADVOCODER"], "extract", "--threads", str(threads), corpus, "--output", out, "--summary", summary]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
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


def on_spark(spark, corpus, emit):
    import advocoder.spark

    news = spark.read.schema("id string, text string, date string").json(corpus)
    found = advocoder.spark.extract(news.repartition(16), emit=emit)
    if emit == "events":
        return found.count()
    found.write.format("noop").mode("overwrite").save()
    return None


def wheel(corpus):
    one = measured("command line, one thread", command_line, corpus, 1)
    extractor = advocoder.Extractor(threads=1)
    many = measured("extract_many, to_json", json_only, extractor, corpus)
    objects = measured("extract_many, to_json, objects", extract_many, extractor, corpus)
    assert objects[2] == one[2]
    print(f"extract_many: {one[0] / many[0]:.2f} of the command line's speed ({one[1] / many[1]:.2f} by seconds of all cores)")


def spark(corpus):
    two = measured("command line, two threads", command_line, corpus, 2)
    from pyspark.sql import SparkSession

    # Otherwise Spark starts its workers with the `python3` of the path, which may have no wheel.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    small = pathlib.Path(tempfile.mkdtemp()) / "small.jsonl"
    small.write_text("".join(json.dumps(article) + "\n" for article in itertools.islice(lines(corpus), 64)), encoding="utf-8")
    # Starts the workers, and lets each load the model.
    on_spark(session, str(small), "articles")
    nested = measured("Spark local[2], nested", on_spark, session, corpus, "articles")
    flat = measured("Spark local[2], events", on_spark, session, corpus, "events")
    assert flat[2] == two[2]
    print(f"Spark, nested: {two[0] / nested[0]:.2f} of the command line's speed")
    print(f"Spark, events: {two[0] / flat[0]:.2f} of the command line's speed")


if __name__ == "__main__":
    if sys.argv[2:] != ["spark"]:
        wheel(sys.argv[1])
    spark(sys.argv[1])
