"""What the commands say on standard error: messages, failures, progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

errors = Console(stderr=True)


def say(message: str, style: str | None = None) -> None:
    """Write a message to standard error; its lines are never broken, so that paths can be copied."""
    errors.print(message, markup=False, highlight=False, soft_wrap=True, style=style)


def fail(message: str) -> NoReturn:
    """Say what is wrong with a command as given, and end it with exit code 2."""
    say(f"error: {message}", style="red")
    raise typer.Exit(2)


@contextmanager
def show_progress(*, hidden: bool) -> Iterator[Callable[[str], None]]:
    """Show a spinner with a text on a terminal; yield the function that changes the text."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=errors, disable=hidden or not errors.is_terminal, transient=True) as bar:
        task = bar.add_task("loading", total=None)
        yield lambda text: bar.update(task, description=text)
