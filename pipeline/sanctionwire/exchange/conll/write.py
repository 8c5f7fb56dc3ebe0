"""Makes columns of a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sanctionwire.exchange.conll.brackets import Column, Place, make_key
from sanctionwire.exchange.conll.spacing import escape
from sanctionwire.exchange.drawing import Drawn, DrawnLayer, draw_facts, draw_relations
from sanctionwire.exchange.references import with_items
from sanctionwire.exchange.tokens import list_spans, split_tokens
from sanctionwire.schema.records import Document, Mention, Span

METADATA = ("title", "source", "published", "url", "language")
_MAIN_ROLES = ("evidence", "content")


def write_document(document: Document) -> Iterator[str]:
    """Yield the lines of a document, without line ends."""
    text = document.text
    tokens = [
        (token.start, token.end)
        for token in split_tokens(text, list_spans(document))
        if not text[token.start : token.end].isspace()
    ]
    yield f"# newdoc id = {escape(document.id)}"
    for name in METADATA:
        if (value := getattr(document, name)) is not None:
            yield f"# {name} = {escape(value)}"
    if not tokens:
        yield f"# spaces = {escape(text)}"
    columns = _make_columns(document, tokens)
    number = 0
    for place, (start, end) in enumerate(tokens):
        number += 1
        after = text[end : tokens[place + 1][0] if place + 1 < len(tokens) else len(text)]
        misc = [columns[-1][place], f"TokenRange={start}:{end}"]
        if place == 0 and start:
            misc.append(f"SpacesBefore={escape(text[:start])}")
        if not after:
            misc.append("SpaceAfter=No")
        elif after != " ":
            misc.append(f"SpacesAfter={escape(after)}")
        cells = [column[place] for column in columns[:-1]]
        yield "\t".join([str(number), text[start:end], *cells, "|".join(filter(None, misc))])
        if "\n" in after or "\r" in after:
            number = 0
            yield ""
    if number or not tokens:
        yield ""


def _make_columns(document: Document, tokens: list[Span]) -> list[list[str]]:
    """Return the cells of each column between FORM and MISC, and last what MISC has of mentions."""
    starts = {start: place for place, (start, _) in enumerate(tokens)}
    ends = {end: place for place, (_, end) in enumerate(tokens)}

    def fits(span: Span) -> bool:
        return span[0] in starts and span[1] in ends

    def find(span: Span) -> Place:
        return starts[span[0]], ends[span[1]]

    names = ["O"] * len(tokens)
    values = [""] * len(tokens)
    groups, clusters = Column(len(tokens)), Column(len(tokens))
    shown: list[Mention] = []
    # Names come first: read back, the first entity on a span is that of the name.
    for mention in sorted(document.mentions, key=lambda mention: mention.level == "group"):
        span = mention.start, mention.end
        if not fits(span):
            continue
        first, last = find(span)
        if mention.level == "name":
            names[first : last + 1] = [f"B-{mention.label}"] + [f"I-{mention.label}"] * (last - first)
            if mention.value is not None:
                values[first] = f"Value={mention.value}"
        elif not groups.add(make_key(mention.id, mention.label), (first, last)):
            continue
        is_linked = mention.entity is not None and clusters.add(make_key(mention.entity), (first, last))
        shown.append(mention if is_linked else replace(mention, entity=None))
    facts: dict[DrawnLayer, Column] = {
        "sanctions": Column(len(tokens)),
        "quotes": Column(len(tokens)),
        "valuations": Column(len(tokens)),
    }
    drawable = with_items(document, mentions=tuple(shown))
    money = {drawn.id: drawn.span for drawn in draw_facts(drawable, fits) if drawn.layer == "valuations"}
    for drawn in draw_facts(drawable, fits):
        column = facts[drawn.layer]
        column.add(make_key(drawn.id, _name_fact(drawn)), find(drawn.span))
        for arrow in drawn.arrows:
            match arrow.target:
                case Mention(start=start, end=end):
                    span = start, end
                case str(valuation):
                    span = money[valuation]
                case (int(start), int(end)):
                    span = start, end
            if arrow.role != "money":
                role = _name_fact(drawn) if arrow.role in _MAIN_ROLES else arrow.role
                column.add(make_key(drawn.id, role), find(span))
    relations = Column(len(tokens))
    for relation, head, tail in draw_relations(drawable, fits):
        ends_of = [("head", (head.start, head.end)), ("tail", (tail.start, tail.end))]
        if relation.evidence is not None and fits(relation.evidence):
            ends_of.append(("evidence", relation.evidence))
        for role, span in ends_of:
            relations.add(make_key(relation.id, f"{relation.type}.{role}"), find(span))
    bracketed = [groups, clusters, *facts.values(), relations]
    return [names, *(column.write() for column in bracketed), values]


def _name_fact(drawn: Drawn) -> str:
    """Return the label of the spans on which a fact stands."""
    if drawn.layer == "sanctions":
        return f"{drawn.values['action']}.{drawn.values['status']}"
    return str(drawn.values["kind"])
