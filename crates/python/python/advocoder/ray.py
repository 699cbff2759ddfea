"""advocoder on Ray Data: `extract` over a Dataset. Needs ``ray[data]``.

Each worker process loads one model and keeps it. What a row gives depends on that row alone, so that Ray may run a task again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from advocoder.extractor import Emit, Extractor, OnError, _emit, _on_error

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.data import Dataset

__all__ = ["extract"]


def extract(
    ds: Dataset,
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
    batch_size: int = 256,
    **settings: Any,
) -> Dataset:
    """Entities and events of a Dataset's articles.

    Args:
        ds: The articles, one a row. The arguments up to `record` name its columns; those of a default name may be missing, but for `text`.
        keep: Columns to pass on, before those of the result.
        emit: ``"articles"``: one row for each row of `ds`, with nested ``entities`` and ``events``, and ``error`` where the article was
            rejected. ``"events"``: one flat row an event; rejected articles have none.
        on_error: ``"raise"`` fails the task at the first article that cannot be used. By default no article ever does.
        batch_size: Articles in a batch.
        settings: Those of `advocoder.Extractor`. One thread a task is used where `threads` is not given: Ray runs a task on each core.
    """
    extractor = Extractor(**{"threads": 1, **settings})
    columns: dict[str, Any] = {
        "text": text, "id": id, "date": date, "title": title, "url": url, "byline": byline, "file": file, "record": record,
        "keep": tuple(keep), "emit": _emit(emit), "on_error": _on_error(on_error),
    }  # fmt: skip

    def work(table: pa.Table) -> pa.Table:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return extractor.to_arrow(table, **columns)

    return ds.map_batches(work, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True)
