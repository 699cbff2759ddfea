"""advocoder on Spark: `extract` over a DataFrame, `explode_events` for a table of events.

Each Python worker of Spark loads one model and keeps it. Rows pass through Arrow. What a row gives depends on that row alone, so that
Spark may run a task again without losing or doubling anything. Needs pyspark 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F
from pyspark.sql import types as T

from advocoder.extractor import Emit, Extractor, Names, OnError, _emit, _on_error

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame

__all__ = ["explode_events", "extract", "schema"]


def extract(
    df: DataFrame,
    text: str = "text",
    id: str | None = "id",
    date: str | None = "date",
    *,
    title: str | None = "title",
    url: str | None = "url",
    byline: str | None = "byline",
    file: str | None = None,
    record: str | None = None,
    keep: Sequence[str] = (),
    emit: Emit = "articles",
    on_error: OnError = "keep",
    **settings: Any,
) -> DataFrame:
    """Entities and events of a DataFrame's articles, also of a streaming one.

    Args:
        df: The articles, one a row. The arguments up to `record` name its columns; those of a default name may be missing, but for `text`.
            Timestamps are dates in the time zone of the session.
        keep: Columns to pass on, before those of the result.
        emit: ``"articles"``: one row for each row of `df`, with nested ``entities`` and ``events``, and ``error`` where the article was
            rejected. ``"events"``: one flat row an event; rejected articles have none.
        on_error: ``"raise"`` fails the task at the first article that cannot be used. By default no article ever does.
        settings: Those of `advocoder.Extractor`. One thread a task is used where `threads` is not given: Spark runs a task on each core.

    Returns:
        A DataFrame that Spark computes when it is asked for rows.
    """
    names = Names(text, id, title, date, url, byline, file, record).among(df.columns)
    emit, on_error, kept = _emit(emit), _on_error(on_error), list(keep)
    extractor = Extractor(**{"threads": 1, **settings})
    columns = [
        # The day of an instant is what the session's clocks show.
        F.col(f"`{name}`").cast("date").alias(name)
        if name == names.date and name not in kept and isinstance(df.schema[name].dataType, T.TimestampType)
        else F.col(f"`{name}`")
        for name in dict.fromkeys([*names.used(), *kept])
    ]
    made = T.StructType([*(df.schema[name] for name in kept), *schema(emit)])
    articles = df.select(*columns)

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from extractor._map(batches, names, kept, emit, on_error)

    return articles.mapInArrow(work, made)


def schema(emit: Emit = "articles") -> T.StructType:
    """The columns of `extract` without those that are kept."""
    return T.StructType([T.StructField(field.name, _type(field.type)) for field in Extractor.schema(emit)])


def _type(arrow: pa.DataType) -> T.DataType:
    import pyarrow.types as is_

    if is_.is_list(arrow):
        return T.ArrayType(_type(arrow.value_type))
    if is_.is_struct(arrow):
        fields = (arrow.field(at) for at in range(arrow.num_fields))
        return T.StructType([T.StructField(field.name, _type(field.type)) for field in fields])
    if is_.is_int64(arrow):
        return T.LongType()
    if is_.is_float64(arrow):
        return T.DoubleType()
    return T.BooleanType() if is_.is_boolean(arrow) else T.StringType()


def explode_events(articles: DataFrame) -> DataFrame:
    """One row an event of what `extract` gave, with names in place of ids: the columns of ``emit="events"`` but for ``schema``, ``sentence``
    (the words of it, which articles do not hold) and what was kept, which comes first."""
    kept = articles.columns[: articles.columns.index("doc")]
    entities = F.col("entities")
    names = F.map_from_entries(F.transform(entities, lambda entity: F.struct(entity["id"], entity["name"])))
    countries = F.map_from_entries(F.transform(entities, lambda entity: F.struct(entity["id"], entity["country"])))
    rows = articles.select(*kept, "doc", names.alias("_names"), countries.alias("_countries"), F.explode("events").alias("_event"))

    def event(path: str) -> Column:
        return F.col(f"_event.{path}")

    def name(of: Column) -> Column:
        return F.try_element_at(F.col("_names"), of)

    columns = {
        "doc_id": F.col("doc.id"),
        "doc_title": F.col("doc.title"),
        "doc_date": F.col("doc.date"),
        "doc_minhash": F.col("doc.minhash"),
        "actors": F.transform(event("actors"), name),
        "recipients": F.transform(event("recipients"), name),
        "about": event("about.text"),
        "place": name(event("place")),
        "country": F.try_element_at(F.col("_countries"), event("place")),
        "date_start": event("period.start"),
        "date_end": event("period.end"),
        "date_precision": event("period.precision"),
        "attributed_to": name(event("attributed_to")),
        "size": event("size.text"),
        "size_of": event("size.of"),
        "trigger": event("trigger.text"),
        "file": F.col("doc.source.file"),
        "record": F.col("doc.source.record"),
        **{f"{of}_{end}": event(f"{of}.{end}") for of in ("size", "deaths", "injuries") for end in ("lowest", "highest")},
        **{f"{of}_{end}": event(f"{of}.{end}") for of in ("trigger", "sentence") for end in ("start", "end")},
    }
    left_out = ("schema", "sentence")
    wanted = (field.name for field in Extractor.schema("events") if field.name not in left_out)
    return rows.select(*kept, *(columns.get(field, event(field)).alias(field) for field in wanted))
