"""The examples in docstrings are tests."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import sanctionwire.evaluate.agreement

MODULES = [module.name for module in pkgutil.iter_modules(sanctionwire.evaluate.agreement.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str) -> None:
    module = importlib.import_module(f"sanctionwire.evaluate.agreement.{name}")
    assert doctest.testmod(module).failed == 0
