"""How much articles say about each weight of the models, so that learning goes on from there without them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sanctionwire.linear.model import LinearModel, load_model
from sanctionwire.schema.layers import GROUPS, ROWS, TRIGGERS
from sanctionwire.training import relations, sanctions, valuations
from sanctionwire.training.documents import Lesson
from sanctionwire.training.start import Fitter, Observer, add_information

Trainer = Callable[[list[Lesson], Fitter], relations.Outcome | valuations.Outcome | sanctions.Outcome]

LEARNERS: dict[str, tuple[Trainer, Iterable[str]]] = {
    "relations": (relations.train, relations.PENALTIES),
    "valuations": (valuations.train, valuations.PENALTIES),
    "sanctions-plain": (sanctions.train, sanctions.PENALTIES),
    "sanctions": (sanctions.train, sanctions.PENALTIES),
}
"""Name of a model -> what fits it, and the names of its parts; sanctions leave triggers and groups behind."""


def load_parts(name: str) -> dict[str, LinearModel]:
    """Return all parts of a model that learns."""
    return {part: load_model(name, part) for part in LEARNERS[name][1]}


def measure_lesson(lesson: Lesson) -> dict[str, Mapping[str, LinearModel]]:
    """Return the information of one lesson about the shipped models: of those with the encoder if it ran."""
    rows = lesson.doc.user_data.pop(ROWS, None)
    found: dict[str, Mapping[str, LinearModel]] = {}
    for name, (train, _) in LEARNERS.items():
        lesson.doc.spans[TRIGGERS] = []
        lesson.doc.spans[GROUPS] = []
        if name == "sanctions":
            if rows is None:
                continue
            lesson.doc.user_data[ROWS] = rows
        observer = Observer(load_parts(name))
        train([lesson], observer)
        found[name] = observer.information
    return found


def add_models(
    one: Mapping[str, Mapping[str, LinearModel]], other: Mapping[str, Mapping[str, LinearModel]]
) -> dict[str, dict[str, LinearModel]]:
    """Return what two sets of lessons say together, model by model and part by part."""
    added: dict[str, dict[str, LinearModel]] = {}
    for name in one.keys() | other.keys():
        here, there = one.get(name, {}), other.get(name, {})
        added[name] = {
            part: add_information(here[part], there[part])
            if part in here and part in there
            else (here.get(part) or there[part])
            for part in here.keys() | there.keys()
        }
    return added
