"""What the tests share. They run against the installed wheel, never against the source tree."""

import json
import os
import pathlib
import subprocess
import sys

import advocoder
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]


def pytest_addoption(parser):
    parser.addoption("--cluster", action="store_true", help="also start a Spark cluster of two workers and kill one of them")


@pytest.fixture(scope="session")
def extractor():
    return advocoder.Extractor(threads=2)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """The example articles three times over, each time with other ids, as JSON Lines; with the file's path."""
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    texts = sorted((ROOT / "examples/articles").glob("*.txt"))
    assert len(texts) >= 10
    rows = [
        {"id": f"{text.stem}-{copy}", "date": "2024-05-14", "title": text.stem, "text": text.read_text(encoding="utf-8")}
        for copy in range(3)
        for text in texts
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def rows(corpus):
    """The articles of the corpus with what the command-line tool knows of where they stand."""
    lines = corpus.read_text(encoding="utf-8").splitlines()
    return [{**json.loads(line), "file": str(corpus), "record": at} for at, line in enumerate(lines, 1)]


@pytest.fixture(scope="session")
def cli():
    """Runs the command-line tool; gives the lines of its output."""
    program = os.environ.get("ADVOCODER")
    if program is None:
        pytest.skip("ADVOCODER does not name the command-line tool (target/release/advocoder)")

    def run(*arguments):
        output = subprocess.run([program, *map(str, arguments)], stdout=subprocess.PIPE, check=True)
        return output.stdout.decode().splitlines()

    return run


@pytest.fixture(scope="session")
def records(cli, corpus):
    """What the command-line tool writes for the corpus."""
    return cli("extract", "--offsets", "chars", corpus)


@pytest.fixture(scope="session")
def events(cli, corpus):
    """What the command-line tool writes for the corpus, one event a line."""
    return cli("extract", "--offsets", "chars", "--emit", "events", corpus)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The folder that the documents' code runs in."""
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="session")
def spark(folder):
    """A session on two cores of this machine."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.sql.session.timeZone", "America/Lima")
    # Spark's paths are those of the folder that it was started in.
    here = os.getcwd()
    os.chdir(folder)
    session = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    os.chdir(here)
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
