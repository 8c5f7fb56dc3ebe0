"""The report of a benchmark run: one HTML page, and the same tables as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from sanctionwire.benchmark.report.browser import collect_errors
from sanctionwire.benchmark.report.build import build_content
from sanctionwire.benchmark.report.curve import CURVE_FILE, read_curves
from sanctionwire.benchmark.report.markdown import render_report
from sanctionwire.benchmark.report.material import read_material
from sanctionwire.benchmark.report.page import render_page
from sanctionwire.errors import ConfigError

PAGE_FILE, MARKDOWN_FILE = "report.html", "report.md"


def write_report(
    folder: Path,
    output: Path | None = None,
    *,
    texts: Collection[str] | None = None,
    curves: Path = CURVE_FILE,
    observe: Callable[[str], None] = lambda text: None,
) -> tuple[Path, Path]:
    """Write the report of a run, from the files that the run left.

    Args:
        folder: The folder of the run's results.
        output: Where `report.html` and `report.md` go; None for the same folder.
        texts: The sets whose articles the error browser may show; None for all.
        curves: The file of learning curves; they are left out where it is absent.
        observe: Told what is being done.

    Returns:
        The page and the Markdown file.

    Raises:
        ConfigError: For a set in `texts` that the run does not have.
        InputError: When the results cannot be read.
        RecordError: For a record that is wrong.
    """
    material = read_material(folder, observe)
    known = [each.result.name for each in material.sets]
    for name in texts or ():
        if name not in known:
            raise ConfigError(f"no set is called {name!r}; there are {', '.join(known)}")
    content = build_content(material, read_curves(curves))
    errors = collect_errors(material, content.mistakes, texts)
    target = output or folder
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in ((PAGE_FILE, render_page(content, errors)), (MARKDOWN_FILE, render_report(content))):
        part = target / f"{name}.part"
        part.write_text(text, encoding="utf-8", newline="\n")
        written.append(part.replace(target / name))
    return written[0], written[1]
