"""Two annotators in one document at once: each sees the other's work, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from review.browser.conftest import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_both_see_what_either_does(
    seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    server = serve(seed)
    ada, bo = annotate(server, "Ada"), annotate(server, "Bo Lind")
    ada.select("human rights violations")
    ada.press("w")
    bo.said("Somebody else changed")
    bo.select("mass arbitrary detention")
    bo.press("r")
    ada.said("Somebody else changed")
    for one in (ada, bo):
        one.page.get_by_role("tab", name="Entities").click()
        for name in ("human rights violations", "mass arbitrary detention"):
            one.page.locator(".entity-card", has_text=name).first.wait_for()
    assert [entry["annotator"] for entry in server.history()] == ["Ada", "Bo Lind"]
    ada.check()
    bo.check()


def test_a_conflict_is_told_and_nothing_is_lost(
    seed: dict[str, Any], serve: Callable[..., Any], annotate: Callable[..., Any]
) -> None:
    server = serve(seed)
    ada, bo = annotate(server, "Ada"), annotate(server, "Bo")
    item = "sanctions/" + seed["sanctions"][0]["id"]
    form = bo.open(item, edit=True)
    # Bo hears nothing of others until he does something.
    bo.page.route("**/changes?*", lambda route: route.fulfill(json={"revision": 0, "changes": []}))
    ada.open(item, edit=True).get_by_label("Status").select_option("planned")
    ada.said("Changed status")
    form.get_by_label("Status").select_option("rejected")
    bo.said("somebody else was faster")
    # He sees what is there now, and may do it again.
    wait_until(lambda: form.get_by_label("Status").input_value() == "planned", "the newest version")
    assert server.document()["sanctions"][0]["status"] == "planned"
    form.get_by_label("Status").select_option("rejected")
    bo.said("Changed status")
    assert server.document()["sanctions"][0]["status"] == "rejected"
    assert [entry["annotator"] for entry in server.history()] == ["Ada", "Bo"]
    ada.check()
    assert all("409" in problem for problem in bo.problems)
