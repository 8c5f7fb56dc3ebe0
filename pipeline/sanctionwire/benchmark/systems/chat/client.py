"""Asks an OpenAI-compatible endpoint: retries, a time limit, a budget of calls, and answers kept on disk."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import stamina

NO_BUDGET = "a call beyond `max_calls`"
REFUSED = "an answer that was refused"
CUT_OFF = "an answer that was cut off at `max_tokens`"
EMPTY = "an empty answer"
FAILED = "a call that failed"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    Attributes:
        content: The words of the answer, or None where there is none to use.
        problem: Why there is none.
    """

    content: str | None
    problem: str | None = None


@dataclass
class Client:
    """An endpoint.

    Attributes:
        api: An `openai.OpenAI`.
        folder: Where answers are kept; None keeps none.
        max_calls: Most requests; answers that are kept cost none.
        attempts: How often a request is tried that the endpoint could not answer just now.
        wait: Seconds before the second try, then double.
    """

    api: Any
    folder: Path | None
    max_calls: int
    attempts: int
    wait: float
    calls: int = field(default=0, init=False)

    def ask(self, request: dict[str, Any]) -> Reply:
        """Return the reply to a request, the kept one where the very same was asked before.

        Whatever the endpoint answers is kept, refusals and nonsense too, so that a rerun is identical; a call
        that failed is not.
        """
        key = hashlib.sha256(
            json.dumps({**request, "at": str(self.api.base_url)}, sort_keys=True).encode()
        ).hexdigest()
        path = None if self.folder is None else self.folder / key[:2] / f"{key}.json"
        if path is not None and path.is_file():
            return _judge(json.loads(path.read_text(encoding="utf-8")))
        if self.calls >= self.max_calls:
            return Reply(None, NO_BUDGET)
        self.calls += 1
        import openai

        passing = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
        try:
            for attempt in stamina.retry_context(
                on=passing, attempts=self.attempts, timeout=None, wait_initial=self.wait, wait_max=60.0
            ):
                with attempt:
                    completion = self.api.chat.completions.create(**request)
        except openai.OpenAIError as error:
            return Reply(None, f"{FAILED}: {type(error).__name__}")
        choice = completion.choices[0] if completion.choices else None
        answer = {
            "content": choice.message.content if choice else None,
            "refusal": choice.message.refusal if choice else None,
            "finish_reason": choice.finish_reason if choice else None,
        }
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{path.name}.part")
            part.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
            part.replace(path)
        return _judge(answer)


def _judge(answer: dict[str, Any]) -> Reply:
    """Return the content of an answer that can be used; one that was cut off is not."""
    if answer["refusal"] or answer["finish_reason"] == "content_filter":
        return Reply(None, REFUSED)
    if answer["finish_reason"] == "length":
        return Reply(None, CUT_OFF)
    if not answer["content"]:
        return Reply(None, EMPTY)
    return Reply(answer["content"])
