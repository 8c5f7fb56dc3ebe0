from __future__ import annotations

import pytest
from ingest.conftest import Reader
from ingest.hostile import BODY

from sanctionwire.ingest.language import identify_language

GERMAN = "Die Regierung hat am Montag neue Sanktionen gegen drei Banken in Moskau verhängt. " * 4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BODY, "en"),
        (BODY.upper(), "en"),
        (GERMAN, "de"),
        (
            "Le gouvernement a imposé lundi de nouvelles sanctions contre trois banques de la ville. " * 4,
            "fr",
        ),
        ("Правительство ввело новые санкции", "ru"),
        ("Sberbank, Rosneft", None),
        ("12 % 13", None),
        ("", None),
    ],
)
def test_languages(text: str, code: str | None) -> None:
    assert identify_language(text) == code


def test_a_table_of_foreign_names_is_no_other_language() -> None:
    table = (
        "Madrid Most Actives\n\n"
        + "Compañía Naviera Lirón  41,207  0.10\nBanco de Oriente  7.31  -0.4\n" * 20
    )
    assert identify_language(table) in (None, "en")


def test_another_language_is_rejected_unless_wanted(read: Reader) -> None:
    (rejection,) = read("a.txt", GERMAN)
    assert rejection.reason == "not_english" and "'de'" in rejection.detail and rejection.id == "a"
    (article,) = read("a.txt", GERMAN, any_language=True)
    assert article.language == "de"
    assert article.text == GERMAN


def test_english_with_a_foreign_quotation_stays(read: Reader) -> None:
    (article,) = read("a.txt", f'{BODY} "Die Regierung hat Sanktionen verhängt", the paper wrote.')
    assert article.language == "en"
