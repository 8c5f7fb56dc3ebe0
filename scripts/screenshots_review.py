"""Take the screenshots of the review page for its documentation: `python scripts/screenshots_review.py`.

Needs the extras `review` and `dev` and a Chromium (`CHROMIUM`, else /usr/bin/chromium). The documents are the
seed article, extracted anew, and the own-written ones.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "pipeline" / "review-page" / "screenshots"
SEED = ROOT / "corpora" / "seed"
WRITTEN = ROOT / "corpora" / "written" / "train.jsonl"

# The middle of the first place of some words in the text.
_PLACE = """(words) => {
  const lines = [...document.querySelectorAll("#text p")];
  const line = lines.find((one) => one.textContent.includes(words)).firstChild;
  const range = document.createRange();
  range.setStart(line, line.data.indexOf(words));
  range.setEnd(line, line.data.indexOf(words) + words.length);
  const box = range.getBoundingClientRect();
  return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
}"""


def _sanctionwire(*arguments: object) -> None:
    command = [sys.executable, "-m", "sanctionwire.cli", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _serve(folder: Path, *arguments: object) -> Iterator[str]:
    """Run a review server; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "sanctionwire.cli", "review", *map(str, arguments)]
    command += [
        "--project",
        str(folder / f"{port}.db"),
        "--port",
        str(port),
        "--no-browser",
        "--annotator",
        "Ada",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(400):
            try:
                urlopen(address + "api/session", timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait()


def _open(browser: Any, address: str, scheme: str) -> Any:
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    page.locator(".card").first.wait_for()
    return page


def _shoot(page: Any, name: str) -> None:
    # Messages come and go; the picture is of what stays.
    page.locator(".notice").first.wait_for(state="detached", timeout=15_000)
    page.mouse.move(1279, 719)
    path = OUTPUT / f"{name}.png"
    page.screenshot(path=path)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")


def _review(browser: Any, folder: Path) -> None:
    facts = folder / "facts.jsonl"
    _sanctionwire("extract", SEED / "seed.txt", "--published", "2019-10-09", "--output", facts)
    lines = WRITTEN.read_text("utf-8").splitlines(keepends=True)[:40]
    facts.write_text(facts.read_text("utf-8") + "".join(lines), "utf-8")
    with _serve(folder, facts) as address:
        key = next(
            item["key"]
            for item in json.load(urlopen(f"{address}api/queue?search=SenseTime"))["items"]
            if "SenseTime" in (item["title"] or "")
        )
        for scheme in ("light", "dark"):
            page = _open(browser, f"{address}#{key}", scheme)
            _shoot(page, scheme)
            if scheme == "light":
                page.keyboard.press("q")
                page.locator(".entry").nth(3).wait_for()
                _shoot(page, "queue")
                page.keyboard.press("q")
                page.keyboard.press("j")
                page.keyboard.press("e")
                page.locator(".form").wait_for()
                _shoot(page, "form")
                page.keyboard.press("Escape")
                page.mouse.click(*page.evaluate(_PLACE, "Megvii"))
                page.locator(".popup").wait_for()
                _shoot(page, "mention")
            page.context.close()


def _adjudicate(browser: Any, folder: Path) -> None:
    first, second = folder / "Ada.jsonl", folder / "Ben.jsonl"
    gold = json.loads((SEED / "gold.jsonl").read_text("utf-8").splitlines()[0])
    first.write_text(json.dumps(gold) + "\n", "utf-8")
    gold["sanctions"][0]["status"] = "planned"
    gold["sanctions"][2]["target"] = gold["sanctions"][2]["target"][:1] + gold["sanctions"][0]["target"][:1]
    wrong = next(mention for mention in gold["mentions"] if mention["text"] == "Yitu Tech")
    wrong["label"] = next(one for one in gold["entities"] if one["id"] == wrong["entity"])["label"] = (
        "ORGANIZATION"
    )
    second.write_text(json.dumps(gold) + "\n", "utf-8")
    with _serve(folder, "--adjudicate", first, second) as address:
        page = _open(browser, address, "light")
        _shoot(page, "adjudication")
        page.context.close()


def main() -> None:
    """Take all screenshots, or those of one kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=("review", "adjudication"))
    only = parser.parse_args().only
    from playwright.sync_api import sync_playwright

    OUTPUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = driver.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-lcd-text"]
        )
        if only != "adjudication":
            _review(browser, Path(folder))
        if only != "review":
            _adjudicate(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
