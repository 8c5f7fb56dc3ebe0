"""The seed article, with mistakes planted in it, corrected with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from review.browser.mistakes import describe, find_mention, plant_mistakes

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_CARET = """() => {
  const [range] = CSS.highlights.get("caret") ?? [];
  if (!range) return null;
  const before = document.createRange();
  before.setStart(document.getElementById("text"), 0);
  before.setEnd(range.startContainer, range.startOffset);
  return before.toString().length;
}"""
_FOCUS = """() => {
  const element = document.activeElement;
  const label = element.closest("label")?.querySelector("span")?.textContent;
  return element.getAttribute("aria-label") ?? label ?? element.textContent;
}"""


def _walk(annotator: Any, text: str, words: str) -> None:
    """Move the word cursor to words: by lines first, then by words."""
    wanted = text.index(words)
    for key, margin in (("ArrowDown", 120), ("ArrowRight", 0)):
        for _ in range(400):
            caret = annotator.page.evaluate(_CARET)
            assert caret is not None
            if caret >= wanted - margin:
                break
            annotator.press(key)
    for _ in range(60):
        if annotator.page.evaluate(_CARET) <= wanted:
            break
        annotator.press("ArrowLeft")
    assert annotator.page.evaluate(_CARET) == wanted


def _choose(annotator: Any, *keys: str) -> None:
    """Open what is offered for the words at the cursor, and press keys in it once it is there."""
    annotator.press("Enter")
    annotator.page.locator(".popup").wait_for()
    annotator.press(*keys)


def _tab_to(annotator: Any, name: str) -> None:
    for _ in range(60):
        if annotator.page.evaluate(_FOCUS) == name:
            return
        annotator.press("Tab")
    raise AssertionError(f"Tab never reached {name}")


def _go_to(annotator: Any, item: str) -> None:
    """Go from fact to fact until one is selected."""
    annotator.press(*["k"] * 40)
    for _ in range(40):
        if annotator.card(item).get_attribute("aria-current") == "true":
            return
        annotator.press("j")
    raise AssertionError(f"j never reached {item}")


def test_seed_article_is_corrected_with_the_keyboard(
    seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    server = serve(plant_mistakes(seed))
    ada = annotate(server)
    text = seed["text"]

    ada.press("t")
    _walk(ada, text, "Huawei")
    _choose(ada, "c")
    ada.said("Marked “Huawei”")
    _walk(ada, text, "Xiamen Meiya Pico")
    _choose(ada, *["Shift+ArrowRight"] * 3, "Enter")
    ada.said("Moved to “Xiamen Meiya Pico Information Co.”")
    _walk(ada, text, "Yitu Tech")
    _choose(ada, "c")
    ada.said("“Yitu Tech” is now a COMPANY")
    ada.press("Escape")

    first = seed["sanctions"][0]
    _go_to(ada, "sanctions/" + first["id"])
    ada.press("e")
    ada.page.locator(".form select").first.wait_for()
    _tab_to(ada, "Status")
    ada.page.keyboard.type("in force")
    _tab_to(ada, "Add Program")
    ada.page.keyboard.type("Entity List")
    ada.press("Enter")
    ada.said("Changed program")
    ada.press("Escape", "Escape")
    huawei = find_mention(seed, "Huawei")["entity"]
    for sanction in seed["sanctions"]:
        if huawei in sanction["target"]:
            _go_to(ada, "sanctions/" + sanction["id"])
            ada.press("e")
            ada.page.locator(".form select").first.wait_for()
            _tab_to(ada, "Add Target")
            ada.page.keyboard.type("Huaw")
            ada.press("Enter")
            ada.said("Changed target")
            ada.press("Escape", "Escape")
    _go_to(ada, "sanctions/" + first["id"])
    ada.press("a")
    ada.said("Accepted")
    ada.press("c")
    ada.page.locator("#comment:focus").wait_for()
    ada.page.keyboard.type("seen a & r")
    ada.press("Enter")
    ada.said("Commented")
    ada.press("f")
    ada.said("Finished")

    found = server.read()
    assert describe(found["document"]) == describe(seed)
    assert found["status"] == "finished"
    assert found["verdicts"] == {"sanctions/" + first["id"]: "accepted"}
    assert [one["text"] for one in found["comments"]] == ["seen a & r"]
    ada.check()


def test_the_word_cursor_selects_and_makes_a_fact(
    seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    server = serve(seed)
    ada = annotate(server)
    ada.press("t")
    _walk(ada, seed["text"], "condemned the US for meddling")
    ada.press("Shift+ArrowRight", "Shift+ArrowRight")
    _choose(ada, "1")
    ada.said("Added a sanction")
    known = {one["id"] for one in seed["sanctions"]}
    [added] = [one for one in server.document()["sanctions"] if one["id"] not in known]
    start = seed["text"].index("condemned the US")
    assert added["evidence"] == [[start, start + len("condemned the US")]]
    ada.press("Escape", "u")
    ada.page.locator(".bar [aria-label=Redo]:enabled").wait_for()
    assert {one["id"] for one in server.document()["sanctions"]} == known
    ada.check()


def test_every_key_is_in_the_help(
    seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    ada = annotate(serve(seed))
    ada.press("?")
    dialog = ada.page.get_by_role("dialog", name="Keys")
    for key in (
        "j",
        "k",
        "a",
        "r",
        "e",
        "c",
        "u",
        "f",
        "n",
        "p",
        "q",
        "t",
        "m",
        "?",
        "Esc",
        "Enter",
        "Delete",
    ):
        assert dialog.locator("kbd", has_text=key).count(), key
    ada.press("Escape")
    dialog.wait_for(state="detached")
    ada.check()
