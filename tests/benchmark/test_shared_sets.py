"""The sets of configs/benchmark.yml are the frozen ones: those of the project, and the shared ones where present."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from support import SHARED

from sanctionwire.benchmark.config import load_benchmark
from sanctionwire.benchmark.sets.loading import find_files, read_set
from sanctionwire.schema.validate import check_document

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "benchmark.yml"
SETS = {each.name: each for each in load_benchmark(CONFIG).sets}
OWN = ("seed", "written")


def read(name, folder):
    path = find_files(SETS[name], [folder])
    if path is None:
        pytest.skip(f"{name} is not in {folder}")
    data = read_set(SETS[name], path)  # raises where it is not the frozen set
    for document in data.documents:
        check_document(document)
    return data


def test_every_set_is_frozen():
    assert all(each.sha256 for each in SETS.values())


@pytest.mark.parametrize("name", OWN)
def test_sets_of_the_project_are_the_frozen_ones(name):
    assert read(name, CONFIG.parent).documents


@pytest.mark.shared
@pytest.mark.parametrize("name", [name for name in SETS if name not in OWN])
def test_shared_sets_are_the_frozen_ones(name):
    read(name, SHARED)


@pytest.mark.shared
def test_the_names_of_conll_are_all_there():
    config = SETS["conll2003-dev"].model_copy(update={"sample": None})
    path = find_files(config, [SHARED])
    if path is None:
        pytest.skip(f"conll2003-dev is not in {SHARED}")
    counts = Counter(m.label for document in read_set(config, path).documents for m in document.mentions)
    # Source: Table 2 of Tjong Kim Sang and De Meulder 2003, development data; there MISC are 922.
    assert counts == {"LOC": 1837, "ORGANIZATION": 1341, "PERSON": 1842, "NORP": 918}
