"""The page in a real Chromium: nothing is asked for, nothing of the articles runs, the error browser works."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmark import finished_run

from sanctionwire.benchmark.report import write_report

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_WATCH = """
window.reports = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.reports.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; set CHROMIUM to where it is")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    finished_run.make_run(folder)
    return write_report(folder / "out")[0]


class Reader:
    """Somebody who reads the page on a laptop."""

    def __init__(self, browser: Any, report: Path, scheme: str) -> None:
        self.context = browser.new_context(
            viewport={"width": 1366, "height": 768}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.context.add_init_script(_WATCH)
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.problems.append(message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(report.as_uri())
        self.page.locator(".viewer").wait_for()

    def choose(self, label: str, option: str) -> None:
        box = self.page.get_by_label(label, exact=True)
        names = box.locator("option").all_text_contents()
        box.select_option(index=next(at for at, name in enumerate(names) if name.startswith(option)))

    def options(self, label: str) -> list[str]:
        return self.page.get_by_label(label, exact=True).locator("option").all_text_contents()

    def side(self, name: str) -> Any:
        return self.page.get_by_role("region", name=name, exact=True)


@pytest.fixture
def read(browser: Any, report: Path) -> Iterator[Any]:
    opened: list[Reader] = []

    def open_page(scheme: str = "light") -> Reader:
        opened.append(Reader(browser, report, scheme))
        return opened[-1]

    yield open_page
    for reader in opened:
        assert reader.problems == []
        assert reader.page.evaluate("window.reports") == []
        assert reader.requests == [report.as_uri()]
        assert reader.page.title() == "sanctionwire benchmark"  # articles that ran would have changed it
        reader.context.close()


def test_errors_are_filtered_and_stepped_through(read: Any) -> None:
    reader = read()
    page = reader.page
    counter = page.locator(".counter")
    reader.choose("Set", "articles")
    reader.choose("System", "planted")
    assert reader.options("Layer")[0].startswith("All layers")
    reader.choose("Layer", "Sanctions")
    assert {name.rpartition(" ")[0] for name in reader.options("Kind of error")} == {
        "All kinds",
        "missed",
        "wrong role",
        "wrong status",
    }
    reader.choose("Kind of error", "wrong status")
    assert counter.text_content() == "1 of 1"
    assert page.locator(".kind").text_content() == "wrong status"
    wrong = reader.side("Predicted").locator("div.wrong")
    assert wrong.locator("dt").text_content() == "status" and wrong.locator("dd").text_content() == "planned"
    assert reader.side("Gold").locator("div.wrong dd").text_content() == "in force"
    assert reader.side("Gold").locator("mark.found").text_content() == "blocked"
    # The article is text, all of it, and what would reorder it is made visible.
    assert reader.side("Gold").locator(".article").text_content() == finished_run.write_article(1).text
    assert reader.side("Gold").locator(".article script, .article img").count() == 0
    assert reader.side("Gold").locator(".control").get_attribute("data-name") == "U+202E"

    reader.choose("Kind of error", "wrong role")
    assert counter.text_content() == "1 of 2"
    page.get_by_role("button", name="Next").click()
    assert counter.text_content() == "2 of 2"
    assert page.get_by_role("button", name="Next").is_disabled()
    page.locator(".viewer").focus()
    page.keyboard.press("ArrowLeft")
    assert counter.text_content() == "1 of 2"
    page.keyboard.press("ArrowRight")
    assert counter.text_content() == "2 of 2"

    reader.choose("Kind of error", "missed")
    assert "Nothing predicted." in (reader.side("Predicted").locator("dl").text_content() or "")
    reader.choose("Layer", "Names")
    reader.choose("Kind of error", "boundary")
    assert reader.side("Predicted").locator("div.wrong dd").text_content() == "Acme"
    reader.choose("System", "oracle")
    assert counter.text_content() == "No errors"
    assert reader.side("Gold").count() == 0  # hidden
    reader.choose("Set", "sentences")
    reader.choose("System", "lexicon")
    assert counter.text_content() != "No errors"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, read: Any) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    reader = read(scheme)
    reader.choose("System", "planted")
    reader.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    answer = axe.Axe().run(reader.page, options=_RULES).response
    assert len(answer["passes"]) > 15  # it has looked
    told = [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in answer["violations"]
        for node in one["nodes"]
    ]
    assert not told, "\n".join(told)


def test_it_fits_a_laptop_and_a_narrow_window(read: Any) -> None:
    reader = read()
    for width in (1366, 1024, 480):
        reader.page.set_viewport_size({"width": width, "height": 768})
        assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
