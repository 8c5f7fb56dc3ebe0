"""Every view is free of violations that axe finds, in light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from review.browser.mistakes import plant_mistakes

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def _check(page: Any, view: str) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    answer = axe.Axe().run(page, options=_RULES).response
    assert len(answer["passes"]) > 15  # it has looked
    found = answer["violations"]
    told = [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]
    assert not told, f"{view}:\n" + "\n".join(told)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view(
    scheme: str, seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    server = serve(plant_mistakes(seed))
    ada = annotate(server, color_scheme=scheme)
    page = ada.page
    _check(page, "facts")
    ada.press("a", "j", "r", "c")
    page.locator("#comment").fill("Why?")
    ada.press("Enter")
    ada.said("Commented")
    _check(page, "verdicts and comments")
    ada.press("e")
    page.locator(".form").wait_for()
    page.get_by_role("combobox", name="Add Target").focus()
    _check(page, "form of a sanction")
    page.get_by_role("button", name="Choose Target in the text").click()
    _check(page, "choosing in the text")
    ada.press("Escape", "Escape")
    for layer in ("relations", "quotes", "valuations"):
        ada.open(f"{layer}/{seed[layer][0]['id']}", edit=True)
        _check(page, f"form of {layer}")
    ada.select("human rights violations")
    _check(page, "popup of a selection")
    ada.press("2")
    page.get_by_role("form", name="New relation").wait_for()
    _check(page, "new relation")
    ada.press("Escape")
    ada.click("SenseTime")
    page.locator(".popup").wait_for()
    _check(page, "popup of a mention")
    ada.press("d", "t")
    _check(page, "word cursor")
    ada.press("Escape")
    page.get_by_role("tab", name="Entities").click()
    page.locator(".entity-card .card-main").first.click()
    page.locator(".mention-list").wait_for()
    _check(page, "entities")
    page.get_by_role("tab", name="Changes").click()
    page.locator(".history li").first.wait_for()
    _check(page, "changes")
    ada.press("q")
    page.locator(".entry").first.wait_for()
    _check(page, "queue")
    ada.press("q", "?")
    page.get_by_role("dialog", name="Keys").wait_for()
    _check(page, "keys")
    ada.press("Escape")
    ada.check()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_kept(
    theme: str, seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    ada = annotate(serve(seed), color_scheme="light" if theme == "dark" else "dark")
    button = ada.page.get_by_role("button", name="Colors:")
    while f"Colors: {theme}" not in (button.get_attribute("aria-label") or ""):
        button.click()
    ada.page.reload()
    ada.page.wait_for_selector("#text")
    paper = ada.page.locator(".sheet").evaluate("sheet => getComputedStyle(sheet).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(25, 27, 31)"}[theme]
    ada.check()
