"""The seed article, with mistakes planted in it, corrected by mouse alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from review.browser.mistakes import describe, find_mention, plant_mistakes

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_seed_article_is_corrected_by_mouse(
    seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    server = serve(plant_mistakes(seed))
    ada = annotate(server)
    page = ada.page

    # A mention that is missing.
    ada.select("Huawei")
    page.get_by_role("dialog").get_by_role("button", name="Company c").click()
    ada.said("Huawei")
    # One that is too short: its end is dragged.
    ada.click("Xiamen Meiya Pico")
    handle = page.locator(".handle.at-end").bounding_box()
    page.mouse.move(handle["x"] + 7, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    end = ada.boxes("Pico Information Co.", center=False)[-1]
    page.mouse.move(end[2] - 1, (end[1] + end[3]) / 2, steps=4)
    page.mouse.up()
    ada.said("Moved")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    # One with a wrong label.
    ada.click("Yitu Tech")
    page.get_by_role("dialog").get_by_role("button", name="Company c").click()
    ada.saved()
    # A sanction with a wrong status, without its program and one of its targets.
    first = seed["sanctions"][0]
    card = ada.open("sanctions/" + first["id"], edit=True)
    card.get_by_label("Status").select_option("in_force")
    for entity in first["program"]:
        name = next(one["name"] for one in seed["entities"] if one["id"] == entity)
        card.get_by_role("combobox", name="Add Program").click()
        card.get_by_role("option", name=name).first.click()
    huawei = find_mention(seed, "Huawei")["entity"]
    for sanction in seed["sanctions"]:
        if huawei in sanction["target"]:
            other = ada.open("sanctions/" + sanction["id"], edit=True)
            other.get_by_label("Choose Target in the text").click()
            ada.click("Huawei")
    ada.saved()
    card = ada.open("sanctions/" + first["id"])
    card.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Finish").click()
    ada.said("Finished")

    found = server.read()
    assert describe(found["document"]) == describe(seed)
    assert found["status"] == "finished"
    assert found["verdicts"] == {"sanctions/" + seed["sanctions"][0]["id"]: "accepted"}
    ada.check()


def test_everywhere_undo_and_redo(
    seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    server = serve(seed)
    ada = annotate(server)
    before = server.document()["mentions"]
    words = "human rights"
    ada.select(words, 0)
    ada.page.get_by_label("everywhere").check()
    ada.page.get_by_role("dialog").get_by_role("button", name="Law w").click()
    ada.said("Marked")
    added = [one for one in server.document()["mentions"] if one["text"] == words]
    assert len(added) > 1
    assert len({one["entity"] for one in added}) == 1
    ada.page.get_by_role("button", name="Undo").click()
    ada.page.locator(".bar [aria-label=Redo]:enabled").wait_for()
    assert server.document()["mentions"] == before
    ada.page.get_by_role("button", name="Redo").click()
    ada.page.locator(".bar [aria-label=Redo]:disabled").wait_for()
    assert [one for one in server.document()["mentions"] if one["text"] == words] == added
    ada.check()
