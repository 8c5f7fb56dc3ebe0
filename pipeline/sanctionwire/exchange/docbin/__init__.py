"""spaCy's DocBin: names in `doc.ents`, everything else in `doc.spans`, no custom attributes.

| group | spans | label | kb_id | span id | attrs |
|---|---|---|---|---|---|
| (`doc.ents`) | names | label | entity id; of a DATE its value | mention id | |
| `groups` | descriptions | label | as above | mention id | |
| `entities` | | | | | by entity id: label, name |
| `sanctions` | evidence | action | status | sanction id | by sanction id: measure, date |
| `quotes` | content | kind | | quote id | by quote id: speaker_text |
| `valuations` | MONEY | kind | | valuation id | by valuation id: amount ... |
| `sanctions_roles` ... | a mention, a passage | role | entity or valuation id | id of the fact | |
| `relations` | head, tail, evidence | type | entity id | relation id | by relation id: title |
| `document` | | | | | id, title, published ... |

The `attrs` of a span group are a dictionary of spaCy's own. Ids that are empty have no place: 0 means none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from sanctionwire.errors import RecordError
from sanctionwire.exchange.docbin.read import read_doc
from sanctionwire.exchange.docbin.write import make_doc
from sanctionwire.exchange.format import File
from sanctionwire.exchange.tokens import load_blank
from sanctionwire.schema.records import Document

_ATTRIBUTES = ("ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID")


class DocBinFormat:
    """One `.spacy` file, as `spacy train` and `DocBin().from_disk` read it."""

    name = "docbin"
    title = "spaCy DocBin"
    layout: Literal["file", "folder"] = "file"
    suffix = ".spacy"

    def write(self, documents: Iterable[Document]) -> Iterator[File]:
        """Yield one DocBin with a Doc for each document."""
        from spacy.tokens import DocBin

        packed = DocBin(attrs=_ATTRIBUTES, docs=map(make_doc, documents))
        yield File("documents.spacy", packed.to_bytes())

    def read(self, files: Iterable[File]) -> Iterator[Document | RecordError]:
        """Yield the document of each Doc; one without the group `document` has the id ""."""
        from spacy.tokens import DocBin

        for file in files:
            try:
                docs = list(DocBin().from_bytes(file.data).get_docs(load_blank().vocab))
            except Exception as error:  # whatever damaged bytes make of msgpack, numpy and spaCy
                yield RecordError(
                    f"not a DocBin: {type(error).__name__}: {error}"[:300],
                    remedy="Write it with DocBin.to_disk",
                    file=file.name,
                )
                continue
            for number, doc in enumerate(docs, start=1):
                try:
                    yield read_doc(doc)
                except RecordError as error:
                    yield error.at(file=file.name, line=number)


FORMAT = DocBinFormat()
