"""The native half. Use `advocoder.Extractor`."""

from collections.abc import Iterator
from os import PathLike
from typing import Any, TypeAlias

import pyarrow as pa

from advocoder.extractor import Names

Told: TypeAlias = tuple[str | None, str | None, str | None, str | None]
Batch: TypeAlias = tuple[pa.RecordBatch, list[tuple[int, str | None, str, bool]]]

class Extractor:
    MAX_ARTICLE: int
    def __init__(
        self,
        *,
        gazetteers: list[str | PathLike[str]],
        default_gazetteer: bool,
        rules: str | PathLike[str] | None,
        types: list[str] | None,
        min_confidence: float,
        offsets: str,
        with_text: bool,
        any_language: bool,
        max_article_bytes: int,
        date: str | None,
        threads: int | None,
    ) -> None: ...
    def extract(self, articles: list[Any], names: Names) -> list[Told]: ...
    def batch(self, articles: list[Any], names: Names, events: bool) -> Batch: ...
    def parts(self, batch: Any, names: Names, keep: list[str], events: bool) -> Parts: ...
    @staticmethod
    def schema(input: pa.Schema, keep: list[str], events: bool) -> pa.Schema: ...

class Parts:
    def __iter__(self) -> Iterator[Batch]: ...
    def __next__(self) -> Batch: ...
