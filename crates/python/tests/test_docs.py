"""The Python code of the documents runs as it stands there."""

import importlib.util
import json
import re
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT

# What a block imports, and what has to be there for it beside the Python package.
NEEDS = {"ray": [], "pyspark": ["java"], "spacy": [], "dask": [], "duckdb": [], "polars": [], "pandas": []}


def blocks():
    for path in ("README.md", "docs/python.md", "docs/spark.md", "crates/python/README.md"):
        text = (ROOT / path).read_text(encoding="utf-8")
        for match in re.finditer(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            line = text.count("\n", 0, match.start()) + 1
            yield pytest.param(match[1], id=f"{path}:{line}")


def test_every_document_has_blocks():
    ids = [block.id.split(":")[0] for block in blocks()]
    assert ids.count("README.md") >= 2 and ids.count("docs/python.md") >= 8 and ids.count("docs/spark.md") >= 3


@pytest.mark.parametrize("code", list(blocks()))
def test_code_runs(code, folder, monkeypatch, capsys, request):
    for package, programs in NEEDS.items():
        if re.search(rf"^(import|from) {package}\b", code, re.MULTILINE):
            found = importlib.util.find_spec(package)
            if found is None or found.origin is None or not all(map(shutil.which, programs)):
                pytest.skip(f"needs {package} {' '.join(programs)}")
            if package == "pyspark":
                request.getfixturevalue("spark")
    rows = [
        {"id": "a", "text": "Police arrested four strikers in Lima.", "date": "2024-05-14"},
        {"id": "b", "text": "A crowd marched on parliament.", "date": "2024-05-15"},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "news").mkdir(exist_ok=True)
    for file in ("news.jsonl", "news/a.jsonl"):
        (folder / file).write_text(lines)
    pq.write_table(pa.Table.from_pylist(rows), folder / "news.parquet")
    for old in folder.glob("events*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    monkeypatch.chdir(folder)
    exec(compile(code, "document", "exec"), {"__name__": "__main__"})  # noqa: S102
    assert capsys.readouterr().out or list(folder.glob("events*"))
