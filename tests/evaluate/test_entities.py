"""Which entity is which."""

from __future__ import annotations

import pytest
from evaluate.cases import build_document

from sanctionwire.evaluate.entities import DocumentPair, map_entities, measure_overlap, normalize_name


@pytest.mark.parametrize(
    ("name", "normalized"),
    [
        ("U.S.", "us"),
        ("The Hague", "hague"),
        ("Theresa May", "theresa may"),
        ("Rosneft’s", "rosnefts"),
        ("ＶＴＢ  Bank", "vtb bank"),
        ("Al-Qaeda", "al qaeda"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("—", ""),
    ],
)
def test_normalize_name(name: str, normalized: str) -> None:
    assert normalize_name(name) == normalized


def test_names_without_letters_are_not_equal() -> None:
    gold = build_document("<m COMPANY a>—</m> and !!!")
    predicted = build_document("— and <m COMPANY x>!!!</m>")
    assert map_entities(gold, predicted) == {}


def test_the_most_shared_spans_win() -> None:
    gold = build_document("<m GPE a>Oa</m> <m GPE b>Ob</m> <m GPE b>Oc</m> <m GPE b>Od</m>")
    predicted = build_document("<m GPE x>Oa</m> <m GPE x>Ob</m> <m GPE x>Oc</m> <m GPE y>Od</m>")
    assert map_entities(gold, predicted) == {"x": "b"}


def test_of_equals_the_earliest_shared_span_wins() -> None:
    gold = build_document("<m GPE a>Oa</m> <m GPE b>Ob</m>")
    predicted = build_document("<m GPE x>Oa</m> <m GPE x>Ob</m>")
    assert map_entities(gold, predicted) == {"x": "a"}


def test_shared_spans_go_before_names() -> None:
    gold = build_document("<m GPE a>Vell</m> and <m COMPANY b>Vell</m>")
    predicted = build_document("<m COMPANY x>Vell</m> and <m GPE y>Vell</m>")
    assert map_entities(gold, predicted) == {"x": "a", "y": "b"}


def test_of_equal_names_equal_labels_go_first() -> None:
    gold = build_document("<m GPE a>Vell</m>, <m COMPANY b>Vell</m>, Vell, Vell")
    predicted = build_document("Vell, Vell, <m COMPANY x>Vell</m>, <m GPE y>Vell</m>")
    assert map_entities(gold, predicted) == {"x": "b", "y": "a"}


def test_groups_need_half_of_their_tokens_in_common() -> None:
    gold = build_document("<g COMPANY a>eight arms makers</g> of the state and <g SECTOR b>its oil</g>")
    near = build_document("eight <g COMPANY x>arms makers of the state</g> and its <g SECTOR y>oil</g>")
    assert measure_overlap("eight arms makers", "arms makers of the state") == pytest.approx(1 / 3)
    assert map_entities(gold, near) == {"y": "b"}


def test_a_group_is_not_mapped_to_a_name_by_tokens() -> None:
    gold = build_document("<g COMPANY a>Vell arms makers</g>")
    predicted = build_document("Vell <m COMPANY x>arms makers</m>")
    assert map_entities(gold, predicted) == {}


def test_an_entity_without_partner_equals_nothing() -> None:
    pair = DocumentPair(build_document("<m GPE a>Oa</m> Ob"), build_document("Oa <m GPE a>Ob</m>"))
    assert pair.predicted_key("a") == ("predicted", "a") != pair.gold_key("a")
    assert pair.predicted_key(None) is None and pair.gold_key(None) is None
