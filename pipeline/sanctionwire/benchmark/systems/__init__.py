"""Systems that can be compared, behind one protocol: documents in, documents out. One kind a file.

`kind` in the configuration chooses; the union below is the list of kinds.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sanctionwire.benchmark.systems.chat import ChatSettings
from sanctionwire.benchmark.systems.gliner import GlinerSettings
from sanctionwire.benchmark.systems.lexicon import LexiconSettings
from sanctionwire.benchmark.systems.ours import OurSettings
from sanctionwire.benchmark.systems.predictions import PredictionSettings
from sanctionwire.benchmark.systems.protocol import System, SystemSettings
from sanctionwire.benchmark.systems.spacy import SpacySettings
from sanctionwire.benchmark.systems.textacy import TextacySettings
from sanctionwire.benchmark.systems.transformers import TransformersSettings

SystemConfig = Annotated[
    OurSettings
    | SpacySettings
    | TextacySettings
    | TransformersSettings
    | GlinerSettings
    | ChatSettings
    | LexiconSettings
    | PredictionSettings,
    Field(discriminator="kind"),
]
"""The part of the configuration for one system, by `kind`."""

__all__ = ["System", "SystemConfig", "SystemSettings"]
