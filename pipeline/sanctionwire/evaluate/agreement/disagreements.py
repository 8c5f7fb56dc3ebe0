"""Everything on which two annotations of one text differ, in the order in which it is best settled."""

from __future__ import annotations

from sanctionwire.errors import RecordError
from sanctionwire.evaluate.agreement.alignment import Alignment
from sanctionwire.evaluate.agreement.disagreement import Disagreement
from sanctionwire.evaluate.agreement.entities import find_entities
from sanctionwire.evaluate.agreement.mentions import find_mentions
from sanctionwire.evaluate.agreement.quotes import find_quotes
from sanctionwire.evaluate.agreement.relations import find_relations
from sanctionwire.evaluate.agreement.sanctions import find_sanctions
from sanctionwire.evaluate.agreement.valuations import find_valuations, pair_valuations
from sanctionwire.evaluate.scoring import find_difference
from sanctionwire.schema.records import Document


def find_disagreements(
    first: Document, second: Document, *, names: tuple[str, str] = ("A", "B")
) -> tuple[Disagreement, ...]:
    """Return every point on which two annotations of one text differ, each once.

    The order is that of the layers, within a layer that of the text, and does not depend on how items are
    numbered. Confidences, `extra`, and where the article came from are not compared.

    Args:
        first: The first annotator's document.
        second: The second annotator's document.
        names: What the annotators are called in details.

    Raises:
        RecordError: When the texts differ, naming the first offset.
    """
    check_texts(first, second, names=names)
    alignment = Alignment(first, second, names=names)
    valuations = pair_valuations(alignment)
    return (
        *find_mentions(alignment),
        *find_entities(alignment),
        *find_sanctions(alignment, valuations),
        *find_relations(alignment),
        *find_quotes(alignment),
        *find_valuations(alignment, valuations),
    )


def check_texts(first: Document, second: Document, *, names: tuple[str, str] = ("A", "B")) -> None:
    """Make sure that two annotations are of one text.

    Raises:
        RecordError: When they are not, with the first offset and what either side has there.
    """
    offset = find_difference(first.text, second.text)
    if offset is not None:
        here, there = (repr(document.text[offset : offset + 20]) for document in (first, second))
        raise RecordError(
            f"the texts differ from offset {offset} on: {names[0]} has {here}, {names[1]} has {there}",
            field="text",
            document_id=first.id,
            remedy="Annotators have to work on the same text; annotate one of the two again",
        )
