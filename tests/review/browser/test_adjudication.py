"""Two annotators' versions of the seed article made one, by keyboard and by mouse."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from review.browser.conftest import Server, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def differ(seed: dict[str, Any]) -> dict[str, Any]:
    """Return the article as another annotator has it: another status, one sanction fewer."""
    other = copy.deepcopy(seed)
    other["sanctions"][0]["status"] = "planned"
    other["sanctions"].pop()
    return other


@pytest.fixture
def server(seed: dict[str, Any], tmp_path: Path) -> Any:
    paths = [tmp_path / "Ada.jsonl", tmp_path / "Ben.jsonl"]
    for path, document in zip(paths, (seed, differ(seed)), strict=True):
        path.write_text(json.dumps(document) + "\n", "utf-8")
    server = Server(tmp_path / "both.db", ("--adjudicate", *map(str, paths)))
    yield server
    server.kill()


def test_disagreements_are_settled_by_one_key_or_click(
    seed: dict[str, Any], server: Server, annotate: Callable[..., Any]
) -> None:
    eva = annotate(server, "Eva")
    found = server.read()["disagreements"]
    assert [one["layer"] for one in found] == ["sanctions", "sanctions"]
    (status,) = [number for number, one in enumerate(found) if one["kind"] != "only_first"]
    cases = eva.page.locator(".case")
    cases.nth(status).locator(".card-main").click()
    eva.press("2")
    wait_until(lambda: server.document()["sanctions"][0]["status"] == "planned", "Ben's status")
    other = cases.nth(1 - status)
    if other.locator(".sides").count() == 0:
        other.locator(".card-main").click()
    other.get_by_role("button", name="Neither").click()
    wait_until(lambda: all(one["settled"] for one in server.read()["disagreements"]), "both settled")
    eva.page.get_by_text("All settled").wait_for()
    assert len(server.document()["sanctions"]) == len(seed["sanctions"]) - 1
    eva.saved()
    assert {entry["annotator"] for entry in server.history()} == {"Eva"}
    eva.check()


def test_a_choice_is_taken_back(seed: dict[str, Any], server: Server, annotate: Callable[..., Any]) -> None:
    eva = annotate(server, "Eva")
    eva.page.locator(".case .card-main").first.click()
    eva.press("2")
    wait_until(lambda: server.read()["disagreements"][0]["settled"] == "second", "settled")
    eva.press("Control+z")
    wait_until(lambda: server.read()["disagreements"][0]["settled"] is None, "open again")
    assert server.document()["sanctions"] == seed["sanctions"]
    eva.check()
