"""The component for spaCy."""

import datetime

import pytest

spacy = pytest.importorskip("spacy")

import advocoder.spacy
from spacy.tokens import DocBin

TEXT = "🌧 The mayor of Tema, Kofi Eze, met the strikers on Tuesday. Eze spoke of Ghana's debts."


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("advocoder", config={"settings": {"date": "2024-05-16"}})
    return nlp


def test_entities_and_events(nlp):
    doc = nlp(TEXT)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Tema", "LOC"), ("Kofi Eze", "PER"), ("Eze", "PER"), ("Ghana", "LOC"),
    ]  # fmt: skip
    assert doc.ents[-1].kb_id_ == "Q117"
    (event,) = (event for event in doc._.events if event.type == "CONSULT")
    assert event.date == "2024-05-14" and TEXT[event.trigger.start : event.trigger.end] == "met"
    assert "Kofi Eze" in {entity.name for entity in doc._.entities}


def test_dates_of_documents(nlp):
    doc = nlp.make_doc(TEXT)
    doc._.date = datetime.date(2020, 1, 2)
    assert nlp(doc)._.events[0].date == "2019-12-31"
    doc._.date = "2 January"
    with pytest.raises(advocoder.RecordError, match="A120"):
        nlp(doc)


def test_pipes_and_pickles(nlp):
    docs = list(nlp.pipe([TEXT, "Rain fell."] * 200, batch_size=50))
    assert [len(doc._.events) for doc in docs[:2]] == [2, 0] and len(docs) == 400  # met, spoke of
    with pytest.raises(ValueError, match="has not gone through"):
        _ = spacy.blank("en")("Rain fell.")._.events


def test_docbin(tmp_path):
    articles = [TEXT, {"text": TEXT, "date": "2024-05-16"}]
    advocoder.spacy.to_docbin(articles).to_disk(tmp_path / "a.spacy")
    docs = list(DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("en").vocab))
    assert [doc.text for doc in docs] == [TEXT, TEXT] and len(docs[0].ents) == 4
    assert docs[1]._.events[0].date == "2024-05-14" and docs[0]._.events[0].date is None
