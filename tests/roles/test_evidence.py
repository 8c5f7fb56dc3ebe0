"""What a sentence says about who acts and who is hit: slots, neighbors and lists."""

from __future__ import annotations

import pytest
from support import annotate_case

from sanctionwire.roles.evidence import find_evidence
from sanctionwire.roles.fillers import read_cast
from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.roles.paths import find_path
from sanctionwire.roles.words import load_words


def evidence(marked: str, word: str) -> dict[str, set[str]]:
    """Return part -> names found in it, for the first trigger word that reads like `word`."""
    doc = annotate_case(marked, until="triggers")
    cast = read_cast(doc)
    trigger = next(token for token in doc if token.text == word)
    found: dict[str, set[str]] = {}
    for item in find_evidence(trigger, cast):
        found.setdefault(item.part, set()).add(item.span.text)
    return found


NORWAY, LIRBANK = "<GPE>Norway</GPE>", "<COMPANY>Lirbank</COMPANY>"


@pytest.mark.parametrize(
    ("marked", "word", "part", "names"),
    [
        (f"{NORWAY} imposed sanctions on {LIRBANK}.", "sanctions", "agent", {"Norway"}),
        (f"{NORWAY} imposed sanctions on {LIRBANK}.", "sanctions", "patient", {"Lirbank"}),
        (f"{NORWAY} sanctioned {LIRBANK} on Monday.", "sanctioned", "patient", {"Lirbank"}),
        (f"{LIRBANK} was sanctioned by {NORWAY}.", "sanctioned", "agent", {"Norway"}),
        (f"{LIRBANK} was sanctioned by {NORWAY}.", "sanctioned", "patient", {"Lirbank"}),
        (f"Sanctions imposed by {NORWAY} on {LIRBANK} hurt.", "Sanctions", "owner", {"Norway"}),
        (f"{LIRBANK} faces sanctions.", "sanctions", "patient", {"Lirbank"}),
        (f"{NORWAY} hit {LIRBANK} with sanctions.", "sanctions", "patient", {"Lirbank"}),
        (f"{NORWAY} froze the assets of {LIRBANK}.", "froze", "patient", {"Lirbank"}),
        (f"{NORWAY}'s sanctions on {LIRBANK} remain.", "sanctions", "owner", {"Norway"}),
        (f"The {NORWAY}-led sanctions on {LIRBANK} remain.", "sanctions", "patient", {"Lirbank"}),
        (f"{NORWAY} said it would impose sanctions on {LIRBANK}.", "sanctions", "agent", {"Norway"}),
        (f"{NORWAY} threatened to impose sanctions on {LIRBANK}.", "sanctions", "agent", {"Norway"}),
        (f"<GPE>Peru</GPE> urged {NORWAY} to sanction {LIRBANK}.", "sanction", "agent", {"Norway"}),
    ],
)
def test_slots_of_plain_sentences(marked: str, word: str, part: str, names: set[str]) -> None:
    assert names <= evidence(marked, word).get(part, set())


def test_coordination_is_shared_on_both_sides() -> None:
    found = evidence(
        "<GPE>Norway</GPE> and <GPE>Peru</GPE> imposed sanctions on <GPE>Iran</GPE> and <GPE>Syria</GPE>.",
        "sanctions",
    )
    assert found["agent"] == {"Norway", "Peru"}
    assert found["patient"] == {"Iran", "Syria"}


def test_who_asks_does_not_act() -> None:
    assert (
        "Peru" not in evidence(f"<GPE>Peru</GPE> urged {NORWAY} to sanction {LIRBANK}.", "sanction")["agent"]
    )


def test_the_body_that_is_owned_acts_and_not_its_owner() -> None:
    found = evidence(
        "The <PUBLIC_BODY e1>Treasury</PUBLIC_BODY>'s <PUBLIC_BODY e2>Office of Foreign Assets Control</PUBLIC_BODY> "
        "designated <COMPANY e3>Lirbank</COMPANY>.",
        "designated",
    )
    assert found["agent"] == {"Office of Foreign Assets Control"}


@pytest.mark.parametrize(
    "listed",
    [
        "<COMPANY>Lirbank</COMPANY>, <COMPANY>Torbank</COMPANY> and <COMPANY>Sunbank</COMPANY>",
        "<COMPANY>Lirbank</COMPANY> (a.k.a. Lir), <COMPANY>Torbank</COMPANY>, and <COMPANY>Sunbank</COMPANY>",
        "<COMPANY>Lirbank</COMPANY>; <COMPANY>Torbank</COMPANY>; and <COMPANY>Sunbank</COMPANY>",
        "three firms: <COMPANY>Lirbank</COMPANY>; <COMPANY>Torbank</COMPANY>; and <COMPANY>Sunbank</COMPANY>",
    ],
)
def test_all_of_a_list_is_hit(listed: str) -> None:
    found = evidence(f"<GPE>Norway</GPE> sanctioned {listed}.", "sanctioned")
    assert found["patient"] >= {"Lirbank", "Torbank", "Sunbank"}


@pytest.mark.parametrize(
    "items",
    [
        "\n\n- <COMPANY>Lirbank</COMPANY>, a lender\n- <COMPANY>Torbank</COMPANY>, its owner\n\nOthers were not.",
        "\n\n<COMPANY>Lirbank</COMPANY>, a lender\n\n<COMPANY>Torbank</COMPANY>, its owner\n\nOthers were not.",
    ],
)
def test_items_on_the_lines_after_are_hit(items: str) -> None:
    found = evidence(f"<GPE>Norway</GPE> sanctioned the following firms:{items}", "sanctioned")
    assert found["patient"] >= {"Lirbank", "Torbank"}


def test_a_list_ends_with_its_items() -> None:
    found = evidence(
        "<GPE>Norway</GPE> sanctioned the following firms:\n\n- <COMPANY>Lirbank</COMPANY>\n\n"
        "The rest was spared, said <COMPANY>Torbank</COMPANY>.",
        "sanctioned",
    )
    assert "Torbank" not in found["patient"]


def test_we_are_those_who_make_the_statement() -> None:
    found = evidence(
        "We, the leaders of <GPE>Norway</GPE>, <GPE>Peru</GPE> and <GPE>Chad</GPE> met. We imposed sanctions on "
        "<GPE>Iran</GPE>.",
        "sanctions",
    )
    assert found["agent"] == {"Norway", "Peru", "Chad"}


def test_paths_go_up_to_the_common_word_and_down() -> None:
    doc = annotate_case(f"{NORWAY} imposed sanctions on {LIRBANK}.", until="triggers")
    at = {token.text: token for token in doc}
    path = find_path(at["sanctions"], at["Norway"])
    assert path is not None
    assert (path.top.text, path.climb(), path.descend(), path.length) == ("imposed", "dobj", "nsubj", 2)
    first, second = annotate_case("One slept.\n\nTwo woke.", until="triggers").sents
    assert find_path(first[0], second[-1]) is None


@pytest.mark.parametrize(
    ("text", "word", "lemma"),
    [
        ("EU Prolongs Sanctions", "Prolongs", "prolong"),
        ("It was fined.", "fined", "fine"),
        ("It froze.", "froze", "freeze"),
    ],
)
def test_base_forms_of_headline_verbs(text: str, word: str, lemma: str) -> None:
    doc = annotate_case(text, until="triggers")
    assert lemma_of(next(token for token in doc if token.text == word)) == lemma


def test_no_word_is_in_two_actions() -> None:
    words = load_words()
    assert {"impose", "lift", "ease", "extend", "evade", "enforce"} == set(words.action_of.values())
    assert words.action_of["lift"] == "lift"
