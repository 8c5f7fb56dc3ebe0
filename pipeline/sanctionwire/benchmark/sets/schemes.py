"""The label table, read and checked: which labels of a set and of a system are one class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sanctionwire.errors import ConfigError
from sanctionwire.schema.labels import NAME_LABELS, Label, RelationType
from sanctionwire.schema.parse import LAYER_RECORDS

Coverage = Mapping[str, frozenset[str]]
"""Each label that a system gives names, with the labels of our schema that it does not tell apart."""

OWN_LABELS: Coverage = {label: frozenset({label}) for label in NAME_LABELS}
"""The coverage of what tells all labels of our schema apart."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NameClass(_Strict):
    """A class of names.

    Attributes:
        written: The label that records carry for it.
        theirs: What the data set calls it.
        ours: The labels of our schema that fall into it.
        beyond: Labels of systems that our schema has no place for, and that fall into it.
    """

    written: Label
    theirs: tuple[str, ...] = ()
    ours: tuple[Label, ...]
    beyond: tuple[str, ...] = ()


class RelationClass(_Strict):
    """A class of relations; `heads` and `tails` are the written labels that may stand at its ends."""

    written: RelationType
    theirs: tuple[str, ...]
    ours: tuple[RelationType, ...]
    heads: tuple[Label, ...]
    tails: tuple[Label, ...]


class Scheme(_Strict):
    """What gold and predictions are brought to before they are scored.

    Attributes:
        title: What it is for.
        layers: Layers that are annotated; nothing else is scored.
        names: The classes of names.
        relations: The classes of relations, where they are not those of our schema.
        trim: Whether leading articles and possessive endings of names count for nothing, on either side.
        one_kind: Whether all quotes are scored as one kind.
        unjudged: Beginnings of measure keys that mean nothing here.
        left_out: What is in no class, and why.
    """

    title: str
    layers: tuple[str, ...]
    names: Mapping[str, NameClass]
    relations: Mapping[str, RelationClass] = Field(default_factory=dict)
    trim: bool = False
    one_kind: bool = False
    unjudged: tuple[str, ...] = ()
    left_out: Mapping[str, str] = Field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether documents of our schema are scored as they are."""
        return set(self.layers) == set(LAYER_RECORDS)

    def class_of(self, labels: Set[str]) -> NameClass | None:
        """Return the class that holds all of some labels of our schema; None where no class does.

        >>> load_scheme("names").class_of({"COMPANY", "ORGANIZATION"}).written
        'ORGANIZATION'
        >>> load_scheme("facts").class_of({"COMPANY", "ORGANIZATION"}) is None
        True
        """
        return next((each for each in self.names.values() if labels <= set(each.ours)), None)

    def class_beyond(self, label: str) -> NameClass | None:
        """Return the class of a system's label that our schema has no place for, or None."""
        return next((each for each in self.names.values() if label in each.beyond), None)

    def read_name(self, label: str) -> Label | None:
        """Return the label that records carry for a label of the data set; None where it is left out."""
        return next((each.written for each in self.names.values() if label in each.theirs), None)

    def read_relation(self, label: str) -> RelationClass | None:
        """Return the class of a relation of the data set; None where it is left out."""
        return next((each for each in self.relations.values() if label in each.theirs), None)

    def covered(self, coverage: Coverage) -> Iterator[str]:
        """Yield the classes of names that a system does.

        >>> list(load_scheme("names").covered({"ORG": frozenset({"COMPANY", "PUBLIC_BODY", "ORGANIZATION"})}))
        ['ORG']
        """
        for name, each in self.names.items():
            if any(labels and labels <= set(each.ours) for labels in coverage.values()):
                yield name


@cache
def load_schemes() -> Mapping[str, Scheme]:
    """Return all schemes by name."""
    text = (files(__package__) / "labels.yml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Scheme]).validate_python(yaml.safe_load(text))


def load_scheme(name: str) -> Scheme:
    """Return a scheme.

    Raises:
        ConfigError: When there is none of that name.
    """
    try:
        return load_schemes()[name]
    except KeyError:
        raise ConfigError(
            f"no label scheme is called {name!r}; there are {', '.join(load_schemes())}"
        ) from None
