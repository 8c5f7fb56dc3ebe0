r"""CoNLL columns, as CoNLL-U Plus: a token a line, tabs between the columns, a blank line after a paragraph.

| column | holds |
|---|---|
| `ID` | number of the token in its paragraph |
| `FORM` | the token |
| `NER` | names in IOB2, as in CoNLL-2003: `B-COMPANY`, `I-COMPANY`, `O` |
| `GROUP` | descriptions in brackets: `(m7:COMPANY` ... `m7:COMPANY)` |
| `COREF` | entities of names and descriptions, as in CoNLL-2012: `(e2` ... `e2)`, `(e2)`, `(e1|e2)` |
| `SANCTION` | triggers `(s1:impose.in_force)`, arguments `(s1:target` ... `s1:target)`, as in SRL columns |
| `QUOTE` | contents `(q1:direct` ... and arguments `(q1:speaker)`, `(q1:source)`, `(q1:cue)` |
| `VALUATION` | amounts `(v1:penalty` ... and arguments `(v1:subject)` |
| `RELATION` | ends `(r1:owns.head)`, `(r1:owns.tail)` and evidence `(r1:owns.evidence` ... |
| `MISC` | `Value=2019-10-07` of a DATE; `TokenRange=0:7`, `SpaceAfter=No`, `SpacesAfter=\n`, as of UDPipe |

The document's id and other metadata are comments above its first token. Spans that begin or end in white
space have no place here; nor have two spans of one fact in one role that cross, because their brackets could
not be told apart. An argument stands on the mention of its entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from sanctionwire.errors import RecordError
from sanctionwire.exchange.conll.read import read_documents
from sanctionwire.exchange.conll.write import write_document
from sanctionwire.exchange.format import File, decode
from sanctionwire.schema.records import Document

COLUMNS = ("ID", "FORM", "NER", "GROUP", "COREF", "SANCTION", "QUOTE", "VALUATION", "RELATION", "MISC")


class Conll:
    """One file of columns for all documents."""

    name = "conll"
    title = "CoNLL columns"
    layout: Literal["file", "folder"] = "file"
    suffix = ".conllup"

    def write(self, documents: Iterable[Document]) -> Iterator[File]:
        """Yield one file."""
        lines = [f"# global.columns = {' '.join(COLUMNS)}"]
        for document in documents:
            lines += write_document(document)
        yield File("documents.conllup", "".join(f"{line}\n" for line in lines).encode())

    def read(self, files: Iterable[File]) -> Iterator[Document | RecordError]:
        """Yield the document below each line `# newdoc`."""
        for file in files:
            try:
                lines = decode(file).split("\n")
            except RecordError as error:
                yield error
                continue
            yield from read_documents(file.name, lines, COLUMNS)


FORMAT = Conll()
