"""Servers that die and answers that get lost: what was acknowledged stays, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_server_is_killed_and_comes_back(
    seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    server = serve(seed)
    ada = annotate(server)
    ada.select("human rights violations")
    ada.press("w")
    ada.said("Marked “human rights violations”")
    item = "sanctions/" + seed["sanctions"][0]["id"]
    ada.open(item)
    ada.press("a")
    ada.said("Accepted")
    acknowledged = server.read()

    server.kill()
    ada.press("r")
    ada.page.locator(".save.offline").wait_for()
    server.start()
    ada.saved()
    ada.said("Rejected")
    found = server.read()
    assert found["document"] == acknowledged["document"]
    assert found["verdicts"] == {item: "rejected"}
    assert len(server.history()) == 3

    ada.page.reload()
    ada.page.wait_for_selector("#text")
    assert ada.card(item).get_attribute("aria-current") == "true"  # the same place
    assert "rejected" in ada.card(item).inner_text()
    assert all("ERR_CONNECTION" in problem for problem in ada.problems)


def test_an_answer_that_got_lost_is_not_done_twice(
    seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    server = serve(seed)
    ada = annotate(server)
    lost: list[int] = []

    def lose(route: Any) -> None:
        lost.append(route.fetch().status)
        route.abort()

    ada.page.route("**/edits", lose, times=1)
    ada.page.get_by_role("button", name="Comment on the document").click()
    ada.page.get_by_role("textbox", name="Comment").fill("once")
    ada.press("Enter")
    ada.page.locator(".comments", has_text="once").wait_for()
    ada.saved()
    assert lost == [200]
    assert [one["text"] for one in server.read()["comments"]] == ["once"]
    assert len(server.history()) == 1
    assert all("ERR_FAILED" in problem for problem in ada.problems)
