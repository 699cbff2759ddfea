"""The extractor: articles in; records, Arrow tables or data frames out."""

from __future__ import annotations

import datetime
import functools
import itertools
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from advocoder import _native
from advocoder.records import Article, RecordError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["Extractor", "Names", "RejectedWarning"]

Emit = Literal["articles", "events"]
OnError = Literal["keep", "raise"]
Day = str | datetime.date | None
# A batch, and of each article that something is wrong with: its row, its id, what, and whether it was rejected.
Part = tuple["pa.RecordBatch", list[tuple[int, str | None, str, bool]]]

# Articles that are analysed at a time, per thread: enough that one long article does not leave the other threads idle for long.
CHUNK = 32


class RejectedWarning(UserWarning):
    """Some articles were rejected, and the form that was asked for has no place to say so."""


@dataclass(frozen=True)
class Names:
    """Names of the keys or columns that articles are made of. None where there is no such column."""

    text: str = "text"
    id: str | None = "id"
    title: str | None = "title"
    date: str | None = "date"
    url: str | None = "url"
    byline: str | None = "byline"
    file: str | None = None
    record: str | None = None

    def among(self, columns: Iterable[str]) -> Names:
        """These names without the usual ones that `columns` does not have. One of another name has to be there."""
        there, usual = set(columns), Names()
        lacking = [field for field, name in vars(self).items() if name not in there and name == getattr(usual, field)]
        nothing: dict[str, Any] = {field: None for field in lacking if field != "text"}
        return replace(self, **nothing)

    def used(self) -> list[str]:
        """The names of the columns, each once."""
        return list(dict.fromkeys(name for name in vars(self).values() if name is not None))


