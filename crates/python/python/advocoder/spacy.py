"""advocoder in spaCy: a pipeline component, and `to_docbin` for training data. Needs spaCy 3.

>>> import spacy
>>> import advocoder.spacy
>>> nlp = spacy.blank("en")
>>> _ = nlp.add_pipe("advocoder")
>>> doc = nlp("The minister met Ana Roth in Lima.")
>>> [(ent.text, ent.label_) for ent in doc.ents], [event.type for event in doc._.events]
([('Ana Roth', 'PER'), ('Lima', 'LOC')], ['CONSULT'])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans, minibatch

from advocoder.extractor import Extractor
from advocoder.records import Article, Entity, Event

__all__ = ["Advocoder", "to_docbin"]

# Where the record stands among a document's user data, as JSON: so that it is stored with the document.
KEY = "advocoder"

# How a mention must refer to its entity to be a named span.
NAMED = ("name", "acronym", "alias", "surname")


class Advocoder:
    """Sets ``doc.ents`` (labels PER, ORG and LOC; the ids are those of Wikidata), ``doc._.events`` and ``doc._.entities``. A date in
    ``doc._.date`` (or `date` of the settings) is the date of publication.

    Args:
        settings: Those of `advocoder.Extractor`.
    """

    def __init__(self, nlp: Language, name: str, settings: Mapping[str, Any]) -> None:
        self.name = name
        # Offsets of spaCy are code points.
        self._extractor = Extractor(**{**settings, "offsets": "chars"})

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Analyses documents on all threads of the extractor."""
        for batch in minibatch(docs, batch_size):
            articles = ({"text": doc.text, "date": doc._.date} for doc in batch)
            for doc, article in zip(batch, self._extractor.extract_many(articles, on_error="raise")):
                doc.user_data[KEY] = article.to_json()
                doc.ents = filter_spans([*_spans(doc, article)])
                yield doc


def _spans(doc: Doc, article: Article) -> Iterator[Span]:
    for entity in article.entities:
        for mention in entity.mentions:
            if mention.kind in NAMED:
                kb_id = entity.link.wikidata or ""
                # spaCy's tokens may lie otherwise: the span is that of all tokens that the name touches.
                span = doc.char_span(mention.start, mention.end, entity.type, kb_id=kb_id, alignment_mode="expand")
                if span is not None:
                    yield span


def _article(doc: Doc) -> Article:
    record = doc.user_data.get(KEY)
    if record is None:
        raise ValueError("this document has not gone through the component advocoder")
    return Article(record)


def _events(doc: Doc) -> tuple[Event, ...]:
    return _article(doc).events


def _entities(doc: Doc) -> tuple[Entity, ...]:
    return _article(doc).entities


def _register() -> None:
    """Adds the attributes, and leaves those alone that another component has added under the same name."""
    attributes: dict[str, dict[str, Any]] = {
        "events": {"getter": _events}, "entities": {"getter": _entities}, "date": {"default": None},
    }  # fmt: skip
    for attribute, how in attributes.items():
        if not Doc.has_extension(attribute):
            Doc.set_extension(attribute, **how)


_register()


@Language.factory("advocoder", assigns=["doc.ents", "doc._.events", "doc._.entities"], default_config={"settings": {}})
def _create(nlp: Language, name: str, settings: dict[str, Any]) -> Advocoder:
    return Advocoder(nlp, name, settings)


def to_docbin(articles: Iterable[str | Mapping[str, Any]], nlp: Language | None = None, **settings: Any) -> DocBin:
    """Articles as a `DocBin` with named spans, as ``spacy train`` and Prodigy read it; the events are stored along.

    Args:
        articles: Texts, or mappings with ``text`` and maybe ``date``.
        nlp: The pipeline that makes tokens; a blank English one if not given.
        settings: Those of `advocoder.Extractor`.
    """
    if nlp is None:
        import spacy

        nlp = spacy.blank("en")
    component = Advocoder(nlp, "advocoder", settings)

    def docs() -> Iterator[Doc]:
        for article in articles:
            fields: Mapping[str, Any] = {"text": article} if isinstance(article, str) else article
            doc = nlp(fields["text"])
            doc._.date = fields.get("date")
            yield doc

    return DocBin(docs=component.pipe(docs()), store_user_data=True)
