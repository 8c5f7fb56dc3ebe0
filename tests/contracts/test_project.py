"""What the project promises about its own shape."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sanctionwire.run import find_config

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "pipeline" / "sanctionwire"


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_stages_import_one_way():
    result = _run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    assert result.returncode == 0, result.stdout


def test_every_dependency_says_why_it_is_there():
    declared = (
        (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("dependencies = [")[1].split("]")[0]
    )
    lines = [line for line in declared.splitlines() if line.strip().startswith('"')]
    assert lines
    assert not [line for line in lines if "#" not in line]


def test_locks_pin_every_dependency_by_hash():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for dependency in project["dependencies"]:
        name = re.split(r"[=<>]", dependency)[0]
        assert re.search(rf"^{re.escape(name)}==\S+ \\\n    --hash=sha256:", lock, re.M | re.I), name
    assert not re.search(r"^(torch|transformers|datasets)==", lock, re.M)


def test_the_data_path_names_every_stage_that_exists():
    table = (ROOT / "pipeline" / "README.md").read_text(encoding="utf-8")
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert folders == {name for name in folders if f"`{name}/`" in table}


def test_readme_commands_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z]+)", readme))
    assert {"demo", "test"} <= targets
    assert targets <= set(re.findall(r"^([a-z]+):", makefile, re.M))
    commands = set(re.findall(r"^sanctionwire ([a-z]+)", readme, re.M))
    assert commands >= {"extract", "evaluate", "validate", "show", "schema"}


def test_no_module_is_too_long_to_read_in_one_sitting():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    too_long = {str(path.relative_to(ROOT)): count for path, count in lengths.items() if count > 400}
    assert not too_long
    assert sorted(lengths.values())[len(lengths) * 9 // 10] <= 300


def test_lexicons_name_their_sources():
    lexicons = sorted((PACKAGE / "lexicons").glob("*.yml"))
    assert lexicons
    assert not [path.name for path in lexicons if "Source:" not in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "configs").glob("*.cfg")))
def test_every_configuration_is_found_by_name(name):
    assert find_config(name).is_file()
