from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.export.page import render_page
from sanctionwire.schema.records import Document, Mention, Quote, Sanction


class Reader(HTMLParser):
    """Reads a page as a browser would: elements with attributes, and the text inside some of them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"article": [], "script": [], "style": [], "aside": [], "nav": []}
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.texts:
            self.texts[tag].append("")
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.texts:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]][-1] += data

    def attributes(self, name: str) -> list[str]:
        return [values[name] or "" for _, values in self.elements if name in values]


def test_the_article_reads_as_the_text(document: Document) -> None:
    assert Reader(render_page([document])).texts["article"] == [document.text]


def test_text_cannot_break_out(document: Document) -> None:
    reader = Reader(render_page([document]))
    assert [tag for tag, _ in reader.elements].count("script") == 1
    assert "alert(1)" not in reader.texts["script"][0]
    assert "b" not in {tag for tag, values in reader.elements if values.get("class") == "merchants"}


def test_metadata_cannot_break_out(document: Document) -> None:
    attack = '"><img src=x onerror=alert(1)>'
    hostile = replace(
        document, id=attack, source=attack, title=attack, language=attack, url=f"javascript:{attack}"
    )
    reader = Reader(render_page([hostile, hostile]))
    assert "img" not in {tag for tag, _ in reader.elements}
    assert not any(link.startswith("javascript") for link in reader.attributes("href"))
    assert not any(name.startswith("on") for _, values in reader.elements for name in values)


def test_only_its_own_script_and_style_may_run(document: Document) -> None:
    reader = Reader(render_page([document]))
    policy = next(values["content"] for _, values in reader.elements if "http-equiv" in values)
    for kind in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(reader.texts[kind][0].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in (policy or "")
    assert (policy or "").startswith("default-src 'none'")
    assert not reader.attributes("src")
    assert not reader.attributes("style")
    assert not re.search(
        r"url\(|@import|fetch\(|https?:", reader.texts["style"][0] + reader.texts["script"][0]
    )


@pytest.mark.parametrize("copies", [1, 3])
def test_links_and_labels_resolve_and_ids_are_unique(document: Document, copies: int) -> None:
    reader = Reader(render_page([document] * copies))
    ids = Counter(reader.attributes("id"))
    assert max(ids.values()) == 1
    inner = [link[1:] for link in reader.attributes("href") if link.startswith("#")]
    assert set(inner) | set(reader.attributes("aria-labelledby")) <= set(ids)


def test_several_documents_have_an_index(document: Document) -> None:
    assert Reader(render_page([document])).texts["nav"] == []
    other = replace(document, title=None, id="other", sanctions=(), quotes=())
    (index,) = Reader(render_page([document, other])).texts["nav"]
    assert "2024-03-05 · The [red]Wire[/red] · 2 sanctions · 2 quotes" in index
    assert "other" in index


def test_every_fact_says_what_to_light_up(document: Document) -> None:
    reader = Reader(render_page([document]))
    lights = {
        values["id"]: (values["data-lights"] or "").split()
        for _, values in reader.elements
        if "data-lights" in values
    }
    assert lights["d1-s0"] == [
        "evidence=s0",
        "reason=s0-reason",
        "imposer=e2",
        "target=e1",
        "target=e3",
        "law=e4",
    ]
    assert lights["d1-q0"] == ["evidence=q0", "cue=q0-cue", "source=q0-source", "speaker=e5"]
    assert lights["d1-r0"] == ["head=e5", "tail=e1", "evidence=r0"]
    assert lights["d1-v0"] == ["evidence=m7", "subject=e1"]
    keys = {key for value in reader.attributes("data-keys") for key in value.split()}
    assert {item.partition("=")[2] for item in lights["d1-s0"] + lights["d1-q0"]} <= keys
    words = " ".join(reader.texts["aside"][0].split())
    for phrase in (
        "impose in force 0.88 Norland Trade Office → Acme Lines; Acme Lines and two affiliates",
        "USD 7.5 billion, approx., valuation of Acme Lines, as of 2024",
        "feeding a war & its <b>merchants</b>",
        "unstated → unstated",
    ):
        assert phrase in words


def test_the_page_names_its_language_and_the_article_its_own(document: Document) -> None:
    reader = Reader(render_page([replace(document, language="de")]))
    assert [values["lang"] for _, values in reader.elements if "lang" in values] == ["en", "de"]
    headings = [tag for tag, _ in reader.elements if re.fullmatch(r"h\d", tag)]
    assert headings[:3] == ["h1", "h2", "h3"]
    assert headings.count("h1") == 1


def test_no_documents_and_an_empty_one() -> None:
    assert Reader(render_page([])).texts["article"] == []
    assert Reader(render_page([Document(id="empty", text="", sha256="")])).texts["article"] == [""]


_LETTERS = st.sampled_from(
    [*"ab<>&\"'; \t\n\r\u00a0\u2028\u202e\x1b\x85é😀", "\n\n", "\r\n\r\n", "</script>", "&amp;"]
)


@given(
    st.lists(_LETTERS, max_size=40).map("".join),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=8),
)
def test_however_spans_overlap_the_article_reads_as_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    mentions = tuple(
        Mention(
            id=f"m{i}", start=a, end=b, text="", label="GPE", level="group" if i % 2 else "name", entity="e"
        )
        for i, (a, b) in enumerate(spans)
    )
    quotes = tuple(
        Quote(id=f"q{i}", kind="direct", content=(span,), cue=span) for i, span in enumerate(spans)
    )
    sanctions = tuple(
        Sanction(id=f"s{i}", action="impose", status="planned", evidence=(span,))
        for i, span in enumerate(spans)
    )
    document = Document(
        id="x", text=text, sha256="", title="a", mentions=mentions, quotes=quotes, sanctions=sanctions
    )
    assert Reader(render_page([document])).texts["article"] == [text]
