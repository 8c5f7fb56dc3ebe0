"""Any OpenAI-compatible chat endpoint, asked for facts in words of the text.

What it answers is aligned to offsets; what cannot be used counts as missed and is counted by reason. Long
articles are read in stretches of whole paragraphs.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field

from sanctionwire.benchmark.sets.schemes import OWN_LABELS, Coverage
from sanctionwire.benchmark.systems.chat.answers import Answer, read_answer, write_schema
from sanctionwire.benchmark.systems.chat.assembly import assemble
from sanctionwire.benchmark.systems.chat.client import Client
from sanctionwire.benchmark.systems.chat.prompt import write_messages
from sanctionwire.benchmark.systems.packages import find_version
from sanctionwire.benchmark.systems.protocol import LOSSES, System, SystemSettings
from sanctionwire.benchmark.systems.windows import cut_paragraphs
from sanctionwire.errors import InputError
from sanctionwire.schema.parse import LAYER_RECORDS
from sanctionwire.schema.records import Document, Span

ChatLayer = Literal["sanctions", "relations", "quotes", "valuations"]


class ChatSettings(SystemSettings):
    """Settings.

    Attributes:
        model: The name of the model at the endpoint.
        base_url: Address of the endpoint; None for that of the `openai` package.
        key_variable: Environment variable with the key; it is never written anywhere.
        layers: What is asked for besides names and their entities.
        constrain: `json_schema`; or `json_object` or `none` where the endpoint knows no schemas.
        window_words: Most words of one request.
        max_tokens: Most tokens of one answer.
        temperature: 0 for the likeliest answer.
        seed: Seed that the endpoint is asked to use.
        timeout: Seconds for one request.
        attempts: Tries of a request.
        wait: Seconds before the second try, then double.
        max_calls: Most requests in one process, that is for one set.
        cache: Folder in which answers are kept; None keeps none.
    """

    works_here: ClassVar[bool] = False
    kind: Literal["chat"]
    model: str
    base_url: str | None = None
    key_variable: str = "OPENAI_API_KEY"
    layers: tuple[ChatLayer, ...] = ("sanctions", "relations", "quotes", "valuations")
    constrain: Literal["json_schema", "json_object", "none"] = "json_schema"
    window_words: int = Field(default=1200, ge=50)
    max_tokens: int = Field(default=8000, ge=1)
    temperature: float = Field(default=0.0, ge=0.0)
    seed: int = 0
    timeout: float = Field(default=120.0, gt=0)
    attempts: int = Field(default=4, ge=1)
    wait: float = Field(default=1.0, ge=0)
    max_calls: int = Field(default=500, ge=0)
    cache: Path | None = None

    def build(self) -> System:
        """Return the system.

        Raises:
            InputError: When `openai` is not installed.
        """
        find_version("openai", extra="chat")
        return ChatSystem(self)


@dataclass
class ChatSystem:
    """A model behind an endpoint."""

    settings: ChatSettings
    client: Client | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """Its name."""
        return self.settings.name

    @property
    def layers(self) -> frozenset[str]:
        """What it is asked for."""
        return frozenset({"mentions", "entities", *self.settings.layers}) & frozenset(LAYER_RECORDS)

    @property
    def labels(self) -> Coverage:
        """All labels of the schema."""
        return OWN_LABELS

    @property
    def version(self) -> str:
        """The model, as the endpoint calls it."""
        return f"{self.settings.model} at {self.settings.base_url or 'the default endpoint'}"

    @property
    def size(self) -> int | None:
        """The weights are elsewhere."""
        return None

    def load(self) -> None:
        """Make the client.

        Raises:
            InputError: When there is no key for the default endpoint.
        """
        import openai

        key = os.environ.get(self.settings.key_variable)
        if not key and self.settings.base_url is None:
            raise InputError(
                f"{self.name}: no key; set {self.settings.key_variable}, or name a `base_url` that needs none"
            )
        self.client = Client(
            api=openai.OpenAI(
                api_key=key or "none",
                base_url=self.settings.base_url,
                timeout=self.settings.timeout,
                max_retries=0,  # stamina does it
            ),
            folder=self.settings.cache,
            max_calls=self.settings.max_calls,
            attempts=self.settings.attempts,
            wait=self.settings.wait,
        )

    def predict(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield what the model says of each document; what it said in vain is counted in its losses."""
        if self.client is None:
            raise RuntimeError("load first")
        for document in documents:
            losses: Counter[str] = Counter()
            answers: list[tuple[Span, Answer]] = []
            for stretch in cut_paragraphs(document.text, self.settings.window_words):
                reply = self.client.ask(self._make_request(document, document.text[slice(*stretch)]))
                if reply.content is None:
                    losses[reply.problem or ""] += 1
                else:
                    answers.append((stretch, read_answer(reply.content)))
            made, lost = assemble(document, answers)
            losses += lost
            yield replace(made, extra={LOSSES: dict(losses)} if losses else {})

    def _make_request(self, document: Document, text: str) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self.settings.model,
            "messages": write_messages(document, text, self.settings.layers),
            "temperature": self.settings.temperature,
            "seed": self.settings.seed,
            "max_tokens": self.settings.max_tokens,
        }
        if self.settings.constrain == "json_object":
            request["response_format"] = {"type": "json_object"}
        elif self.settings.constrain == "json_schema":
            schema = {"name": "facts", "strict": True, "schema": write_schema(self.settings.layers)}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        return request
