"""What triage says about an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sanctionwire.schema.records import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to do with an article.

    Attributes:
        extract: Whether its facts are to be extracted; if not, it becomes a document without facts.
        notes: What `Document.extra` is to say of it, whether it is extracted or not.
    """

    extract: bool
    notes: Mapping[str, Any] = field(default_factory=dict)


class Triage(Protocol):
    """Judges articles one by one; what it says of one may depend on those before it."""

    def judge(self, article: Article) -> Verdict:
        """Return the verdict on the next article; to be called once an article, in the order of the input."""
        ...
