from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from sanctionwire.errors import InputError
from sanctionwire.export.marks import LAYERS
from sanctionwire.export.terminal import render_document
from sanctionwire.schema.labels import LABELS
from sanctionwire.schema.palette import PALETTE
from sanctionwire.schema.records import Document


def show(
    document: Document, *, width: int = 80, color: bool = False, layers: tuple[str, ...] = LAYERS
) -> str:
    system: Literal["truecolor"] | None = "truecolor" if color else None
    console = Console(
        file=StringIO(), width=width, force_terminal=color, color_system=system, no_color=not color
    )
    console.print(render_document(document, layers=layers))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [80, 120])
def test_every_fact_can_be_read(document: Document, width: int) -> None:
    shown = show(document, width=width)
    for phrase in (
        "made-up · The [red]Wire[/red] · 2024-03-05 · en",
        "https://example.org/a?b=1&c=2",
        "impose in force Norland Trade Office → Acme Lines; Acme Lines and two affiliates",
        "measures asset freeze, travel ban",
        "law Quiet Ports Act",
        "date 2024-03-04",
        "reason feeding a war",
        "confidence 0.88",
        "lift requested (unstated) → (unstated)",
        "role of (chairwoman)",
        "Ada Quill said direct We will appeal,",
        "(unstated) mixed feeding a war & its <b>merchants</b>",
        "USD 7.5 billion, approx.",
        "COMPANY Acme Lines 2, Acme Lines and two affiliates 1",
    ):
        assert phrase in words(shown), phrase
    assert max(map(len, shown.splitlines())) <= width


def test_without_color_brackets_say_what_colors_would(document: Document) -> None:
    shown = words(show(document))
    assert "[Norland|GPE] *blacklists* [bold][Acme Lines|COMPANY][/bold]" in shown
    assert "{[Acme Lines|COMPANY] and two affiliates|COMPANY}" in shown
    assert "“«We will *appeal*,»” said" in shown
    assert "[name|LABEL] {group|LABEL} *trigger of a sanction* «quotation»" in shown


def test_with_color_the_text_stays_as_it_is(document: Document) -> None:
    shown = show(document, color=True)
    assert "\x1b[" in shown
    plain = words(re.sub(r"\x1b\[[\d;]*m", "", shown))
    assert (
        "Norland blacklists [bold]Acme Lines[/bold] The Norland Trade Office on Monday blacklisted" in plain
    )
    assert "\x1b[2J" not in shown
    assert "␛[2J" in plain


@pytest.mark.parametrize("layer", LAYERS)
def test_layers_can_be_left_out(document: Document, layer: str) -> None:
    section = {"mentions": "|COMPANY]"}.get(layer, f"{layer.capitalize()} (")
    assert section in show(document)
    assert section not in show(document, layers=tuple(name for name in LAYERS if name != layer))


def test_an_unknown_layer_is_named(document: Document) -> None:
    with pytest.raises(InputError, match="'sanction'; choose from mentions"):
        render_document(document, layers=["sanction"])


def test_a_document_without_facts_is_its_article() -> None:
    assert words(show(Document(id="bare", text="Nothing happened.", sha256=""))).endswith(
        "bare Nothing happened."
    )
    assert "empty" in show(Document(id="empty", text="", sha256=""))


def test_control_characters_in_metadata_are_visible(document: Document) -> None:
    shown = show(replace(document, title="a\x1b]0;b\x07c\u202e", source="\x9b31m", url=":smile:"))
    assert "a␛]0;b␇c⟨U+202E⟩" in shown
    assert "⟨U+009B⟩31m" in shown
    assert ":smile:" in shown


@given(st.text(max_size=120))
def test_no_control_character_reaches_the_terminal(text: str) -> None:
    shown = show(Document(id="x", text=text, sha256="", title=text[:20]))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_each_label_has_a_color_on_which_black_can_be_read() -> None:
    assert set(PALETTE) == set(LABELS)
    for color in PALETTE.values():
        channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert (luminance + 0.05) / 0.05 >= 7
