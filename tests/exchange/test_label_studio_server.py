"""Against a real Label Studio: what goes in comes back, exactly, by its API and through its page."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from exchange.documents import PIECES, draw_document, same
from exchange.example import example
from exchange.label_studio_server import EMAIL, HOW_TO, PASSWORD, Server, find_executable, run_server
from hypothesis import HealthCheck, given, settings

from sanctionwire.exchange.format import File
from sanctionwire.exchange.label_studio import FORMAT
from sanctionwire.exchange.merge import Merged, merge
from sanctionwire.schema.parse import parse_document
from sanctionwire.schema.records import Document

pytestmark = pytest.mark.slow
SEED = Path(__file__).resolve().parents[2] / "corpora" / "seed" / "gold.jsonl"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    executable = find_executable()
    if executable is None:
        pytest.skip(HOW_TO)
    with run_server(executable, tmp_path_factory.mktemp("label-studio")) as found:
        yield found


def hostile() -> Document:
    """Return a document of all odd pieces, every second of them marked."""
    text, mentions, entities = "😀 ", [], []
    for number, piece in enumerate(PIECES):
        start = len(text)
        text += f"{piece} "
        if piece.strip() and number % 2:
            end = start + len(piece)
            mentions.append(
                {
                    "id": f"m{number}",
                    "start": start,
                    "end": end,
                    "text": piece,
                    "label": "COMPANY",
                    "level": "name",
                    "entity": f"e{number}",
                }
            )
            entities.append({"id": f"e{number}", "label": "COMPANY", "name": piece})
    text += "end"
    digest = hashlib.sha256(text.encode()).hexdigest()
    empty: dict[str, Any] = dict.fromkeys(("source", "title", "published", "url", "language"))
    empty |= {layer: [] for layer in ("sanctions", "relations", "quotes", "valuations")}
    return parse_document(
        {
            "schema": "sanctions-facts/1",
            "id": "hostile",
            "text": text,
            "sha256": digest,
            "mentions": mentions,
            "entities": entities,
            **empty,
        }
    )


def seed() -> Document:
    return parse_document(json.loads(SEED.read_text().splitlines()[0]))


def make_project(server: Server, documents: list[Document]) -> int:
    files = {file.name: file.data for file in FORMAT.write(documents)}
    return server.make_project(files["labeling_interface.xml"], files["tasks.json"])


def merge_export(server: Server, project: int, documents: list[Document]) -> dict[str, Merged]:
    """Return, by document id, what an import with the sidecar makes of the project's export."""
    originals = {document.id: document for document in documents}
    merged = {}
    for found in FORMAT.read([File("project.json", server.export(project))]):
        assert isinstance(found, Document), found
        merged[found.id] = merge(originals[found.id], found, FORMAT)
    assert merged.keys() == originals.keys()
    return merged


def submit(
    server: Server, project: int, correct: Callable[[list[Any]], object] = lambda results: None
) -> None:
    """Submit, for each task, what was predicted, as an annotator does who has corrected it."""
    for task in server.list_tasks(project):
        (prediction,) = task["predictions"]
        results = prediction["result"]
        correct(results)
        body = {"result": results, "parent_prediction": prediction["id"], "lead_time": 12.5}
        server.call("POST", f"/api/tasks/{task['id']}/annotations", body)


def test_documents_come_back_equal(server):
    documents = [example(), hostile(), seed()]
    project = make_project(server, documents)
    submit(server, project)
    merged = merge_export(server, project, documents)
    for document in documents:
        assert same(merged[document.id].document, document)
        assert not merged[document.id].changes


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=draw_document("first"), second=draw_document("second"))
def test_any_documents_come_back_equal(server, first, second):
    documents = [first, second]
    project = make_project(server, documents)
    submit(server, project)
    for identifier, merged in merge_export(server, project, documents).items():
        assert same(merged.document, {document.id: document for document in documents}[identifier])


def test_a_correction_arrives_as_exactly_that(server):
    document = seed()
    (sanction, *_) = document.sanctions

    def correct(results: list[Any]) -> None:
        for result in results:
            if result.get("from_name") == "status" and result["id"] == f"sanction-{sanction.id}":
                result["value"]["choices"] = ["threatened"]

    project = make_project(server, [document])
    submit(server, project, correct)
    merged = merge_export(server, project, [document])[document.id]
    assert merged.changes == {("sanctions", "changed"): 1}
    assert not merged.consequences
    changed = merged.document.sanctions[0]
    assert (changed.status, sanction.status) == ("threatened", "in_force")
    assert merged.document.sanctions[1:] == document.sanctions[1:]


@pytest.mark.browser
def test_an_annotator_in_a_browser_adds_a_mention_where_the_words_are(server):
    """The page shows every region on its words, submits them all as they were, and counts as we do."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on the PATH")
    document = hostile()
    project = make_project(server, [document])
    (task,) = server.list_tasks(project)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.goto(f"{server.url}/user/login/")
        page.fill("#email", EMAIL)
        page.fill("#password", PASSWORD)
        with page.expect_navigation():
            page.click("button[type=submit]")
        page.goto(f"{server.url}/projects/{project}/data?task={task['id']}")
        page.wait_for_selector(".htx-highlight", timeout=60_000)
        shown = page.locator(".htx-highlight").all_text_contents()
        assert shown == [mention.text.replace("\x00", "\ufffd") for mention in document.mentions]
        page.get_by_text("PERSON", exact=True).first.click()
        left, top, right, bottom = page.evaluate(
            """() => {
                const root = document.querySelector('[class*="richtext__container"]');
                const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
                let node, last;
                while ((node = walker.nextNode())) if (node.textContent.endsWith('end')) last = node;
                const range = document.createRange();
                range.setStart(last, last.textContent.length - 3);
                range.setEnd(last, last.textContent.length);
                const box = range.getBoundingClientRect();
                return [box.left, box.top, box.right, box.bottom];
            }"""
        )
        page.mouse.move(left + 0.5, (top + bottom) / 2)
        page.mouse.down()
        page.mouse.move(right + 1, (top + bottom) / 2, steps=5)
        page.mouse.up()
        page.wait_for_function(
            f"document.querySelectorAll('.htx-highlight').length > {len(document.mentions)}"
        )
        with page.expect_response(
            lambda answer: "/annotations" in answer.url and answer.request.method == "POST"
        ):
            page.get_by_role("button", name="Submit").click()
        browser.close()
    merged = merge_export(server, project, [document])[document.id]
    assert merged.changes == {("mentions", "added"): 1, ("entities", "added"): 1}
    new = merged.document.mentions[-1]
    assert (new.text, new.label, new.end) == ("end", "PERSON", len(document.text))
