"""A folder of models that is used instead of the shipped ones."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sanctionwire.errors import ConfigError
from sanctionwire.linear import LinearModel, load_model
from sanctionwire.linear.model import find_model, using_models, write_weights

OWN = LinearModel(("yes",), (0.5,), {})


def test_the_folder_comes_first_and_the_shipped_models_stand_in_and_come_back(tmp_path: Path) -> None:
    shipped = load_model("relations", "claims")
    write_weights(tmp_path / "relations", {"claims": OWN})
    with using_models(tmp_path):
        assert load_model("relations", "claims") == OWN
        assert find_model("valuations") != tmp_path / "valuations"
        with using_models(None):
            assert load_model("relations", "claims") == shipped
        with pytest.raises(ConfigError, match="no part 'owners'"):
            load_model("relations", "owners")
        with ThreadPoolExecutor(1) as pool:  # another thread has its own pipeline
            assert pool.submit(load_model, "relations", "claims").result() == shipped
    assert load_model("relations", "claims") == shipped
