"""What an article's record holds, as light immutable objects.

Fields and their meanings are those of the JSON record (`docs/article.schema.json`). Offsets are half-open and count from 0 in the text
that was given: in code points, so that ``text[mention.start:mention.end]`` is the mention, unless the extractor was asked for others.
What is unknown is None or empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = [
    "Article", "Candidate", "Coordinates", "Count", "Doc", "Entity", "Event", "Evidence", "Holder", "Link", "Mention", "Passage", "Period",
    "RecordError", "Role", "Size", "Source", "Stretch",
]  # fmt: skip


class RecordError(ValueError):
    """An article that could not be used, or not with all its fields. The message starts with the stable code of the problem
    (`docs/errors.md`)."""

    def __init__(self, problem: str, id: str | None = None) -> None:
        super().__init__(problem if not id else f"{problem} (article {id!r})")
        self.code: str = problem[:4]
        """The code: ``A`` and three digits."""
        self.id: str | None = id
        """Id of the article, where it has one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the text with its words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to an entity."""

    start: int
    end: int
    text: str
    kind: Literal["name", "acronym", "alias", "surname", "nominal", "pronoun"]
    by: Literal["gazetteer", "rule", "model"]
    """What found it."""
    confidence: float | None
    """How sure it is that a pronoun or noun phrase means the entity; None for names and for what refers back to nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gazetteer entry that an ambiguous name may mean."""

    gazetteer: str
    name: str
    country: str | None
    score: int
    """How well it fits the article; comparable among the candidates of one name."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the office of an unnamed person, by the gazetteer."""

    gazetteer: str
    wikidata: str | None
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Link:
    """Entries of registers that an entity was identified with."""

    gazetteer: str | None
    wikidata: str | None
    geonames: int | None
    candidates: tuple[Candidate, ...]
    """Of a name that stays open, what it may mean, best first."""
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point on the earth, in degrees, north and east positive."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Role:
    """An office of a person."""

    title: str
    of: str | None
    """Id of the entity that it is an office of."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place with all its mentions."""

    id: str
    """``E1``, ``E2``, … within the article."""
    type: Literal["PER", "ORG", "LOC"]
    subtype: str | None
    name: str
    named: bool
    """Whether the text names it."""
    acronym: str | None
    link: Link
    country: str | None
    """ISO 3166-1 alpha-2."""
    coordinates: Coordinates | None
    within: str | None
    """Id of the place that it lies in."""
    roles: tuple[Role, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows a context of an event."""

    score: float
    words: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: *at least 14* is 14 to None."""

    lowest: int | None
    highest: int | None
    approximate: bool
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Size:
    """How many people took part in an event or were affected."""

    of: Literal["actors", "recipients"]
    lowest: int | None
    highest: int | None
    approximate: bool
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """The days that an event lies in, or that it lasts: ISO 8601, None where only one end is told."""

    start: str | None
    end: str | None
    precision: Literal["day", "week", "month", "year", "range"]


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom."""

    id: str
    """``V1``, ``V2``, … within the article."""
    type: str
    """The PLOVER type, or STATE, PUBLISH, CAMPAIGN, CONVENE."""
    mode: str | None
    act: str
    """The finer word: meet, urge, arrest, …"""
    cameo: str | None
    summary: str
    """One sentence that tells the event."""
    actors: tuple[str, ...]
    """Ids of those who did it; see `Article.entity`."""
    recipients: tuple[str, ...]
    """Ids of those to, with or against whom."""
    about: Passage | None
    place: str | None
    date: str | None
    """ISO 8601, as precise as is known."""
    period: Period | None
    """The first and last day of that time, also where no single date can be told."""
    status: Literal["actual", "future", "hypothetical", "negated", "historical"]
    hedged: bool
    attributed_to: str | None
    contexts: tuple[str, ...]
    context_evidence: tuple[Evidence, ...]
    size: Size | None
    deaths: Count | None
    injuries: Count | None
    trigger: Passage
    sentence: Stretch
    same_as: str | None
    """The first event of the article that it repeats."""
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article was read."""

    file: str | None
    record: int | None
    encoding: str | None
    truncated: int | None
    """Length of the whole text in bytes, where only its beginning was analysed."""


@dataclass(frozen=True, slots=True)
class Doc:
    """What is known of an article."""

    id: str
    title: str | None
    date: str | None
    date_from: Literal["input", "text"] | None
    """Whether the date was given or is that of the text's head."""
    lang: str
    focus: str | None
    byline: str | None
    url: str | None
    text: str | None
    source: Source
    minhash: str | None


def _entity(data: Mapping[str, Any]) -> Entity:
    link = data["link"]
    return Entity(**{
        **data,
        "link": Link(**{
            **link,
            "candidates": tuple(Candidate(**candidate) for candidate in link["candidates"]),
            "holder": _maybe(Holder, link["holder"]),
        }),
        "coordinates": _maybe(Coordinates, data["coordinates"]),
        "roles": tuple(Role(**role) for role in data["roles"]),
        "mentions": tuple(Mention(**mention) for mention in data["mentions"]),
    })  # fmt: skip


def _event(data: Mapping[str, Any]) -> Event:
    evidence = data["context_evidence"]
    return Event(**{
        **data,
        "actors": tuple(data["actors"]),
        "recipients": tuple(data["recipients"]),
        "about": _maybe(Passage, data["about"]),
        "period": _maybe(Period, data["period"]),
        "contexts": tuple(data["contexts"]),
        "context_evidence": tuple(Evidence(one["score"], tuple(Passage(**word) for word in one["words"])) for one in evidence),
        "size": _maybe(Size, data["size"]),
        "deaths": _maybe(Count, data["deaths"]),
        "injuries": _maybe(Count, data["injuries"]),
        "trigger": Passage(**data["trigger"]),
        "sentence": Stretch(**data["sentence"]),
    })  # fmt: skip


def _maybe(kind: type, data: Mapping[str, Any] | None) -> Any:
    return None if data is None else kind(**data)


class Article:
    """What was found in one article. Holds the record as JSON; objects are made of it when they are asked for."""

    __slots__ = ("_data", "_entities", "_events", "_id", "_json", "error", "warning")

    error: str | None
    """Why the article was rejected, with the code of the problem. Then there is no record."""
    warning: str | None
    """What was wrong with a lesser field (a date that is none), without which the article was analysed."""

    def __init__(self, record: str | None, error: str | None = None, warning: str | None = None, id: str | None = None) -> None:
        self._json = record
        self._id = id
        self._data: dict[str, Any] | None = None
        self._entities: tuple[Entity, ...] | None = None
        self._events: tuple[Event, ...] | None = None
        self.error = error
        self.warning = warning

    def to_json(self) -> str:
        """The record as one line of JSON: to the byte what ``advocoder extract`` writes with the same settings.

        Raises:
            RecordError: the article was rejected.
        """
        if self._json is None:
            raise RecordError(self.error or "", self._id)
        return self._json

    def to_dict(self) -> dict[str, Any]:
        """The record as dicts and lists of its own.

        Raises:
            RecordError: the article was rejected.
        """
        data: dict[str, Any] = json.loads(self.to_json())
        return data

    def _parsed(self) -> dict[str, Any]:
        if self._data is None:
            self._data = self.to_dict() if self._json is not None else {"entities": [], "events": [], "skipped": None}
        return self._data

    @property
    def id(self) -> str:
        """The id that was given, else empty."""
        return self._id or ""

    @property
    def doc(self) -> Doc:
        """What is known of the article.

        Raises:
            RecordError: the article was rejected.
        """
        data = self.to_dict()["doc"]
        return Doc(**{**data, "source": Source(**data["source"])})

    @property
    def skipped(self) -> str | None:
        """``lang`` where the article is in another language and was not analysed."""
        skipped: str | None = self._parsed()["skipped"]
        return skipped

    @property
    def entities(self) -> tuple[Entity, ...]:
        """People, organisations and places, in order of their first mention. None of a rejected article."""
        if self._entities is None:
            self._entities = tuple(_entity(data) for data in self._parsed()["entities"])
        return self._entities

    @property
    def events(self) -> tuple[Event, ...]:
        """Who did what to whom, in order of the triggers. None of a rejected article."""
        if self._events is None:
            self._events = tuple(_event(data) for data in self._parsed()["events"])
        return self._events

    def entity(self, id: str) -> Entity:
        """The entity that an event's actor, recipient, place or source is.

        Raises:
            KeyError: the article has none of that id.
        """
        for entity in self.entities:
            if entity.id == id:
                return entity
        raise KeyError(id)

    def __reduce__(self) -> tuple[Any, ...]:
        return Article, (self._json, self.error, self.warning, self._id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Article) and self.__reduce__()[1] == other.__reduce__()[1]

    def __hash__(self) -> int:
        return hash(self.__reduce__()[1])

    def __repr__(self) -> str:
        if self.error is not None:
            return f"<Article {self.id!r}: {self.error}>"
        return f"<Article {self.id!r}: {len(self._parsed()['entities'])} entities, {len(self._parsed()['events'])} events>"
