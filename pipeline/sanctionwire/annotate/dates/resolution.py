"""What a calendar expression means: dispatches on its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sanctionwire.annotate.dates.absolute import (
    resolve_fiscal,
    resolve_full,
    resolve_holiday,
    resolve_month,
    resolve_numeric,
    resolve_quarter,
    resolve_year,
)
from sanctionwire.annotate.dates.expressions import Expression
from sanctionwire.annotate.dates.grammar import Kind
from sanctionwire.annotate.dates.relative import (
    resolve_ago,
    resolve_ahead,
    resolve_day,
    resolve_period,
    resolve_shift,
    resolve_weekday,
)
from sanctionwire.annotate.dates.values import Anchor, Parts

# Kinds that are missing here have no value: decades, seasons, weekends, stretches such as "recent weeks".
# Source: guideline, section 6.
_RESOLVERS: Mapping[Kind, Callable[[Parts, Anchor], str]] = {
    "numeric": resolve_numeric,
    "full": resolve_full,
    "month": resolve_month,
    "quarter": resolve_quarter,
    "fiscal": resolve_fiscal,
    "year": resolve_year,
    "period": resolve_period,
    "ago": resolve_ago,
    "shift": resolve_shift,
    "ahead": resolve_ahead,
    "weekday": resolve_weekday,
    "day": resolve_day,
    "holiday": resolve_holiday,
}


def resolve(expression: Expression, anchor: Anchor) -> str:
    """Return the ISO 8601 value of an expression at the precision known, or "" when it has none."""
    resolver = _RESOLVERS.get(expression.kind)
    try:
        return resolver(expression.parts, anchor) if resolver else ""
    except (ValueError, OverflowError):  # no such day, or beyond the calendar
        return ""
