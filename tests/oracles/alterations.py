"""Gold documents with mistakes of the kinds that extractors make, drawn from a seed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from evaluate.annotated_corpora import read_corpora

from sanctionwire.schema.labels import NAME_LABELS
from sanctionwire.schema.records import Document, Mention


def read_gold(limit: int) -> tuple[Document, ...]:
    """Return the first documents of the corpora."""
    return read_corpora()[:limit]


def _move_end(mention: Mention, text: str, barrier: int, random: Random) -> Mention:
    """Cut a character off, or take in what follows up to the next mention."""
    end = mention.end + random.choice((-1, 1, 3))
    end = max(mention.start + 1, min(end, barrier))
    return replace(mention, end=end, text=text[mention.start : end])


def alter_document(gold: Document, random: Random) -> Document:
    """Drop, cut, stretch and relabel names, and split and merge entities; leave all facts out."""
    names = sorted((item for item in gold.mentions if item.level == "name"), key=lambda item: item.start)
    barriers = [item.start for item in names[1:]] + [len(gold.text)]
    entities = [entity.id for entity in gold.entities]
    merged = {entity: random.choice(entities) for entity in entities if random.random() < 0.1}
    mentions = []
    for name, barrier in zip(names, barriers, strict=True):
        match random.choices(("keep", "drop", "move", "relabel", "split"), (80, 6, 6, 4, 4))[0]:
            case "drop":
                continue
            case "move":
                name = _move_end(name, gold.text, barrier, random)
            case "relabel" if name.label not in ("DATE", "MONEY"):
                name = replace(name, label=random.choice(NAME_LABELS[:12]))
            case "split" if name.entity is not None:
                name = replace(name, entity=random.choice(entities))
        mentions.append(replace(name, entity=merged.get(name.entity or "", name.entity)))
    return replace(gold, mentions=tuple(mentions), sanctions=(), relations=(), quotes=(), valuations=())


def alter_gold(limit: int, seed: int) -> list[tuple[Document, Document]]:
    """Return (gold, altered) pairs."""
    random = Random(seed)
    return [(document, alter_document(document, random)) for document in read_gold(limit)]
