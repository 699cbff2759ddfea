"""Arrow tables: schema, kinds of columns, what is kept, rejects, data frames."""

import datetime
import json

import advocoder
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

RAIN = "Rain fell on Lima."


def batch(**columns):
    return pa.RecordBatch.from_pydict(columns)


def made(extractor, batch, **options):
    return pa.Table.from_batches(extractor.map_batches([batch], **options))


def names(kind):
    if pa.types.is_list(kind):
        return names(kind.value_type)
    if pa.types.is_struct(kind):
        return {field.name: names(field.type) for field in kind}
    return str(kind)


def test_columns_are_those_of_the_schema():
    schema = advocoder.Extractor.schema()
    assert schema.names == ["doc", "entities", "events", "schema", "skipped", "error", "warning"]
    event = names(schema.field("events").type)
    assert event["trigger"] == {"end": "int64", "start": "int64", "text": "string"} and event["confidence"] == "double"
    assert names(schema.field("entities").type)["mentions"]["kind"] == "string"
    flat = advocoder.Extractor.schema("events")
    assert flat.field("actors").type == pa.list_(pa.string()) and flat.field("hedged").type == pa.bool_()


def test_the_same_as_the_command_line(extractor, rows, records, events):
    table = extractor.to_arrow(pa.Table.from_pylist(rows), file="file", record="record")
    assert table.column("error").null_count == len(rows)
    assert table.drop_columns(["error", "warning"]).to_pylist() == [json.loads(line) for line in records]
    flat = extractor.to_arrow(rows, emit="events", file="file", record="record")
    assert flat.to_pylist() == [json.loads(line) for line in events]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())])
def test_kinds_of_strings(extractor, kind):
    texts = pa.array([RAIN, None], pa.string()).cast(kind)
    table = made(extractor, pa.record_batch([texts, pa.array([1, 2])], ["text", "id"]))
    doc, lost = table.column("doc").to_pylist()
    assert (doc["id"], lost["id"]) == ("1", "2")
    assert table.column("error").to_pylist()[1].startswith("A113")
    assert table.column("entities").to_pylist()[0][0]["name"] == "Lima" and table.column("entities").to_pylist()[1] is None


def test_kinds_of_dates(extractor):
    day = datetime.date(2024, 5, 14)
    at = datetime.datetime(2024, 5, 14, 23, 30)
    for dates in [
        pa.array([day]), pa.array([day], pa.date64()), pa.array([at]), pa.array([at], pa.timestamp("s", "UTC")),
        pa.array(["2024-05-14T23:30:00-05:00"]),
    ]:  # fmt: skip
        table = made(extractor, pa.record_batch([pa.array([RAIN]), dates], ["text", "date"]))
        assert table.column("doc")[0]["date"].as_py() == "2024-05-14", dates.type
    with pytest.raises(TypeError, match="cast it to dates first"):
        made(extractor, pa.record_batch([pa.array([RAIN]), pa.array([at], pa.timestamp("s", "Asia/Tokyo"))], ["text", "date"]))
    warned = made(extractor, batch(text=[RAIN], date=["14 June"]))
    assert warned.column("warning")[0].as_py().startswith("A120") and warned.column("error")[0].as_py() is None


def test_columns_that_are_kept(extractor):
    texts = [RAIN, "Police arrested two men. The minister met the mayor.", None, "Nothing."]
    input = batch(text=texts, source=["a", "b", "c", "d"])
    table = made(extractor, input, keep=["source"])
    assert table.column_names[0] == "source" and table.column("source").to_pylist() == ["a", "b", "c", "d"]
    with pytest.warns(advocoder.RejectedWarning, match="1 rejected, and not among the events; the first: A113"):
        flat = made(extractor, input, keep=["source"], emit="events")
    assert flat.column("source").to_pylist() == ["b", "b"] and flat.num_columns == len(extractor.schema("events")) + 1
    with pytest.raises(ValueError, match="rename it"):
        made(extractor, batch(text=[RAIN], doc=["x"]), keep=["doc"])


def test_columns_that_are_wrong(extractor):
    with pytest.raises(KeyError, match="the columns are body"):
        made(extractor, batch(body=[RAIN]))
    with pytest.raises(KeyError, match="key"):
        made(extractor, batch(text=[RAIN]), id="key")
    with pytest.raises(TypeError, match="must hold strings"):
        made(extractor, batch(text=[1]))
    with pytest.raises(advocoder.RecordError, match="row 2"):
        made(extractor, batch(text=[RAIN, None]), on_error="raise")
    with pytest.raises(ValueError, match="emit"):
        extractor.to_arrow([RAIN], emit="plover")
    with pytest.raises(TypeError, match="only columns of a table"):
        extractor.to_arrow([RAIN], keep=["text"])
    with pytest.raises(TypeError, match="give a list"):
        extractor.to_arrow(RAIN)


def test_large_batches_come_in_parts_and_slices_are_read_in_place(extractor):
    input = batch(text=[f"Rain fell on Lima {at} times." for at in range(1000)], id=list(range(1000)))
    parts = list(extractor.map_batches([input.slice(100, 800), input.slice(0, 0)]))
    assert len(parts) > 2 and max(part.num_rows for part in parts) <= 256
    ids = [doc["id"] for part in parts for doc in part.column("doc").to_pylist()]
    assert ids == [str(at) for at in range(100, 900)]


def test_any_table_is_read(extractor):
    rows = [{"id": "a", "text": RAIN, "date": "2024-05-14"}]
    expected = extractor.to_arrow(rows)
    for table in [pa.Table.from_pylist(rows), pl.DataFrame(rows), pd.DataFrame(rows), pa.RecordBatch.from_pylist(rows)]:
        assert extractor.to_arrow(table) == expected, type(table)
    assert extractor.to_arrow([RAIN]).column("doc")[0]["id"].as_py() == ""
    assert extractor.to_arrow([]).num_rows == 0
    gaps = [{"id": 7, "text": RAIN, "title": pd.NA, "date": float("nan"), "url": pd.NaT}, {"text": 5}, {"id": "none"}]
    table = extractor.to_arrow(gaps)
    assert table.column("doc")[0]["id"].as_py() == "7" and table.column("doc")[0]["title"].as_py() is None
    assert [(error or "")[:4] for error in table.column("error").to_pylist()] == ["", "A113", "A112"]


def test_data_frames(extractor):
    frame = extractor.to_dataframe(["Police arrested four men in Lima.", {"text": "A crowd marched in Lima.", "id": "b"}])
    assert list(frame["type"]) == ["COERCE", "PROTEST"] and list(frame["doc_id"]) == ["", "b"]
    assert frame["size_lowest"].dtype == pd.Int64Dtype() and frame["size_lowest"][0] == 4
    assert set(extractor.to_dataframe([RAIN], emit="articles").columns) == set(extractor.schema().names)
