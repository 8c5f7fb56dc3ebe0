import pytest

from sanctionwire.extract.sanctions.details import find_amount
from sanctionwire.schema.records import Valuation


def _penalty(number: int, subject: str | None, modifier: str = "exact") -> Valuation:
    return Valuation(
        id=f"v{number}", mention=f"m{number}", kind="penalty", subject=subject, modifier=modifier
    )


@pytest.mark.parametrize(
    ("valuations", "found"),
    [
        ((_penalty(1, "e2"),), "v1"),
        ((_penalty(1, None), _penalty(2, "e2")), "v2"),
        ((_penalty(1, None),), "v1"),
        ((_penalty(1, "e9"),), None),
        # "Violators face up to $1 million" is the law's general penalty.
        ((_penalty(1, None, "at_most"),), None),
        ((_penalty(1, "e2", "at_most"),), "v1"),
        ((), None),
    ],
)
def test_the_amount_of_a_fact_is_what_its_target_pays(valuations, found):
    assert find_amount("enforce", ["e2"], valuations) == found
