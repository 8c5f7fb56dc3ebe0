"""Documents in the formats of other annotation tools, out and in, and what each format cannot hold.

`FORMATS` names them, `load_format` loads one; `format` says what a format is, `merge` puts a correction back
into the document that was exported, `losses` measures what does not fit.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from sanctionwire.errors import InputError
from sanctionwire.exchange.format import Format

_MODULES = {
    name: f"{__name__}.{name.replace('-', '_')}"
    for name in ("brat", "label-studio", "cas", "prodigy", "doccano", "conll", "web-annotation", "docbin")
}
FORMATS: tuple[str, ...] = tuple(name for name, module in _MODULES.items() if find_spec(module))
"""Names of the formats, as `export --to` and `import --from` take them."""


def load_format(name: str) -> Format:
    """Return a format by its name; its module, and the library that it needs, are loaded now.

    Raises:
        InputError: When no format has this name, or its library is not installed.
    """
    if name not in FORMATS:
        raise InputError(f"no exchange format is called {name!r}; choose one of {', '.join(FORMATS)}")
    try:
        found: Format = import_module(_MODULES[name]).FORMAT
    except ModuleNotFoundError as error:
        raise InputError(
            f"{name} needs the package {error.name!r}; install it with: pip install 'sanctionwire[exchange]'"
        ) from error
    return found