class Extractor:
    """The model with its settings. Made once and used for any number of articles, by any number of threads; the interpreter's lock is
    released while it works. May be pickled: it takes its settings along, and all copies in a process share one model. A process may be
    forked between two calls.

    Args:
        gazetteers: Files of names to put over the built-in ones, rows or compiled; the last is on top.
        default_gazetteer: Whether to use the built-in gazetteer.
        rules: Folder of rule files in place of the built-in rules.
        types: Only events of these types (``["PROTEST", "COERCE"]``).
        min_confidence: Only events of at least this confidence, 0 to 1.
        offsets: What offsets count: ``"chars"``, code points as Python's strings count; ``"bytes"`` of UTF-8, as the command-line tool
            counts by default; ``"utf16"`` code units.
        with_text: Put the text of each article into its record.
        any_language: Analyse articles in other languages than English as well; else they are passed through as skipped.
        max_article_bytes: Cut longer articles at a sentence; 4 MB if not given.
        date: Date of publication of articles that have none.
        threads: Threads that work on many articles; as many as there are cores if not given.

    Raises:
        OSError: a file cannot be read.
        ValueError: a setting, a gazetteer or a rule is wrong.
    """

    def __init__(
        self,
        *,
        gazetteers: Sequence[str | os.PathLike[str]] = (),
        default_gazetteer: bool = True,
        rules: str | os.PathLike[str] | None = None,
        types: Sequence[str] | None = None,
        min_confidence: float = 0.0,
        offsets: Literal["chars", "bytes", "utf16"] = "chars",
        with_text: bool = False,
        any_language: bool = False,
        max_article_bytes: int | None = None,
        date: Day = None,
        threads: int | None = None,
    ) -> None:
        if isinstance(gazetteers, (str, os.PathLike)) or isinstance(types, str):
            raise TypeError("gazetteers and types are lists")
        self._settings: dict[str, Any] = {
            "gazetteers": tuple(os.fspath(path) for path in gazetteers),
            "default_gazetteer": default_gazetteer,
            "rules": None if rules is None else os.fspath(rules),
            "types": None if types is None else tuple(types),
            "min_confidence": min_confidence,
            "offsets": offsets,
            "with_text": with_text,
            "any_language": any_language,
            "max_article_bytes": _native.Extractor.MAX_ARTICLE if max_article_bytes is None else max_article_bytes,
            "date": _day(date),
            "threads": threads,
        }
        lists = {"gazetteers": list(self._settings["gazetteers"]), "types": None if types is None else list(types)}
        self._native = _native.Extractor(**{**self._settings, **lists})
        self._chunk = CHUNK * (threads or os.cpu_count() or 1)

    def __reduce__(self) -> tuple[Any, ...]:
        return _shared, tuple(self._settings.items())

    def __repr__(self) -> str:
        usual = {**(Extractor.__init__.__kwdefaults__ or {}), "max_article_bytes": _native.Extractor.MAX_ARTICLE}
        set_here = (f"{name}={value!r}" for name, value in self._settings.items() if value != usual[name])
        return f"Extractor({', '.join(set_here)})"

    def extract(
        self,
        text: str,
        *,
        id: str | int | None = None,
        date: Day = None,
        title: str | None = None,
        url: str | None = None,
        byline: str | None = None,
        file: str | None = None,
        record: int | None = None,
    ) -> Article:
        """Analyses one article.

        Args:
            text: The text. It is never changed: offsets count in it.
            id: Your name for the article.
            date: Date of publication, against which *on Tuesday* is resolved: a date, or ISO 8601 (``"2021-06-14"``).
            title: Headline, where it stands apart from the text.
            url: Address of the page.
            byline: Who wrote it.
            file: The file that it was read from, and
            record: the line or record of that file, from 1: for the record's ``source`` alone.

        Raises:
            RecordError: the text cannot be used, or the date is none.
        """
        item = {
            "text": text, "id": id, "date": date, "title": title, "url": url, "byline": byline, "file": file, "record": record,
        }  # fmt: skip
        names = Names(file="file", record="record")
        return next(self._many([item], names, "raise"))

    def extract_many(
        self,
        articles: Iterable[str | Mapping[str, Any]],
        *,
        text: str = "text",
        id: str | None = "id",
        date: str | None = "date",
        title: str | None = "title",
        url: str | None = "url",
        byline: str | None = "byline",
        file: str | None = None,
        record: str | None = None,
        on_error: OnError = "keep",
    ) -> Iterator[Article]:
        """Analyses articles on all threads and yields the results in their order, some dozen articles behind the input: memory does not
        grow with their number.

        Args:
            articles: Texts, or mappings with the keys that the arguments of those names tell (as a line of JSON has them).
            on_error: ``"keep"`` yields an `Article` with its `error` (or `warning`, for a date that is none) for an article that cannot
                be used; ``"raise"`` stops at the first one.

        Raises:
            RecordError: an article cannot be used, with ``on_error="raise"``.
            TypeError: an article is neither a string nor a mapping.
        """
        names = Names(text, id, title, date, url, byline, file, record)
        return self._many(articles, names, _on_error(on_error))

    def _many(self, articles: Iterable[Any], names: Names, on_error: OnError) -> Iterator[Article]:
        articles = iter(articles)
        while chunk := list(itertools.islice(articles, self._chunk)):
            for record, error, warning, id in self._native.extract(chunk, names):
                problem = error or warning
                if problem is not None and on_error == "raise":
                    raise RecordError(problem, id)
                yield Article(record, error, warning, id)

    def map_batches(
        self,
        batches: Iterable[Any],
        *,
        text: str = "text",
        id: str | None = "id",
        date: str | None = "date",
        title: str | None = "title",
        url: str | None = "url",
        byline: str | None = "byline",
        file: str | None = None,
        record: str | None = None,
        keep: Sequence[str] = (),
        emit: Emit = "articles",
        on_error: OnError = "keep",
    ) -> Iterator[pa.RecordBatch]:
        """Analyses the articles of Arrow record batches, read in place by the Arrow C data interface. Yields batches of at most some
        hundred articles, in order. Needs pyarrow.

        Args:
            batches: Record batches of any library that speaks the interface. The columns are those that the arguments of those names
                tell. Only `text` has to be there; a column of another name than the default has to be there as well.
                The text is a string column; the id strings or whole numbers; the date strings, dates, or timestamps without a time zone
                (or in UTC).
            keep: Columns of the input to pass on, before those of the result.
            emit: ``"articles"`` gives one row an article with nested entities and events, and ``error`` and ``warning`` (`schema`);
                ``"events"`` one flat row an event, as ``advocoder extract --emit events``.
            on_error: ``"keep"`` gives a rejected article a row with its ``error``; ``"raise"`` stops at the first problem. Where events
                are asked for, there is no row: a `RejectedWarning` says at the end how many were rejected.

        Raises:
            RecordError: an article cannot be used, with ``on_error="raise"``.
            KeyError, TypeError, ValueError: a column is not there, of another type, or has a name that the result has as well.
        """
        names = Names(text, id, title, date, url, byline, file, record)
        return self._map(batches, names, list(keep), _emit(emit), _on_error(on_error))

    def _map(self, batches: Iterable[Any], names: Names, keep: list[str], emit: Emit, on_error: OnError) -> Iterator[pa.RecordBatch]:
        """Analyses the articles of record batches."""
        import pyarrow as pa

        def parts() -> Iterator[Part]:
            seen = 0
            for batch in batches:
                batch = batch if isinstance(batch, pa.RecordBatch) else pa.record_batch(batch)
                for part, problems in self._native.parts(batch, names.among(batch.schema.names), keep, emit == "events"):
                    yield part, [(seen + row, id, problem, lost) for row, id, problem, lost in problems]
                seen += batch.num_rows

        return _checked(parts(), emit, on_error)

    def _map_rows(self, articles: Iterable[Any], names: Names, emit: Emit, on_error: OnError) -> Iterator[pa.RecordBatch]:
        """As `_map`, of strings and mappings."""

        def parts() -> Iterator[Part]:
            rows, seen = iter(articles), 0
            while chunk := list(itertools.islice(rows, self._chunk)):
                part, problems = self._native.batch(chunk, names, emit == "events")
                yield part, [(seen + row, id, problem, lost) for row, id, problem, lost in problems]
                seen += len(chunk)

        return _checked(parts(), emit, on_error)

    def to_arrow(
        self,
        articles: Any,
        *,
        text: str = "text",
        id: str | None = "id",
        date: str | None = "date",
        title: str | None = "title",
        url: str | None = "url",
        byline: str | None = "byline",
        file: str | None = None,
        record: str | None = None,
        keep: Sequence[str] = (),
        emit: Emit = "articles",
        on_error: OnError = "keep",
    ) -> pa.Table:
        """As `map_batches`, for all that holds articles: a table or data frame of any library that speaks the Arrow C stream interface
        (pyarrow, Polars, pandas 2.2, DuckDB), or an iterable of strings and mappings. Gives one table."""
        import pyarrow as pa

        names = Names(text, id, title, date, url, byline, file, record)
        emit, on_error, keep = _emit(emit), _on_error(on_error), list(keep)
        input, batches = pa.schema([]), None
        if hasattr(articles, "__arrow_c_stream__"):
            batches = pa.RecordBatchReader.from_stream(articles)
            input = batches.schema
        elif hasattr(articles, "__arrow_c_array__"):
            batches = [pa.record_batch(articles)]
            input = batches[0].schema
        elif isinstance(articles, (str, bytes, Mapping)):
            raise TypeError(f"articles are many: give a list, not {type(articles).__name__}")
        elif keep:
            raise TypeError("only columns of a table can be kept")
        if batches is None:
            made = self._map_rows(articles, names, emit, on_error)
        else:
            made = self._map(batches, names, keep, emit, on_error)
        return pa.Table.from_batches(made, _native.Extractor.schema(input, keep, emit == "events"))

    def to_dataframe(self, articles: Any, *, emit: Emit = "events", **columns: Any) -> pd.DataFrame:
        """As `to_arrow`, as a pandas data frame, of one row an event where nothing else is asked for. Counts of people are of the
        nullable type ``Int64``."""
        import pandas as pd
        import pyarrow as pa

        types = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
        frame: pd.DataFrame = self.to_arrow(articles, emit=emit, **columns).to_pandas(types_mapper=types.get)
        return frame

    @staticmethod
    def schema(emit: Emit = "articles") -> pa.Schema:
        """The columns of `map_batches` without those that are kept."""
        import pyarrow as pa

        return _native.Extractor.schema(pa.schema([]), [], _emit(emit) == "events")


