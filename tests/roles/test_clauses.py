"""Walks over trees that are written by hand, so that no parser has a say."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from support import pipeline

from sanctionwire.roles.clauses import (
    children,
    expand,
    find_agents,
    find_objects,
    find_subjects,
    is_passive,
    prepositional,
)


def tree(marked: str) -> Doc:
    """Build a sentence from `word/TAG/label/head` items; the head is the number of a word, from 0."""
    items = [item.split("/") for item in marked.split()]
    pos = {"V": "VERB", "N": "PROPN", "I": "ADP", "C": "CCONJ", "W": "PRON", "M": "AUX", "T": "PART"}
    return Doc(
        pipeline().vocab,
        words=[item[0] for item in items],
        pos=[pos[item[1][0]] for item in items],
        tags=[item[1] for item in items],
        lemmas=[item[0].lower() for item in items],
        deps=[item[2] for item in items],
        heads=[int(item[3]) for item in items],
    )


ACTIVE = "Norway/NNP/nsubj/3 and/CC/cc/0 Peru/NNP/conj/0 hit/VBD/ROOT/3 Ostro/NNP/dobj/3 and/CC/cc/4 Velmar/NNP/conj/4"
PASSIVE = "Ostro/NNP/nsubjpass/2 was/MD/auxpass/2 hit/VBN/ROOT/2 by/IN/agent/2 Norway/NNP/pobj/3"
REDUCED = "Ostro/NNP/nsubj/4 hit/VBN/acl/0 by/IN/agent/1 Norway/NNP/pobj/2 fell/VBD/ROOT/4"
RELATIVE = "Norway/NNP/nsubj/4 which/WDT/nsubj/2 hit/VBD/relcl/0 Ostro/NNP/dobj/2 fell/VBD/ROOT/4"
JOINED = "Norway/NNP/nsubj/1 met/VBD/ROOT/1 and/CC/cc/1 hit/VBD/conj/1 Ostro/NNP/dobj/3"
CONTROL = "Norway/NNP/nsubj/1 urged/VBD/ROOT/1 Peru/NNP/dobj/1 to/TO/aux/4 hit/VB/xcomp/1 Ostro/NNP/dobj/4"


@pytest.mark.parametrize(
    ("marked", "passive", "doers", "objects"),
    [
        (ACTIVE, False, ["Norway", "Peru"], ["Ostro", "Velmar"]),
        (PASSIVE, True, ["Norway"], ["Ostro"]),
        (REDUCED, True, ["Norway"], ["Ostro"]),
        (RELATIVE, False, ["Norway"], ["Ostro"]),
        (JOINED, False, ["Norway"], ["Ostro"]),
    ],
)
def test_who_hits_whom(marked: str, passive: bool, doers: list[str], objects: list[str]) -> None:
    verb = next(token for token in tree(marked) if token.text == "hit")
    assert is_passive(verb) is passive
    assert [token.text for token in (find_agents if passive else find_subjects)(verb)] == doers
    assert [token.text for token in find_objects(verb)] == objects


def test_the_object_of_urge_is_who_shall_act() -> None:
    doc = tree(CONTROL.replace("urged", "urge"))
    assert [token.text for token in find_subjects(doc[4])] == ["Peru"]


def test_prepositions_and_their_twins() -> None:
    doc = tree("curbs/NN/ROOT/0 on/IN/prep/0 Iran/NNP/pobj/1 and/CC/cc/1 on/IN/conj/1 Syria/NNP/pobj/4")
    assert [token.text for token in prepositional(doc[0], "on")] == ["Iran", "Syria"]
    assert list(prepositional(doc[0], "against")) == []


def test_coordination_and_children_by_label() -> None:
    doc = tree(ACTIVE)
    assert [token.text for token in expand(doc[0])] == ["Norway", "Peru"]
    assert [token.text for token in children(doc[3], "dobj", "nsubj")] == ["Norway", "Ostro"]


def test_a_lone_word_has_nobody_about_it() -> None:
    word = tree("hit/VB/ROOT/0")[0]
    assert not is_passive(word)
    assert [*find_subjects(word), *find_agents(word), *find_objects(word)] == []
