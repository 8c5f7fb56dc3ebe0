"""Sitemaps: the addresses of a site's pages, and of its further sitemaps.

Source: sitemaps.org, protocol 0.9.
"""

from __future__ import annotations

from dataclasses import dataclass

_BLANK = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """An address in a sitemap.

    Attributes:
        url: The address as written.
        changed: When the page changed last, ISO 8601 as written, or None.
        is_sitemap: Whether a further sitemap is there, and no page.
    """

    url: str
    changed: str | None = None
    is_sitemap: bool = False


def parse_sitemap(data: bytes) -> tuple[Location, ...]:
    """Return the locations of a sitemap, in its order: XML, or plain text with an address a line.

    Raises:
        ValueError: When it is neither.
    """
    if not data.lstrip(_BLANK).startswith(b"<"):
        return _parse_lines(data)
    from lxml import etree  # type: ignore[import-untyped]

    # Entities could name files and unfold without end.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(data, parser)
    name = None if root is None else etree.QName(root).localname
    if name not in ("urlset", "sitemapindex"):
        raise ValueError(f"the first element is {name!r} instead of urlset or sitemapindex")
    locations = []
    for item in root.iterchildren(tag=etree.Element):
        fields = {
            etree.QName(child).localname: (child.text or "").strip()
            for child in item.iterchildren(tag=etree.Element)
        }
        if fields.get("loc"):
            locations.append(
                Location(
                    url=fields["loc"],
                    changed=fields.get("lastmod") or None,
                    is_sitemap=name == "sitemapindex",
                )
            )
    return tuple(locations)


def _parse_lines(data: bytes) -> tuple[Location, ...]:
    lines = data.decode("utf-8-sig", "replace").split()
    for line in lines:
        if not line.startswith(("http://", "https://")):
            raise ValueError(f"{line[:60]!r} is neither XML nor an address")
    return tuple(Location(url=line) for line in lines)
