from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import sanctionwire.benchmark.sets
from sanctionwire.benchmark.sets.page import render_labels

DOCTESTS = (
    "results",
    "sets.conll",
    "sets.folding",
    "sets.re3d",
    "sets.schemes",
    "systems.chat.alignment",
    "systems.coverage",
    "systems.windows",
)


def test_the_page_is_current():
    page = Path(sanctionwire.benchmark.sets.__file__).with_name("LABELS.md")
    assert page.read_text(encoding="utf-8") == render_labels(), (
        "write it anew: python -m sanctionwire.benchmark.sets.page"
    )


@pytest.mark.parametrize("name", DOCTESTS)
def test_examples_in_docstrings_hold(name):
    found = doctest.testmod(importlib.import_module(f"sanctionwire.benchmark.{name}"))
    assert found.attempted and not found.failed
