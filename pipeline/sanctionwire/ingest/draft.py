"""What a format reader hands over: an article before screening."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as read, before its date, language and size are looked at.

    Attributes:
        origin: File or stream, with its 1-based line or entry where there is one.
        body: The text as read. With `is_exact` it is the article's text, to the last character.
        fallback_id: Identifier for an article that brings neither an id nor an address.
        id: The article's own id, or None.
        title: The title, or None.
        published: Publication date as written, in any format, or None.
        source: Publisher, or None.
        url: Address, or None.
        is_exact: Whether the body already holds the title, so that nothing may be put in front of it.
    """

    origin: str
    body: str
    fallback_id: str
    id: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    is_exact: bool = False

    @property
    def chosen_id(self) -> str:
        """The article's id: its own, else its address, else where it was found."""
        return self.id or self.url or self.fallback_id
