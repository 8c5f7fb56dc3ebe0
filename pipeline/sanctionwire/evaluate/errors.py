"""What a prediction got wrong, one error at a time and by kind: what an error browser shows.

Gold and predicted items are paired as annotators' are (`agreement`): by what they are about, exact or not.
Scores ask whether an item is right; here a near miss is one error and not a missed and a spurious item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import repeat
from typing import Any, Literal, get_args

from sanctionwire.evaluate.agreement.alignment import Alignment
from sanctionwire.evaluate.agreement.disagreement import ONLY_FIRST, ONLY_SECOND, Disagreement
from sanctionwire.evaluate.agreement.disagreements import find_disagreements
from sanctionwire.evaluate.agreement.sanctions import ROLES
from sanctionwire.schema.records import Document, Sanction, Span

ErrorKind = Literal[
    "missed",
    "spurious",
    "wrong type",
    "boundary",
    "wrong role",
    "wrong action",
    "wrong status",
    "wrong entity",
    "wrong value",
]
ERROR_KINDS: tuple[ErrorKind, ...] = get_args(ErrorKind)

_KINDS: dict[str, ErrorKind] = {
    ONLY_FIRST: "missed",
    ONLY_SECOND: "spurious",
    "label": "wrong type",
    "type": "wrong type",
    "kind": "wrong type",
    "boundary": "boundary",
    "content": "boundary",
    "speaker_text": "boundary",
    "source": "boundary",
    "cue": "boundary",
    "evidence": "boundary",
    "reason": "boundary",
    "direction": "wrong role",
    "action": "wrong action",
    "status": "wrong status",
    "split": "wrong entity",
    "merged": "wrong entity",
    "moved": "wrong entity",
    "head": "wrong entity",
    "tail": "wrong entity",
    "speaker": "wrong entity",
    "subject": "wrong entity",
}
"""What a difference is called as an error; any other field is a `wrong value`."""
_OPTIONAL = frozenset({"source", "cue", "reason", "speaker", "subject", "amount", "date", "title"})
"""Fields that a fact need not have: to leave one out is `missed`, to invent one `spurious`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """One error of a prediction.

    Attributes:
        layer: The layer that it is in, as in `Disagreement`.
        kind: What went wrong, of `ERROR_KINDS`.
        field: The field that is wrong, such as `target`; None where the item as a whole is meant.
        gold: Id of the gold item; None where there is none.
        predicted: Id of the predicted item; None where there is none.
        spans: Where to look, code points, in the order of the text.
        detail: One sentence for people.
    """

    layer: str
    kind: ErrorKind
    field: str | None
    gold: str | None
    predicted: str | None
    spans: tuple[Span, ...]
    detail: str

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a JSON object, spans as [start, end]."""
        return asdict(self) | {"spans": [list(span) for span in self.spans]}


def find_errors(gold: Document, predicted: Document, *, indirect: bool = True) -> tuple[Error, ...]:
    """Return the errors of a prediction, in the order of the layers and of the text.

    As in scores, groups are no mentions of their own, and canonical names of entities are not compared.

    Args:
        gold: The gold document.
        predicted: What was predicted for its text.
        indirect: Whether predicted indirect quotes are judged; not where the gold set has none.

    Raises:
        RecordError: When the texts differ.
    """
    alignment = Alignment(gold, predicted)
    found = find_disagreements(gold, predicted, names=("gold", "predicted"))
    judged = (item for item in found if _is_judged(item, alignment, indirect=indirect))
    return tuple(error for item in judged for error in _classify(item, alignment))


def count_errors(errors: Iterable[Error]) -> dict[ErrorKind, int]:
    """Return how many errors there are of each kind, every kind among them."""
    counted = Counter(error.kind for error in errors)
    return {kind: counted[kind] for kind in ERROR_KINDS}


def _is_judged(item: Disagreement, alignment: Alignment, *, indirect: bool) -> bool:
    gold, predicted = alignment.gold, alignment.predicted
    match item.layer:
        case "mentions":
            levels = [
                mention.level
                for side, identifier in ((gold, item.first), (predicted, item.second))
                for mention in side.mentions
                if mention.id == identifier
            ]
            return "name" in levels
        case "entities":
            return item.kind != "name"
        case "quotes" if item.kind == ONLY_SECOND and not indirect:
            return all(quote.kind != "indirect" for quote in predicted.quotes if quote.id == item.second)
    return True


def _classify(item: Disagreement, alignment: Alignment) -> Iterator[Error]:
    is_whole = item.kind in (ONLY_FIRST, ONLY_SECOND) or item.layer in ("mentions", "entities")
    field = None if is_whole else item.kind
    kinds: Iterable[ErrorKind]
    if item.layer == "sanctions" and field in ROLES:
        kinds = _classify_role(item, field, alignment)
    elif field in _OPTIONAL:
        kinds = [_classify_optional(item, field, alignment)]
    else:
        kinds = [_KINDS.get(item.kind, "wrong value")]
    for kind in kinds:
        yield Error(
            layer=item.layer,
            kind=kind,
            field=field,
            gold=item.first,
            predicted=item.second,
            spans=item.spans,
            detail=item.detail,
        )


def _find(items: Iterable[Any], identifier: str | None) -> Any:
    return next(item for item in items if item.id == identifier)


def _classify_optional(item: Disagreement, field: str, alignment: Alignment) -> ErrorKind:
    here = getattr(_find(getattr(alignment.gold, item.layer), item.first), field)
    there = getattr(_find(getattr(alignment.predicted, item.layer), item.second), field)
    if here is None:
        return "spurious"
    return "missed" if there is None else _KINDS.get(field, "wrong value")


def _classify_role(item: Disagreement, role: str, alignment: Alignment) -> Iterator[ErrorKind]:
    """Yield what is wrong with who fills a role.

    A filler that the other side has in another role is in the wrong role, and told of where it should be; of
    the others one missed and one spurious are one wrong entity.
    """
    here: Sanction = _find(alignment.gold.sanctions, item.first)
    there: Sanction = _find(alignment.predicted.sanctions, item.second)
    gold = {name: alignment.first_keys(getattr(here, name)) for name in ROLES}
    predicted = {name: alignment.second_keys(getattr(there, name)) for name in ROLES}
    misplaced = {
        key
        for name in ROLES
        for other in ROLES
        if name != other
        for key in (gold[name] - predicted[name]) & (predicted[other] - gold[other])
    }
    missed, spurious = gold[role] - predicted[role], predicted[role] - gold[role]
    lost, invented = len(missed - misplaced), len(spurious - misplaced)
    counts: dict[ErrorKind, int] = {
        "wrong role": len(missed & misplaced),
        "wrong entity": min(lost, invented),
        "missed": max(0, lost - invented),
        "spurious": max(0, invented - lost),
    }
    for kind, times in counts.items():
        yield from repeat(kind, times)
