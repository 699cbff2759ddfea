"""Articles one by one and many: records, settings, errors, processes and threads."""

import dataclasses
import datetime
import json
import multiprocessing
import pickle
import threading
import time

import advocoder
import pandas as pd
import pytest
from conftest import ROOT

TEXT = "The mayor of Tema, Kofi Eze, met the fishermen's union on Tuesday. Police arrested four strikers in Nürnberg."


def test_an_article(extractor):
    article = extractor.extract(TEXT, id=7, date=datetime.date(2024, 5, 16))
    assert article.id == "7" and article.doc.date == "2024-05-16" and article.skipped is None
    met, arrested = article.events
    assert met.date == "2024-05-14"
    assert article.entity(met.actors[0]).name == "Kofi Eze"
    assert arrested.size.lowest == 4 and article.entity(arrested.place).type == "LOC"
    for entity in article.entities:
        for mention in entity.mentions:
            assert TEXT[mention.start : mention.end] == mention.text
    assert json.loads(article.to_json()) == article.to_dict()
    assert "2 events" in repr(article)
    with pytest.raises(KeyError):
        article.entity("E99")


def test_the_objects_have_the_fields_of_the_schema():
    schema = json.loads((ROOT / "docs/article.schema.json").read_text())
    definitions = {name: definition for name, definition in schema["$defs"].items() if "properties" in definition}
    assert len(definitions) >= 15
    for name, definition in definitions.items():
        fields = {field.name for field in dataclasses.fields(getattr(advocoder, name))}
        assert fields == set(definition["properties"]), name


def test_offsets_count_what_is_asked_for():
    ends = {}
    for unit in ("chars", "bytes", "utf16"):
        (entity,) = advocoder.Extractor(offsets=unit).extract("🌧 fell on Nürnberg.").entities
        ends[unit] = (entity.mentions[0].start, entity.mentions[0].end)
    assert ends == {"chars": (10, 18), "bytes": (13, 22), "utf16": (11, 19)}


def test_settings_choose_events():
    types = lambda **settings: [event.type for event in advocoder.Extractor(**settings).extract(TEXT).events]
    assert types() == ["CONSULT", "COERCE"]
    assert types(types=["coerce"]) == ["COERCE"]
    assert types(min_confidence=1.0) == []


def test_gazetteers_go_over_the_built_in_one(tmp_path):
    rows = "id\ttype\tsubtype\tname\tcountry\nx-1\tORG\tngo\tQuiet Lanterns\tGH\n"
    (tmp_path / "own.tsv").write_text(rows)
    extractor = advocoder.Extractor(gazetteers=[tmp_path / "own.tsv"])
    (entity,) = extractor.extract("Quiet Lanterns marched.").entities
    assert (entity.link.gazetteer, entity.type, entity.country) == ("x-1", "ORG", "GH")
    with pytest.raises(OSError, match="A001"):
        advocoder.Extractor(gazetteers=[tmp_path / "none.tsv"])
    (tmp_path / "bad.tsv").write_text("name\tkolour\nX\tred\n")
    with pytest.raises(ValueError, match="bad.tsv:1:"):
        advocoder.Extractor(gazetteers=[tmp_path / "bad.tsv"])


@pytest.mark.parametrize(
    "settings",
    [{"types": ["MEET"]}, {"offsets": "words"}, {"min_confidence": 2}, {"threads": 0}, {"date": "14 June"}, {"rules": "/"}],
)
def test_wrong_settings_are_told(settings):
    with pytest.raises(ValueError):
        advocoder.Extractor(**settings)


