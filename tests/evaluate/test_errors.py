"""Errors that are planted come back, each once and as what it is."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.evaluate.errors import ERROR_KINDS, Error, count_errors, find_errors
from sanctionwire.evaluate.scoring import evaluate
from sanctionwire.schema.records import (
    Document,
    Entity,
    Mention,
    Quote,
    Relation,
    Sanction,
    Valuation,
)

Item = Mention | Entity | Sanction | Relation | Quote | Valuation
_PARAGRAPH = (
    "The {0} Board of Vell{0} sanctioned Acme {0} and Baltic {0} on Tuesday over Cobalt {0}. "
    "“Trade {0} will go on from here”, Ada Brandt{0} said. It is worth $5{0} million.\n\n"
)


def _place(text: str, start: int, key: str, words: str) -> tuple[int, int]:
    place = text.index(words.format(key), start)
    return place, place + len(words.format(key))


def _build(paragraphs: int) -> Document:
    """Build gold of paragraphs that have nothing in common, each with an item of every kind."""
    text = ""
    layers: dict[str, list[Item]] = {
        layer: [] for layer in ("mentions", "entities", "sanctions", "relations", "quotes", "valuations")
    }
    for number in range(paragraphs):
        key = f"K{number}"
        start = len(text)
        text += _PARAGRAPH.format(key)
        at = partial(_place, text, start, key)

        names = {
            "body": ("{0} Board", "PUBLIC_BODY"),
            "state": ("Vell{0}", "GPE"),
            "acme": ("Acme {0}", "COMPANY"),
            "baltic": ("Baltic {0}", "COMPANY"),
            "cobalt": ("Cobalt {0}", "LAW"),
            "ada": ("Ada Brandt{0}", "PERSON"),
        }
        for name, (words, label) in names.items():
            first, last = at(words)
            identifier = f"{name}-{key}"
            layers["entities"].append(Entity(id=identifier, label=label, name=text[first:last]))  # type: ignore[arg-type]
            layers["mentions"].append(
                Mention(
                    id=f"m-{identifier}",
                    start=first,
                    end=last,
                    text=text[first:last],
                    label=label,  # type: ignore[arg-type]
                    entity=identifier,
                )
            )
        for label, words in (("DATE", "Tuesday"), ("MONEY", "$5{0} million")):
            first, last = at(words)
            layers["mentions"].append(
                Mention(id=f"m-{label}-{key}", start=first, end=last, text=text[first:last], label=label)  # type: ignore[arg-type]
            )
        layers["sanctions"].append(
            Sanction(
                id=f"s-{key}",
                action="impose",
                status="in_force",
                imposer=(f"body-{key}",),
                target=(f"acme-{key}", f"baltic-{key}"),
                law=(f"cobalt-{key}",),
                evidence=(at("sanctioned"),),
            )
        )
        layers["relations"].append(
            Relation(id=f"r-{key}", type="owns", head=f"acme-{key}", tail=f"baltic-{key}")
        )
        layers["quotes"].append(
            Quote(
                id=f"q-{key}",
                kind="direct",
                content=(at("Trade {0} will go on from here"),),
                speaker=f"ada-{key}",
                cue=at("said"),
            )
        )
        layers["valuations"].append(
            Valuation(
                id=f"v-{key}",
                mention=f"m-MONEY-{key}",
                amount=5e6,
                currency="USD",
                kind="price",
                subject=f"acme-{key}",
            )
        )
    return Document(
        id="planted",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        **{layer: tuple(items) for layer, items in layers.items()},  # type: ignore[arg-type]
    )


def _change(document: Document, layer: str, identifier: str, **fields: object) -> Document:
    items = tuple(
        replace(item, **fields) if item.id == identifier else item for item in getattr(document, layer)
    )
    return replace(document, **{layer: items})


def _drop(document: Document, layer: str, identifier: str) -> Document:
    return replace(
        document, **{layer: tuple(item for item in getattr(document, layer) if item.id != identifier)}
    )


def _add(document: Document, layer: str, item: Item) -> Document:
    return replace(document, **{layer: (*getattr(document, layer), item)})


def _move_end(document: Document, identifier: str, by: int) -> Document:
    (mention,) = (item for item in document.mentions if item.id == identifier)
    end = mention.end + by
    return _change(document, "mentions", identifier, end=end, text=document.text[mention.start : end])


def _relabel(document: Document, key: str) -> Document:
    document = _change(document, "entities", f"ada-{key}", label="COMPANY")
    return _change(document, "mentions", f"m-ada-{key}", label="COMPANY")


def _merge(document: Document, key: str) -> Document:
    """Make the person of a paragraph the state, which no fact is about."""
    document = _change(document, "mentions", f"m-ada-{key}", entity=f"state-{key}")
    document = _change(document, "quotes", f"q-{key}", speaker=f"state-{key}")
    return _drop(document, "entities", f"ada-{key}")


def _invent_name(document: Document, key: str) -> Document:
    start = document.text.index("Trade " + key)
    mention = Mention(id=f"x-{key}", start=start, end=start + 5, text="Trade", label="GPE", entity=f"x-{key}")
    document = _add(document, "entities", Entity(id=f"x-{key}", label="GPE", name="Trade"))
    return _add(document, "mentions", mention)


def _shift_quote(document: Document, key: str) -> Document:
    ((start, end),) = next(quote.content for quote in document.quotes if quote.id == f"q-{key}")
    return _change(document, "quotes", f"q-{key}", content=((start + 6, end),))


def _invent_relation(document: Document, key: str) -> Document:
    relation = Relation(id=f"x-{key}", type="role_of", head=f"ada-{key}", tail=f"body-{key}")
    return _add(document, "relations", relation)


# Name of the plant: who plants it in a paragraph, and the errors that this is.
PLANTS = {
    "name missed": (
        lambda it, key: _drop(it, "mentions", f"m-DATE-{key}"),
        ["mentions missed"],
    ),
    "name spurious": (_invent_name, ["mentions spurious"]),
    "name of a wrong type": (_relabel, ["mentions wrong type"]),
    "name too short": (lambda it, key: _move_end(it, f"m-acme-{key}", -1), ["mentions boundary"]),
    "name too long": (lambda it, key: _move_end(it, f"m-DATE-{key}", 5), ["mentions boundary"]),
    "date of a wrong value": (
        lambda it, key: _change(it, "mentions", f"m-DATE-{key}", value="2019-10-08"),
        ["mentions wrong value"],
    ),
    "entities merged": (_merge, ["entities wrong entity", "quotes wrong entity speaker"]),
    "sanction missed": (lambda it, key: _drop(it, "sanctions", f"s-{key}"), ["sanctions missed"]),
    "sanction spurious": (
        lambda it, key: _add(
            it,
            "sanctions",
            Sanction(id=f"x-{key}", action="lift", status="planned", target=(f"ada-{key}",)),
        ),
        ["sanctions spurious"],
    ),
    "status": (
        lambda it, key: _change(it, "sanctions", f"s-{key}", status="planned"),
        ["sanctions wrong status status"],
    ),
    "action": (
        lambda it, key: _change(it, "sanctions", f"s-{key}", action="lift"),
        ["sanctions wrong action action"],
    ),
    "role": (
        lambda it, key: _change(
            it, "sanctions", f"s-{key}", imposer=(f"body-{key}", f"baltic-{key}"), target=(f"acme-{key}",)
        ),
        ["sanctions wrong role target"],
    ),
    "roles turned around": (
        lambda it, key: _change(
            it, "sanctions", f"s-{key}", imposer=(f"baltic-{key}",), target=(f"acme-{key}", f"body-{key}")
        ),
        ["sanctions wrong role target", "sanctions wrong role imposer"],
    ),
    "imposer": (
        lambda it, key: _change(it, "sanctions", f"s-{key}", imposer=(f"state-{key}",)),
        ["sanctions wrong entity imposer"],
    ),
    "target left out": (
        lambda it, key: _change(it, "sanctions", f"s-{key}", target=(f"acme-{key}",)),
        ["sanctions missed target"],
    ),
    "program invented": (
        lambda it, key: _change(it, "sanctions", f"s-{key}", program=(f"ada-{key}",)),
        ["sanctions spurious program"],
    ),
    "measure": (
        lambda it, key: _change(it, "sanctions", f"s-{key}", measure=("travel_ban",)),
        ["sanctions wrong value measure"],
    ),
    "relation missed": (lambda it, key: _drop(it, "relations", f"r-{key}"), ["relations missed"]),
    "relation spurious": (_invent_relation, ["relations spurious"]),
    "relation of a wrong type": (
        lambda it, key: _change(it, "relations", f"r-{key}", type="subsidiary_of"),
        ["relations wrong type type"],
    ),
    "relation turned around": (
        lambda it, key: _change(it, "relations", f"r-{key}", head=f"baltic-{key}", tail=f"acme-{key}"),
        ["relations wrong role direction"],
    ),
    "quote missed": (lambda it, key: _drop(it, "quotes", f"q-{key}"), ["quotes missed"]),
    "quote too short": (_shift_quote, ["quotes boundary content"]),
    "quote of a wrong kind": (
        lambda it, key: _change(it, "quotes", f"q-{key}", kind="mixed"),
        ["quotes wrong type kind"],
    ),
    "speaker": (
        lambda it, key: _change(it, "quotes", f"q-{key}", speaker=f"body-{key}"),
        ["quotes wrong entity speaker"],
    ),
    "speaker left out": (
        lambda it, key: _change(it, "quotes", f"q-{key}", speaker=None),
        ["quotes missed speaker"],
    ),
    "valuation missed": (lambda it, key: _drop(it, "valuations", f"v-{key}"), ["valuations missed"]),
    "amount": (
        lambda it, key: _change(it, "valuations", f"v-{key}", amount=5.0),
        ["valuations wrong value amount"],
    ),
    "valuation of a wrong kind": (
        lambda it, key: _change(it, "valuations", f"v-{key}", kind="penalty"),
        ["valuations wrong type kind"],
    ),
    "subject": (
        lambda it, key: _change(it, "valuations", f"v-{key}", subject=f"ada-{key}"),
        ["valuations wrong entity subject"],
    ),
}


def _say(error: Error) -> str:
    return " ".join(filter(None, (error.layer, error.kind, error.field)))


@pytest.mark.parametrize("plant", PLANTS)
def test_one_planted_error_is_one_error(plant: str) -> None:
    gold = _build(3)
    put, expected = PLANTS[plant]
    assert sorted(map(_say, find_errors(gold, put(gold, "K1")))) == sorted(expected)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.none() | st.sampled_from(sorted(PLANTS)), min_size=1, max_size=9),
    st.integers(0, 2**20),
)
def test_planted_errors_are_counted_exactly(plants: list[str | None], seed: int) -> None:
    gold = predicted = _build(len(plants))
    expected: Counter[str] = Counter()
    for number, plant in enumerate(plants):
        if plant is not None:
            put, errors = PLANTS[plant]
            predicted = put(predicted, f"K{number}")
            expected.update(errors)
    # Neither the order of the items nor their numbers matter.
    random = Random(seed)
    shuffled = {
        layer: tuple(random.sample(getattr(predicted, layer), len(getattr(predicted, layer))))
        for layer in ("mentions", "entities", "sanctions", "relations", "quotes", "valuations")
    }
    found = find_errors(gold, replace(predicted, **shuffled))
    assert Counter(map(_say, found)) == expected
    by_kind = Counter(
        next(kind for kind in ERROR_KINDS if f" {kind}" in text) for text in expected.elements()
    )
    assert count_errors(found) == {kind: by_kind[kind] for kind in ERROR_KINDS}


def test_every_kind_is_planted() -> None:
    planted = " ".join(error for _, errors in PLANTS.values() for error in errors)
    assert all(kind in planted for kind in ERROR_KINDS)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(PLANTS)), min_size=1, max_size=5))
def test_missed_and_spurious_turn_around(plants: list[str]) -> None:
    gold = predicted = _build(len(plants))
    for number, plant in enumerate(plants):
        predicted = PLANTS[plant][0](predicted, f"K{number}")
    there, back = count_errors(find_errors(gold, predicted)), count_errors(find_errors(predicted, gold))
    assert (there["missed"], there["spurious"]) == (back["spurious"], back["missed"])
    assert {**there, "missed": 0, "spurious": 0} == {**back, "missed": 0, "spurious": 0}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(PLANTS)), min_size=1, max_size=5))
def test_scores_and_errors_agree_on_whether_there_is_any(plants: list[str]) -> None:
    gold = predicted = _build(len(plants))
    for number, plant in enumerate(plants):
        predicted = PLANTS[plant][0](predicted, f"K{number}")
    strict = evaluate([gold], [predicted], resamples=0).score_of("mentions/strict").tally
    of_names = [
        error
        for error in find_errors(gold, predicted)
        if error.layer == "mentions" and error.kind != "wrong value"
    ]
    wrong = sum(error.kind in ("wrong type", "boundary") for error in of_names)
    assert strict.missed == wrong + sum(error.kind == "missed" for error in of_names)  # type: ignore[union-attr]
    assert strict.spurious == wrong + sum(error.kind == "spurious" for error in of_names)  # type: ignore[union-attr]


def test_errors_name_items_and_places() -> None:
    gold = _build(2)
    (error,) = find_errors(gold, _change(gold, "sanctions", "s-K1", status="planned"))
    assert (error.gold, error.predicted) == ("s-K1", "s-K1")
    assert [gold.text[start:end] for start, end in error.spans] == ["sanctioned"]
    assert "in_force" in error.detail and "planned" in error.detail
    assert error.to_json()["spans"] == [list(error.spans[0])]


def test_predicted_groups_and_indirect_quotes_that_nobody_judges_are_no_errors() -> None:
    gold = _build(1)
    group = Mention(id="g", start=4, end=20, text=gold.text[4:20], label="COMPANY", level="group")
    said = Quote(id="i", kind="indirect", content=((0, 12),))
    predicted = _add(_add(gold, "mentions", group), "quotes", said)
    assert find_errors(gold, predicted, indirect=False) == ()
    assert [error.kind for error in find_errors(gold, predicted)] == ["spurious"]