def _checked(parts: Iterator[Part], emit: Emit, on_error: OnError) -> Iterator[pa.RecordBatch]:
    """The batches; raises or warns of what is wrong with their articles."""
    rejected, first = 0, ""
    for part, problems in parts:
        for row, id, problem, lost in problems:
            if on_error == "raise":
                raise RecordError(problem, id or f"row {row + 1}")
            rejected += lost
            first = first or (problem if lost else "")
        yield part
    if rejected and emit == "events":
        warnings.warn(f"{rejected} rejected, and not among the events; the first: {first}", RejectedWarning, stacklevel=3)


def _day(date: Day) -> str | None:
    return date.isoformat() if isinstance(date, datetime.date) else date


def _emit(emit: str) -> Emit:
    if emit not in ("articles", "events"):
        raise ValueError(f'emit is "articles" or "events", not {emit!r}')
    return emit  # type: ignore[return-value]


def _on_error(on_error: str) -> OnError:
    if on_error not in ("keep", "raise"):
        raise ValueError(f'on_error is "keep" or "raise", not {on_error!r}')
    return on_error  # type: ignore[return-value]


@functools.lru_cache(maxsize=4)
def _shared(*settings: tuple[str, Any]) -> Extractor:
    """The extractor of these settings: one in a process."""
    return Extractor(**dict(settings))
