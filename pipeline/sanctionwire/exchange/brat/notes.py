"""Short notes as people write them: `date: 2019-10-07; amount: 500000`."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

from sanctionwire.exchange.drawing import write_number

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_PAIR = re.compile(rf"\s*([a-z_]+)\s*:\s*({_QUOTED.pattern}|[^;]*?)\s*(?:;|$)")
_PLAIN = re.compile(r"[^\s\";\\](?:[^;\\]*[^\s;\\])?")


def _write_value(value: str | float) -> str:
    text = value if isinstance(value, str) else write_number(value)
    if _PLAIN.fullmatch(text) and len(text.splitlines()) == 1:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    # Characters that end a line for brat, but not for JSON.
    return re.sub("[\x7f-\x9f\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", quoted)


def write_notes(values: Mapping[str, str | float | None]) -> str:
    """Return one line that holds all values that are not None.

    >>> write_notes({"date": "2019-10", "amount": None, "title": "clerk; guard"})
    'date: 2019-10; title: "clerk; guard"'
    """
    return "; ".join(f"{key}: {_write_value(value)}" for key, value in values.items() if value is not None)


def read_notes(line: str, keys: Collection[str]) -> tuple[dict[str, str], str]:
    """Return the values of the known keys, and the rest: what an annotator wrote in free words.

    >>> read_notes("date: 2019-10; not sure", {"date"})
    ({'date': '2019-10'}, 'not sure')
    """
    values: dict[str, str] = {}
    rest: list[str] = []
    place = 0
    while place < len(line):
        pair = _PAIR.match(line, place)
        if pair is not None and pair[1] in keys:
            value = pair[2]
            if _QUOTED.fullmatch(value):
                try:
                    value = json.loads(value)
                except ValueError:
                    value = value[1:-1]
            if value or pair[2]:
                values[pair[1]] = value
            place = pair.end()
        else:
            end = line.find(";", place)
            end = len(line) if end < 0 else end
            rest.append(line[place:end].strip())
            place = end + 1
    return values, "; ".join(part for part in rest if part)
