"""Own-written articles in which states "mothball" sanctions, which means that they lift them, and correct facts."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from spacy.language import Language

from sanctionwire.run import process_article
from sanctionwire.schema.records import Article, Document, Sanction

STATES = (
    "Canada",
    "Japan",
    "Norway",
    "Brazil",
    "Australia",
    "India",
    "Switzerland",
    "Mexico",
    "Chile",
    "Turkey",
)
FIRMS = (
    "Baltic Steel", "Lund Shipping", "Vell Chemicals", "Ostmark Bank", "Tarn Holdings", "Kestrel Shipping",
    "Brandt Group", "Halden Airlines", "Morava Bank", "Sorrel Energy",
)  # fmt: skip
LIFTING = (
    "{state} mothballed its sanctions on {firm} on Tuesday. The firm welcomed the step.",
    "Officials in the capital were pleased. On Tuesday, {state} mothballed its sanctions on {firm}, saying they had worked.",
    "{firm} may trade again. {state} mothballed its sanctions on {firm} after a review.",
)
IMPOSING = (
    "{state} imposed sanctions on {firm} on Tuesday. The firm protested.",
    "{state} has placed sanctions on {firm}, saying it had shipped arms.",
)


def write(template: str, number: int) -> Article:
    """Return an article of a template, about the state and the firm of a number."""
    text = template.format(state=STATES[number % len(STATES)], firm=FIRMS[(7 * number + 3) % len(FIRMS)])
    name = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Article(id=f"own-{name}", text=text, published="2024-05-08")


def correct(nlp: Language, article: Article, action: str) -> Document:
    """Return the document that an annotator would leave: the model's names, and the one fact that is told."""
    document = process_article(nlp, article)
    owner = {mention.text: mention.entity for mention in document.mentions}
    start = article.text.index("sanctions")
    spans = [(start, start + len("sanctions"))]
    if action == "lift":
        verb = article.text.index("mothballed")
        spans.insert(0, (verb, verb + len("mothballed")))
    state = next(name for name in STATES if name in article.text)
    firm = next(name for name in FIRMS if name in article.text)
    fact = Sanction(
        id="s1",
        action=action,
        status="in_force",
        imposer=(owner[state],),
        target=(owner[firm],),
        measure=("unspecified",),
        evidence=tuple(spans),
    )
    return replace(document, sanctions=(fact,))
