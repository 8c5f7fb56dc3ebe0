"""Disagreements on entities: which mentions are one thing, and what that thing is called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from sanctionwire.evaluate.agreement.alignment import Alignment
from sanctionwire.evaluate.agreement.disagreement import ONLY_FIRST, ONLY_SECOND, Disagreement
from sanctionwire.evaluate.agreement.wording import quote_text, report_difference, report_single
from sanctionwire.schema.records import Mention

MentionPair = tuple[Mention, Mention]


def find_entities(alignment: Alignment) -> Iterator[Disagreement]:
    """Yield, in the order of the text, mentions that are of different entities and entities that differ.

    Mentions that only one side has are not told again here.
    """
    yield from sorted(_find_entities(alignment), key=lambda item: item.spans)


def _find_entities(alignment: Alignment) -> Iterator[Disagreement]:
    shared: defaultdict[tuple[str, str], list[MentionPair]] = defaultdict(list)
    for pair in alignment.mentions.pairs:
        if pair[0].entity is not None and pair[1].entity is not None:
            shared[pair[0].entity, pair[1].entity].append(pair)
    partners = {one: other for other, one in alignment.mapping.items()}
    for (one, other), pairs in shared.items():
        if partners.get(one) != other:
            yield _report_move(alignment, partners, one, other, pairs)
    yield from _find_properties(alignment, shared)
    yield from _find_unmentioned(alignment, partners)


def _report_move(
    alignment: Alignment, partners: dict[str, str], one: str, other: str, pairs: list[MentionPair]
) -> Disagreement:
    """Return that mentions belong to `one` for the first annotator, and for the second not to its partner.

    Which side drew the line is told by who has an entity that the other lacks.
    """
    lacks_first, lacks_second = other not in alignment.mapping, one not in partners
    kind = "moved" if lacks_first == lacks_second else "split" if lacks_first else "merged"
    names = (alignment.first_entities[one].name, alignment.second_entities[other].name)
    sayings = [
        f"an entity of its own, {quote_text(name)}" if is_own else quote_text(name)
        for name, is_own in zip(names, (lacks_second, lacks_first), strict=True)
    ]
    more = f" and {len(pairs) - 1} more of its mentions" if len(pairs) > 1 else ""
    spans = [(mention.start, mention.end) for pair in pairs for mention in pair]
    about = f"{quote_text(pairs[0][0].text)}{more}"
    return report_difference(alignment, "entities", kind, (one, other), spans, about, sayings)


def _find_properties(
    alignment: Alignment, shared: dict[tuple[str, str], list[MentionPair]]
) -> Iterator[Disagreement]:
    """Yield labels and canonical names that differ, unless that follows from what differs in the mentions."""
    sizes = [
        Counter(mention.entity for mention in document.mentions)
        for document in (alignment.gold, alignment.predicted)
    ]
    for other, one in alignment.mapping.items():
        first, second = alignment.first_entities[one], alignment.second_entities[other]
        pairs = shared.get((one, other), [])
        spans = [(mention.start, mention.end) for pair in pairs for mention in pair]
        same_labels = all(here.label == there.label for here, there in pairs)
        same_mentions = sizes[0][one] == sizes[1][other] == len(pairs) and all(
            here.text == there.text for here, there in pairs
        )
        for kind, is_told in (("label", not same_labels), ("name", not same_mentions)):
            sayings = (getattr(first, kind), getattr(second, kind))
            if sayings[0] != sayings[1] and not is_told:
                about = f"the entity {quote_text(first.name)}"
                yield report_difference(alignment, "entities", kind, (one, other), spans, about, sayings)


def _find_unmentioned(alignment: Alignment, partners: dict[str, str]) -> Iterator[Disagreement]:
    """Yield entities that no mention stands for and that the other side lacks."""
    for kind, document, known in (
        (ONLY_FIRST, alignment.gold, partners.keys()),
        (ONLY_SECOND, alignment.predicted, alignment.mapping.keys()),
    ):
        mentioned = {mention.entity for mention in document.mentions}
        for entity in document.entities:
            if entity.id not in known and entity.id not in mentioned:
                about = f"the entity {quote_text(entity.name)} ({entity.label}), which is not mentioned"
                yield report_single(alignment, "entities", kind, entity.id, (), about)
