"""Word lists as YAML files, one a topic; every file names its source in its first lines."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sanctionwire.errors import ConfigError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_lexicon(name: str) -> dict[str, Any]:
    """Return the word list `lexicons/<name>.yml` as a mapping from group to its content.

    Loaded once per process; callers must not change the result.

    Raises:
        ConfigError: When there is no such file or it is not a mapping.
    """
    path = files(__package__) / f"{name}.yml"
    if not path.is_file():
        raise ConfigError(f"lexicon {name!r} is missing from the installation; reinstall sanctionwire")
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # a safe loader in both cases
    if not isinstance(content, dict):
        raise ConfigError(f"lexicon {name!r} must be a mapping of groups")
    return content
