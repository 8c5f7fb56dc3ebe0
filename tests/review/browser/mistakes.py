"""The gold of the seed article with mistakes that an annotator shall find and correct."""

from __future__ import annotations

import copy
from typing import Any


def plant_mistakes(gold: dict[str, Any]) -> dict[str, Any]:
    """Return the gold as a model might have it.

    A mention is missing, one is too short, one has a wrong label, a sanction has a wrong status and lacks its
    program; every fact has a confidence.
    """
    document = copy.deepcopy(gold)
    mentions = document["mentions"]
    missing = find_mention(document, "Huawei")
    mentions.remove(missing)
    if not any(mention["entity"] == missing["entity"] for mention in mentions):
        document["entities"] = [one for one in document["entities"] if one["id"] != missing["entity"]]
        for sanction in document["sanctions"]:
            sanction["target"] = [one for one in sanction["target"] if one != missing["entity"]]
    short = find_mention(document, "Xiamen Meiya Pico Information Co.")
    short["end"] -= len(" Information Co.")
    short["text"] = document["text"][short["start"] : short["end"]]
    _entity(document, short)["name"] = short["text"]
    wrong = find_mention(document, "Yitu Tech")
    wrong["label"] = _entity(document, wrong)["label"] = "PERSON"
    first = document["sanctions"][0]
    first["status"], first["program"] = "threatened", []
    for number, sanction in enumerate(document["sanctions"]):
        sanction["confidence"] = 0.4 + number / 20
    return document


def find_mention(document: dict[str, Any], words: str, nth: int = 0) -> dict[str, Any]:
    """Return the mention with these words."""
    return [mention for mention in document["mentions"] if mention["text"] == words][nth]


def _entity(document: dict[str, Any], mention: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in document["entities"] if one["id"] == mention["entity"])


def describe(document: dict[str, Any]) -> dict[str, Any]:
    """Return what a document says, without its ids: to compare documents that different hands made."""
    names = {one["id"]: (one["label"], one["name"]) for one in document["entities"]}
    roles = ("imposer", "target", "program", "law")
    return {
        "mentions": sorted(
            (one["start"], one["end"], one["label"], one["level"]) for one in document["mentions"]
        ),
        "sanctions": sorted(
            (
                one["action"],
                one["status"],
                *(tuple(sorted(names[each] for each in one[role])) for role in roles),
            )
            for one in document["sanctions"]
        ),
    }
