"""The settings of a run, and the example that shows them all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from sanctionwire.batch import RunConfig, load_run_config, make_run_config
from sanctionwire.batch.config import ReadConfig, SinkConfig, TriageConfig, is_address
from sanctionwire.batch.delivery import DatabaseOptions, FileOptions, make_sink
from sanctionwire.batch.web import read_sources
from sanctionwire.errors import ConfigError
from sanctionwire.fetch import FetchOptions

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "configs" / "run.yml"


@pytest.fixture
def example() -> dict[str, Any]:
    """The example as it stands in the file."""
    return yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))


def test_the_example_loads_with_all_that_it_names(tmp_path: Path) -> None:
    config = load_run_config(EXAMPLE, {"output": tmp_path})
    assert all(Path(given).exists() for given in config.inputs if not is_address(given))
    assert [make_sink(sink.kind, tmp_path, sink.options).name.split(":")[0] for sink in config.sinks] == [
        "csv",
        "parquet",
        "ftm",
        "database",
    ]
    read_sources(config)


def test_the_example_has_every_setting(example: dict[str, Any]) -> None:
    assert example.keys() == RunConfig.model_fields.keys()
    assert example["read"].keys() == ReadConfig.model_fields.keys()
    assert example["triage"].keys() == TriageConfig.model_fields.keys()
    assert example["fetch"].keys() == set(FetchOptions.__dataclass_fields__) | {"full_text", "since"}
    given = {key for sink in example["sinks"] for key in sink}
    assert given == {*SinkConfig.model_fields, *FileOptions.model_fields, *DatabaseOptions.model_fields}


def test_the_example_shows_the_defaults(example: dict[str, Any]) -> None:
    free = {"inputs", "output", "workers", "max_errors", "sinks", "fetch"}
    plain = make_run_config({"inputs": ["x"], "output": "out"}).model_dump(mode="json")
    assert {key: value for key, value in example.items() if key not in free} == {
        key: value for key, value in plain.items() if key not in free
    }
    options = {name: getattr(FetchOptions(), name) for name in FetchOptions.__dataclass_fields__}
    differing = {name for name, value in options.items() if example["fetch"][name] != value}
    assert differing == {"user_agent"}


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "run.yml").write_text("inputs: [a.txt, https://wire.example/rss]\noutput: out\n")
    config = load_run_config(tmp_path / "run.yml")
    assert config.inputs == (str(tmp_path / "a.txt"), "https://wire.example/rss")
    assert config.output == tmp_path / "out"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no settings"),
        ("- a", "holds no settings"),
        ("inputs: [a", "not YAML"),
        ("inputs: []\noutput: out", "inputs: "),
        ("inputs: [a]", "output: Field required"),
        ("inputs: [a]\noutput: o\nworkers: 0", "workers: "),
        ("inputs: [a]\noutput: o\ntriage: {gaet: true}", "triage.gaet: Extra inputs"),
        ("inputs: [a]\noutput: o\nsinks: [{kind: csv}, {kind: csv}]", "'csv' stands there twice"),
        ("inputs: [a]\noutput: o\nsinks: [{kind: tsv}]", "sinks.0.kind"),
    ],
)
def test_what_is_wrong_is_named(content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "run.yml").write_text(content)
    with pytest.raises(ConfigError, match=re.escape(said)) as caught:
        load_run_config(tmp_path / "run.yml")
    assert "run.yml" in str(caught.value)


def test_files_that_the_user_page_names_exist() -> None:
    page = ROOT / "pipeline" / "sanctionwire" / "batch" / "README.md"
    links = re.findall(r"\]\((\.\./[^)#]+)\)", page.read_text(encoding="utf-8"))
    assert len(links) > 3
    assert not [link for link in links if not (page.parent / link).exists()]


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "run.yml").write_bytes("inputs: [caf\u00e9]\n".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"run\.yml: not UTF-8: .* at byte 12"):
        load_run_config(tmp_path / "run.yml")
