"""A review server in a process of its own, and annotators who drive it through a real Chromium."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from sanctionwire.schema.parse import parse_document

ROOT = Path(__file__).resolve().parents[3]
SEED = ROOT / "corpora" / "seed" / "gold.jsonl"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))

# What the page must never do, kept where the test can ask for it.
_WATCH = """
window.reports = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.reports.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
# Where words stand in the text (UTF-16 units of the browser), and where in the window.
_BOXES = """([words, nth, center]) => {
  const text = document.getElementById("text");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let length = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) { nodes.push([node, length]); length += node.length; }
  let start = -1;
  for (let times = 0; times <= nth; times++) start = text.textContent.indexOf(words, start + 1);
  if (start < 0) throw new Error(`not in the text: ${words}`);
  const range = document.createRange();
  const [first, from] = nodes.findLast(([, at]) => at <= start);
  const [last, to] = nodes.findLast(([, at]) => at < start + words.length);
  range.setStart(first, start - from);
  range.setEnd(last, start + words.length - to);
  if (center) {
    const desk = document.querySelector(".desk");
    desk.scrollTop += range.getBoundingClientRect().top - desk.getBoundingClientRect().top - 200;
  }
  return [...range.getClientRects()].filter((box) => box.width > 0).map((box) => [box.left, box.top, box.right, box.bottom]);
}"""


class Server:
    """`sanctionwire review` on a project file, in its own process."""

    def __init__(self, project: Path, arguments: tuple[str, ...]) -> None:
        self.project = project
        self.arguments = arguments
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"
        self.process: subprocess.Popen[bytes] | None = None
        self.start(*arguments)

    def start(self, *arguments: str) -> None:
        command = [
            sys.executable,
            "-m",
            "sanctionwire.cli",
            "review",
            *arguments,
            "--project",
            str(self.project),
        ]
        command += ["--port", str(self.port), "--no-browser", "--annotator", "Ada"]
        log = self.project.with_suffix(".log")
        with log.open("ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output)
        for _ in range(400):
            try:
                with urlopen(self.address + "api/session", timeout=5):
                    return
            except OSError:
                assert self.process.poll() is None, log.read_text()
                time.sleep(0.05)
        raise AssertionError(log.read_text())

    def kill(self) -> None:
        """End the process as a crash would: it gets no chance to tidy up."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def read(self, key: int = 1) -> dict[str, Any]:
        with urlopen(f"{self.address}api/documents/{key}", timeout=10) as answer:
            return json.load(answer)

    def document(self, key: int = 1) -> dict[str, Any]:
        return self.read(key)["document"]

    def history(self, key: int = 1) -> list[dict[str, Any]]:
        with urlopen(f"{self.address}api/documents/{key}/history", timeout=10) as answer:
            return json.load(answer)["entries"]


class Annotator:
    """Somebody in front of the page."""

    def __init__(self, browser: Any, address: str, name: str, **options: Any) -> None:
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 720}, reduced_motion="reduce", **options
        )
        self.context.add_init_script(_WATCH + f"localStorage.setItem('annotator', {json.dumps(name)});")
        self.page = self.context.new_page()
        self.page.set_default_timeout(8_000)
        self.problems: list[str] = []
        self.dialogs: list[str] = []
        self.page.on(
            "console",
            lambda message: message.type in ("error", "warning") and self.problems.append(message.text),
        )
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("dialog", self._on_dialog)
        self.address = address
        self.page.goto(address)
        self.page.wait_for_selector("#text")

    def _on_dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def boxes(self, words: str, nth: int = 0, center: bool = True) -> list[list[float]]:
        return self.page.evaluate(_BOXES, [words, nth, center])

    def click(self, words: str, nth: int = 0) -> None:
        left, top, right, bottom = self.boxes(words, nth)[0]
        self.page.mouse.click((left + right) / 2, (top + bottom) / 2)

    def select(self, words: str, nth: int = 0, *, exact: bool = False) -> None:
        boxes = self.boxes(words, nth)
        (left, top, _, bottom), (_, top2, right, bottom2) = boxes[0], boxes[-1]
        if exact:
            self.page.keyboard.down("Alt")
        self.page.mouse.move(left + 0.5, (top + bottom) / 2)
        self.page.mouse.down()
        self.page.mouse.move((left + right) / 2, (top2 + bottom2) / 2, steps=3)
        self.page.mouse.move(right - 0.5, (top2 + bottom2) / 2, steps=3)
        self.page.mouse.up()
        if exact:
            self.page.keyboard.up("Alt")
        if self.page.locator(".pick").count() == 0:
            self.page.locator(".popup").wait_for()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def card(self, item: str) -> Any:
        return self.page.locator(f'[data-item="{item}"]')

    def open(self, item: str, *, edit: bool = False) -> Any:
        """Select a card, and open its form."""
        card = self.card(item)
        main = card.locator(".card-main")
        if main.get_attribute("aria-expanded") != "true":
            main.click()
        if edit and card.locator(".form").count() == 0:
            card.get_by_role("button", name="Edit").click()
        return card

    def said(self, words: str) -> None:
        """Wait for a message that holds words."""
        try:
            self.page.locator(".notice", has_text=words).first.wait_for()
        except Exception as error:
            found = self.page.locator(".notice").all_inner_texts()
            raise AssertionError(f"nothing said {words!r}, but {found}; problems: {self.problems}") from error

    def saved(self) -> None:
        """Wait until everything is acknowledged."""
        self.page.locator(".save.saved").wait_for()

    def check(self) -> None:
        """Nothing ran that should not, and nothing failed unseen."""
        assert self.problems == []
        assert self.dialogs == []
        assert self.page.evaluate("window.reports") == []


def wait_until(found: Callable[[], Any], what: str) -> Any:
    """Return what `found` gives once it is true."""
    for _ in range(200):
        value = found()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"never came: {what}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, one process for the tests of a file: its event loop must not outlive them."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    pytest.importorskip("fastapi", reason="the extra `review` is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; set CHROMIUM to where it is")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start a server on documents."""
    servers: list[Server] = []

    def start(*documents: dict[str, Any]) -> Server:
        facts = tmp_path / "facts.jsonl"
        for document in documents:
            parse_document(document)  # a mistake of the test, not of the page
        facts.write_text("".join(json.dumps(document) + "\n" for document in documents), "utf-8")
        servers.append(Server(tmp_path / "work.db", (str(facts),)))
        return servers[-1]

    yield start
    for server in servers:
        if server.process is not None and server.process.poll() is None:
            server.kill()


@pytest.fixture
def annotate(browser: Any) -> Iterator[Callable[..., Annotator]]:
    """Open the page of a server as somebody; all is checked at the end."""
    opened: list[Annotator] = []

    def open_page(server: Server, name: str = "Ada", place: str = "", **options: Any) -> Annotator:
        opened.append(Annotator(browser, server.address + place, name, **options))
        return opened[-1]

    yield open_page
    for one in opened:
        one.context.close()


@pytest.fixture
def seed() -> dict[str, Any]:
    """The gold of the seed article."""
    return json.loads(SEED.read_text("utf-8").splitlines()[0])
