"""What a format cannot hold is measured, said and written down."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from exchange.plain_formats import SPANS, WHOLE

import sanctionwire.exchange.losses as losses
from sanctionwire.exchange import FORMATS
from sanctionwire.exchange.losses import losses_of, render_table
from sanctionwire.exchange.specimen import make_specimen
from sanctionwire.schema.parse import LAYER_RECORDS

TABLE = Path(losses.__file__).with_name("LOSSES.md")


def test_the_specimen_has_every_field():
    specimen = make_specimen()
    for layer, record in LAYER_RECORDS.items():
        for field in fields(record):
            values = [getattr(item, field.name) for item in getattr(specimen, layer)]
            assert [value for value in values if value not in (None, (), {})], (layer, field.name)


def test_the_table_is_current():
    assert TABLE.read_text(encoding="utf-8") == render_table(), (
        "run: python -m sanctionwire.exchange.losses > pipeline/sanctionwire/exchange/LOSSES.md"
    )


def test_the_table_has_every_format_and_layer():
    table = TABLE.read_text(encoding="utf-8")
    assert all(f"**{name}**" in table for name in FORMATS)
    assert all(f"\n| **{layer}** |" in table for layer in LAYER_RECORDS)


def test_a_format_that_holds_all_loses_nothing(document):
    assert losses_of([document, make_specimen()], WHOLE) == ()


def test_losses_are_counted_by_layer_and_field(document):
    found = {(loss.layer, loss.field): (loss.lost, loss.total) for loss in losses_of([document], SPANS)}
    assert found["sanctions", ""] == (1, 1)
    assert found["relations", ""] == (2, 2)
    assert found["mentions", "entity"] == (2, 7)  # the second mentions of Norland and of Acme Lines
    assert found["mentions", "confidence"] == (1, 1)
    assert found["mentions", "id"] == (9, 9)
    assert ("mentions", "label") not in found


def test_counts_add_up_over_documents(document):
    one = losses_of([document], SPANS)
    two = losses_of([document, document], SPANS)
    assert [(loss.lost * 2, loss.total * 2) for loss in one] == [(loss.lost, loss.total) for loss in two]


@pytest.mark.parametrize(
    ("field", "said"), [("", "1 of 2 relations left out"), ("title", "1 of 2 relations without title")]
)
def test_a_loss_is_said_in_words(field, said):
    assert str(losses.Loss("relations", field, lost=1, total=2)) == said
