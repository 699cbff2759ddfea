"""Spark on two local cores: the same answers, bad rows, streaming, and events as rows."""

import datetime
import json
import shutil

import pytest

if shutil.which("java") is None:
    pytest.skip("no Java", allow_module_level=True)
pyspark = pytest.importorskip("pyspark")

import advocoder.spark


def parsed(rows):
    """Rows as dicts, by id."""
    records = (row.asDict(recursive=True) for row in rows)
    return sorted(records, key=lambda record: record["doc"]["id"])


def by_id(lines):
    return sorted((json.loads(line) for line in lines), key=lambda record: record["doc"]["id"])


def test_the_same_as_the_command_line(spark, rows, records, events):
    articles = spark.createDataFrame(rows).repartition(3)
    found = advocoder.spark.extract(articles, file="file", record="record")
    rows = parsed(found.collect())
    assert {row.pop("error") for row in rows} == {row.pop("warning") for row in rows} == {None}
    assert rows == by_id(records)

    flat = advocoder.spark.extract(articles, file="file", record="record", emit="events").collect()
    expected = sorted(events)
    assert sorted(json.dumps(row.asDict(), sort_keys=True) for row in flat) == sorted(
        json.dumps(json.loads(line), sort_keys=True) for line in expected
    )

    exploded = [row.asDict() for row in advocoder.spark.explode_events(found).collect()]
    assert len(exploded) == len(expected) > 50
    key = lambda row: (row["doc_id"], int(row["id"][1:]))
    expected = sorted(map(json.loads, expected), key=key)
    for row in expected:
        del row["schema"], row["sentence"]
    assert sorted(exploded, key=key) == expected


def test_a_bad_row_never_fails_a_job(spark):
    rows = [(1, "Rain fell.", "2024-05-14"), (2, None, None), (3, "Police arrested two men.", "14 June"), (4, "", None)]
    articles = spark.createDataFrame(rows, "key int, body string, day string")
    columns = {"text": "body", "id": "key", "date": "day", "keep": ["key"]}
    found = advocoder.spark.extract(articles, **columns)
    assert found.columns == ["key", *advocoder.spark.schema().names] and found.schema["key"].dataType.simpleString() == "int"
    told = {row.key: ((row.error or "")[:4], (row.warning or "")[:4]) for row in found.collect()}
    assert told == {1: ("", ""), 2: ("A113", ""), 3: ("", "A120"), 4: ("", "")}
    rejects = found.where("error IS NOT NULL").selectExpr("doc.id", "error").collect()
    assert [row.id for row in rejects] == ["2"]
    assert [row.doc_id for row in advocoder.spark.explode_events(found).collect()] == ["3"]
    assert [row.key for row in advocoder.spark.extract(articles, emit="events", **columns).collect()] == [3]
    with pytest.raises(Exception, match="A113|A120"):
        advocoder.spark.extract(articles, on_error="raise", **columns).collect()
    with pytest.raises(Exception, match="nowhere"):
        advocoder.spark.extract(articles, text="nowhere")


def test_timestamps_are_days_of_the_session(spark):
    at = datetime.datetime(2024, 5, 15, 1, 30, tzinfo=datetime.timezone.utc)
    articles = spark.createDataFrame([("Rain fell on Lima.", at)], ["text", "date"])
    (row,) = advocoder.spark.extract(articles, types=["PROTEST"]).collect()
    assert row.doc.date == "2024-05-14"


def test_a_stream_from_a_folder(spark, tmp_path):
    folder, out = tmp_path / "news", tmp_path / "events"
    folder.mkdir()
    for at in range(3):
        line = {"id": f"a{at}", "text": "Police arrested two men in Lima.", "date": "2024-05-14"}
        (folder / f"{at}.jsonl").write_text(json.dumps(line) + "\n")
    news = spark.readStream.schema("id string, text string, date string").json(str(folder))
    found = advocoder.spark.extract(news, emit="events")
    stream = found.writeStream.format("json").option("path", str(out)).option("checkpointLocation", str(tmp_path / "at"))
    stream.trigger(availableNow=True).start().awaitTermination()
    assert sorted(row.doc_id for row in spark.read.json(str(out)).collect()) == ["a0", "a1", "a2"]
