"""advocoder reads news and NGO texts in English and codes who did what to whom.

>>> import advocoder
>>> article = advocoder.Extractor().extract("The minister met the strikers in Lima.")
>>> [event.summary for event in article.events]
['The minister met the strikers in Lima.']

Adapters: `advocoder.spark`, `advocoder.ray`, `advocoder.spacy`.
"""

from importlib.metadata import version as _version

from advocoder.extractor import Extractor, RejectedWarning
from advocoder.records import (
    Article,
    Candidate,
    Coordinates,
    Count,
    Doc,
    Entity,
    Event,
    Evidence,
    Holder,
    Link,
    Mention,
    Passage,
    Period,
    RecordError,
    Role,
    Size,
    Source,
    Stretch,
)

__version__ = _version("advocoder")
__all__ = [
    "Article", "Candidate", "Coordinates", "Count", "Doc", "Entity", "Event", "Evidence", "Extractor", "Holder", "Link", "Mention",
    "Passage", "Period", "RecordError", "RejectedWarning", "Role", "Size", "Source", "Stretch",
]  # fmt: skip
