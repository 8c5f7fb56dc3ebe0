"""Shared by the tests: one loaded pipeline, and cases written as text with inline markup.

`<COMPANY e1>SenseTime</COMPANY>` marks a name mention with its entity id; `<COMPANY>` gives it an id of its
own by its words; `<DATE 2019-10>last month</DATE>` carries a value; `<g COMPANY e2>eight firms</g>` marks a
group.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from sanctionwire.run import load_pipeline
from sanctionwire.schema.layers import ARTICLE_ID, GROUPS, MENTIONS, PUBLISHED, TITLE_END

SHARED = Path(__file__).resolve().parents[2] / "shared"
_TAG = re.compile(r"<(/?)(g )?([A-Z_]+|g)(?: ([^<>]+))?>")


@cache
def pipeline() -> Language:
    """The whole shipped pipeline, loaded once a test session."""
    return load_pipeline()


def strip_markup(marked: str) -> tuple[str, list[tuple[int, int, str, str, bool]]]:
    """Return the plain text and its (start, end, label, id or value, is_group) spans."""
    text, spans, stack, last = "", [], [], 0
    for tag in _TAG.finditer(marked):
        text += marked[last : tag.start()]
        last = tag.end()
        if tag[1]:
            start, label, ident, is_group = stack.pop()
            spans.append((start, len(text), label, ident or "", is_group))
        else:
            stack.append((len(text), tag[3], tag[4], bool(tag[2])))
    return text + marked[last:], sorted(spans)


def parse(text: str, *, until: str, published: str = "", title: str = "") -> Doc:
    """Run the shipped components that come before `until` ("" for all of them) over a text."""
    nlp = pipeline()
    doc = nlp.make_doc(text)
    doc.user_data.update({ARTICLE_ID: "case", PUBLISHED: published, TITLE_END: len(title)})
    for name, component in nlp.pipeline:
        if name == until:
            break
        doc = component(doc)
    return doc


def annotate_case(marked: str, *, until: str, published: str = "", title: str = "") -> Doc:
    """Parse marked text and lay the marked mentions (and groups) over it, instead of predicted ones."""
    text, spans = strip_markup(marked)
    doc = parse(text, until="dates", published=published, title=title)
    mentions, groups, known = [], [], {}
    for start, end, label, ident, is_group in spans:
        entity = ident
        if label not in ("DATE", "MONEY") and not ident:
            entity = known.setdefault((label, text[start:end]), f"e{len(known) + 100}")
        span = doc.char_span(start, end, label=label, kb_id=entity)
        assert span is not None, f"{text[start:end]!r} is not on token boundaries"
        (groups if is_group else mentions).append(span)
    doc.spans[MENTIONS] = mentions
    doc.spans[GROUPS] = groups
    run = False
    for name, component in pipeline().pipeline:
        if name == until:
            break
        run = run or name == "coreference"
        if run and name not in ("coreference", "groups"):
            doc = component(doc)
    return doc


def texts(spans: list[Span]) -> list[tuple[str, str]]:
    """Return (label, text) of spans, for readable assertions."""
    return [(span.label_, span.text) for span in spans]
