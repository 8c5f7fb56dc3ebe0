"""Articles that want to be more than text: nothing in them runs, and offsets stay what they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>"
FAMILY = "👩‍👩‍👧‍👦"


def _document(body: str, **fields: Any) -> dict[str, Any]:
    title = f"{SCRIPT} {FAMILY} Norland"
    text = f"{title}\n\n{body}"
    start = text.index("Norland")
    return {
        "schema": "sanctions-facts/1", "id": f"../{SCRIPT}", "source": SCRIPT, "title": title, "published": "2026-01-05",
        "url": "javascript:alert(4)", "language": "en", "sha256": hashlib.sha256(text.encode()).hexdigest(), "text": text,
        "mentions": [{"id": "m/#1", "start": start, "end": start + 7, "text": "Norland", "label": "GPE", "level": "name", "entity": f"e{SCRIPT}"}],
        "entities": [{"id": f"e{SCRIPT}", "label": "GPE", "name": f"Norland {SCRIPT}"}],
        "sanctions": [{"id": f"s/#{SCRIPT}", "action": "impose", "status": "in_force", "imposer": [f"e{SCRIPT}"], "target": [], "measure": ["unspecified"],
                       "program": [], "law": [], "date": None, "reason": None, "amount": None, "evidence": [[start, start + 7]]}],
        "relations": [], "quotes": [], "valuations": [], **fields,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "markup",
            f"{SCRIPT}</p></div></body><style>*{{display:none}}</style> The ministry froze Acme Lines.",
        ),
        ("emoji", f"{FAMILY} 🇳🇴 👍🏽 𝔘𝔫 e\u0301 \u200d The ministry 🏛️ froze Acme Lines {FAMILY}."),
        (
            "right to left",
            "\u202ereversed\u202c \u2067שלום\u2069 مرحبا \u202e The ministry froze Acme Lines.",
        ),
        (
            "line ends",
            "One.\r\nTwo.\rThree.\u2028Four\u0085five\u00a0six\tseven\x0b\r\n\r\n \r\nThe ministry froze Acme Lines.\r\n",
        ),
        ("one long line", "word 👍 " * 1_300 + "The ministry froze Acme Lines." + " more" * 200),
        ("combining", "Z" + "\u0310" * 300 + "a\u0308 The ministry froze Acme Lines."),
    ],
)
def test_nothing_runs_and_offsets_stay(
    name: str, body: str, serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    document = _document(body)
    server = serve(document)
    ada = annotate(server)
    page = ada.page
    assert page.locator("#text").evaluate("element => element.textContent") == document["text"]
    assert page.locator("#text script, #text img, #text svg, #text style").count() == 0

    ada.select("Acme Lines")
    ada.press("c")
    ada.said("Marked “Acme Lines”")
    ada.select("ministry")
    ada.press("b")
    ada.said("Marked “ministry”")
    found = server.document()
    assert found["text"] == document["text"]
    for words in ("Acme Lines", "ministry"):
        start = document["text"].index(words)
        [mention] = [one for one in found["mentions"] if one["text"] == words]
        assert (mention["start"], mention["end"]) == (start, start + len(words))

    ada.open(f"sanctions/s/#{SCRIPT}".replace('"', '\\"'), edit=True)
    page.get_by_role("combobox", name="Add Target").fill("Acme")
    ada.press("Enter")
    ada.said("Changed target")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.locator("#comment").fill(SCRIPT)
    ada.press("Enter")
    page.locator(".comments", has_text="onerror").wait_for()
    for tab in ("Entities", "Changes"):
        page.get_by_role("tab", name=tab).click()
        page.locator(".card").first.wait_for()
    ada.press("q")
    page.locator(".entry").first.wait_for()
    ada.check()


def test_part_of_a_word_and_part_of_an_emoji(serve: Callable[..., Any], annotate: Callable[..., Any]) -> None:
    """Alt selects exactly; half of a surrogate pair cannot be marked."""
    server = serve(_document(f"The {FAMILY} firm SenseTimely 👍👍 froze."))
    ada = annotate(server)
    ada.select("Sense", exact=True)
    ada.press("c")
    ada.said("Marked “Sense”")
    ada.select("👍")
    ada.press("s")
    ada.said("Marked “👍”")
    ada.check()
