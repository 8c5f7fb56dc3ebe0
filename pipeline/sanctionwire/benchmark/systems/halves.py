"""What the halves of the extraction are worth alone: rules without weights, the encoder without rules.

Both give whole documents, so that `evaluate` scores them like any other. Neither is part of the pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from sanctionwire.annotate.encoder import Encoder, find_rows
from sanctionwire.annotate.groups import collect_groups, find_groups
from sanctionwire.annotate.triggers import Trigger, group_triggers
from sanctionwire.annotate.triggers.actions import read_action
from sanctionwire.annotate.triggers.moods import read_status
from sanctionwire.annotate.triggers.words import core_words, find_words
from sanctionwire.encoder.columns import BLOCKS, MENTION_TAGS, find_runs
from sanctionwire.encoder.opinions import Opinions
from sanctionwire.encoder.session import load_encoder
from sanctionwire.extract.mentions import extract_entities, extract_mentions
from sanctionwire.extract.sanctions import Judges, extract_sanctions
from sanctionwire.linear import Features
from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.run import annotate, make_doc
from sanctionwire.schema.labels import ACTIONS, MEASURES, STATUSES
from sanctionwire.schema.layers import GROUPS, MENTIONS, ROWS, TRIGGERS
from sanctionwire.schema.records import Article, Document, Sanction

_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class _Rule:
    """A scorer without weights: each label holds when all of its alternatives' name beginnings occur.

    >>> rule = _Rule({"target": (("part=patient",),)})
    >>> rule.score({"part=patient act": 1.0}), rule.score({"part=agent act": 1.0})
    ({'target': 0.9}, {'target': 0.0})
    """

    alternatives: dict[str, tuple[tuple[str, ...], ...]]

    def score(self, features: Features) -> dict[str, float]:
        """Return 0.9 for the labels that hold, 0 for the others."""
        return {
            label: 0.9 if any(all(_has(features, start) for start in starts) for starts in options) else 0.0
            for label, options in self.alternatives.items()
        }


def _has(features: Features, start: str) -> bool:
    return any(name.startswith(start) for name in features)


_GROUPS = _Rule({"group": (("patient",),)})
_RULES = Judges(
    roles=_Rule({"imposer": (("part=agent",), ("part=owner",)), "target": (("part=patient",),)}),
    claims=_Rule(
        {
            "true": (
                ("spoken=True", "ruled=True", "part=agent"),
                ("spoken=True", "ruled=True", "part=owner"),
                ("spoken=True", "ruled=True", "none acted=False"),
            )
        }
    ),
    measures=_Rule({measure: ((f"near {measure}",),) for measure in MEASURES}),
)


def extract_by_rules(nlp: Language, article: Article) -> Document:
    """Return names and sanctions as word lists and syntax alone give them.

    Words about sanctions in any context announce; the tree says what and how firmly, who acts and who is hit.
    """
    with nlp.select_pipes(disable=[n for n in ("encoder", "triggers", "groups") if n in nlp.pipe_names]):
        doc = annotate(nlp, make_doc(nlp, article))
    found: list[Trigger] = []
    for token in find_words(doc):
        if lemma_of(token) in core_words():
            action, anchor = read_action(token)
            status = read_status(anchor, action)
            span = Span(doc, token.i, token.i + 1, label=action, kb_id=status, span_id=f"t{len(found) + 1}")
            found.append(Trigger(span, ((action, status, 1.0),)))
    doc.spans[TRIGGERS] = group_triggers(doc, found)
    doc.spans[GROUPS] = collect_groups(doc, find_groups(doc, _GROUPS))
    return replace(_build(article, doc), sanctions=extract_sanctions(doc, judges=_RULES))


def extract_by_encoder(nlp: Language, article: Article) -> Document:
    """Return names and sanctions as the encoder alone gives them, without hints of the rules.

    Same words, same entity. Every word that announces is a fact of its own, with those who fit it better
    than not.
    """
    encoder = nlp.get_pipe("encoder")
    if not isinstance(encoder, Encoder):
        raise TypeError("the pipeline has no encoder")
    doc = nlp.get_pipe("paragraphs")(make_doc(nlp, article))
    doc.user_data[ROWS] = rows = find_rows(doc, *load_encoder(encoder.model, encoder.threads), hints=False)
    likeliest = {name: rows[:, BLOCKS[name]].argmax(1) for name in ("mentions", "groups", "triggers")}
    entities: dict[str, str] = {}
    for key, tags in ((MENTIONS, likeliest["mentions"]), (GROUPS, likeliest["groups"])):
        doc.spans[key] = [
            _name(doc, start, end, int(tags[start]), key, entities) for start, end in find_runs(tags)
        ]
    document = _build(article, doc)
    return replace(document, sanctions=tuple(_read_facts(doc, likeliest["triggers"])))


def _name(doc: Doc, start: int, end: int, tag: int, key: str, entities: dict[str, str]) -> Span:
    label = "SECTOR" if key == GROUPS else MENTION_TAGS[tag][2:]
    entity = ""
    if label not in ("DATE", "MONEY"):
        entity = entities.setdefault(doc[start:end].text.casefold(), f"e{len(entities) + 1}")
    return Span(doc, start, end, label=label, kb_id=entity)


def _read_facts(doc: Doc, triggers: np.ndarray) -> Iterator[Sanction]:
    opinions = Opinions.read(doc)
    spans = [span for key in (MENTIONS, GROUPS) for span in doc.spans[key] if span.kb_id_]
    places = [int(place) for place in np.flatnonzero(triggers)]
    if opinions is None:
        return
    for number, (place, fits) in enumerate(zip(places, opinions.judge_roles(places, spans), strict=True), 1):
        imposer, target = (
            tuple(
                dict.fromkeys(
                    span.kb_id_ for span, fit in zip(spans, fits[:, role], strict=True) if fit > _EVEN
                )
            )
            for role in range(2)
        )
        measures = [m for m, p in zip(MEASURES, opinions.measures[place], strict=True) if p > _EVEN]
        token = doc[place]
        if target:
            yield Sanction(
                id=f"s{number}",
                action=ACTIONS[int(triggers[place]) - 1],
                status=STATUSES[int(opinions.statuses[place].argmax())],
                imposer=tuple(entity for entity in imposer if entity not in target),
                target=target,
                measure=tuple(measures) or ("unspecified",),
                evidence=((token.idx, token.idx + len(token)),),
            )


def _build(article: Article, doc: Doc) -> Document:
    return Document(
        id=article.id,
        text=article.text,
        sha256=sha256(article.text.encode()).hexdigest(),
        title=article.title,
        published=article.published,
        mentions=extract_mentions(doc),
        entities=extract_entities(doc),
    )