def test_one_bad_article_leaves_the_others(extractor):
    articles = [
        "Rain fell.",
        {"id": "none"},
        {"id": "number", "text": 7},
        {"id": "day", "text": "Rain fell.", "date": "14 June"},
        {"id": "half", "text": "\ud800"},
        {"id": "title", "text": "Rain fell.", "title": {}},
        {"id": 12, "text": "Rain fell.", "date": float("nan"), "title": pd.NA, "url": pd.NaT, "byline": ["A", "B"], "more": 1},
    ]
    found = list(extractor.extract_many(articles))
    told = [(article.id, (article.error or "")[:4], (article.warning or "")[:4]) for article in found]
    assert told == [
        ("", "", ""), ("none", "A112", ""), ("number", "A113", ""), ("day", "", "A120"), ("half", "A113", ""), ("title", "", "A121"),
        ("12", "", ""),
    ]  # fmt: skip
    assert found[1].events == () and "A112" in repr(found[1])
    assert found[-1].doc.byline == "A, B"
    with pytest.raises(advocoder.RecordError, match="A112") as error:
        found[1].to_json()
    assert (error.value.code, error.value.id) == ("A112", "none")
    with pytest.raises(advocoder.RecordError, match="A112"):
        list(extractor.extract_many(articles, on_error="raise"))
    with pytest.raises(advocoder.RecordError, match="A120"):
        extractor.extract("Rain fell.", date="14 June")
    with pytest.raises(TypeError, match="int"):
        list(extractor.extract_many([7]))


def test_many_is_lazy_and_in_order(extractor):
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield {"id": taken, "text": "Rain fell."}

    found = extractor.extract_many(endless())
    assert [next(found).id for _ in range(100)] == [str(at) for at in range(1, 101)]
    assert taken < 1000


def test_fields_of_other_names(extractor):
    rows = [{"body": "Rain fell on Tuesday.", "key": "a", "day": "2024-05-14", "date": "wrong"}]
    (article,) = extractor.extract_many(rows, text="body", id="key", date="day", on_error="raise")
    assert (article.id, article.doc.date) == ("a", "2024-05-14")


def test_the_same_to_the_byte_as_the_command_line(extractor, rows, records):
    found = extractor.extract_many(rows, file="file", record="record")
    assert [article.to_json() for article in found] == records
    one = rows[4]
    assert extractor.extract(**one).to_json() == records[4]


def test_bytes_as_the_command_line_counts_them(rows, cli, corpus):
    extractor = advocoder.Extractor(offsets="bytes", types=["CONSULT", "PROTEST"], with_text=True)
    lines = cli("extract", "--types", "CONSULT,PROTEST", "--with-text", corpus)
    assert [article.to_json() for article in extractor.extract_many(rows, file="file", record="record")] == lines


def test_pickles_carry_settings_and_share_a_model():
    extractor = advocoder.Extractor(types=["COERCE"], threads=1)
    first, second = (pickle.loads(pickle.dumps(extractor)) for _ in range(2))
    assert first is second
    assert first.extract(TEXT) == extractor.extract(TEXT)
    assert repr(first) == repr(extractor) == "Extractor(types=('COERCE',), threads=1)"
    article = extractor.extract(TEXT, id="a")
    assert pickle.loads(pickle.dumps(article)) == article


def _count(queue, extractor):
    queue.put(len(list(extractor.extract_many([TEXT] * 40))))


def test_a_forked_child_works_on(extractor):
    list(extractor.extract_many([TEXT] * 40))
    fork = multiprocessing.get_context("fork")
    queue = fork.Queue()
    # Another thread is at work while the process forks.
    busy = threading.Thread(target=lambda: list(extractor.extract_many([TEXT] * 400)))
    busy.start()
    children = [fork.Process(target=_count, args=(queue, extractor)) for _ in range(2)]
    for child in children:
        child.start()
    assert [queue.get(timeout=60) for _ in children] == [40, 40]
    for child in children:
        child.join(timeout=60)
        assert child.exitcode == 0
    busy.join()


def test_other_threads_run_while_an_article_is_analysed(extractor):
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(None)
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    before = len(ticks)
    extractor.extract(TEXT * 500)
    during = len(ticks) - before
    done.set()
    thread.join()
    assert during > 5
