"""One spool: asks its sources what there is, plans, and fetches what was planned, file by file.

A spool holds hidden plans, `.plan-00000.jsonl.gz`, and for each the files `fetched-00000-00000.jsonl.gz` and
so on, with `plans.CHUNK` lines each, in the order of the plan. Both are written whole or not at all and never
change: whoever reads the files again reads the same bytes. Plans are numbered through the whole spool, also
where they lie in folders inside it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from filelock import FileLock, Timeout

from sanctionwire.errors import InputError
from sanctionwire.fetch.client import Client, find_host
from sanctionwire.fetch.discovery import Found, discover, keep_page, refuse
from sanctionwire.fetch.files import read_lines, write_lines
from sanctionwire.fetch.memory import Memory, load_memory
from sanctionwire.fetch.options import FetchOptions, WebSource
from sanctionwire.fetch.plans import find_lost, find_number, split_plan
from sanctionwire.fetch.reasons import FetchError, FetchStopped
from sanctionwire.web.spooled import Spooled

_STOP_SECONDS = 0.2
_NOTHING_NEW = "no article that was not fetched before; nothing to do"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What asking the sources brought.

    Attributes:
        new: Number of articles that the spool did not have.
        planned: Number of lines planned: those, failures to be kept, and articles to be tried again.
        failures: The sources that gave nothing, with the reason.
    """

    new: int
    planned: int
    failures: dict[str, FetchError] = field(default_factory=dict)


class Harvest:
    """A spool being filled; a context manager.

    Args:
        folder: The spool; it is made when it does not exist.
        options: Limits and manners of fetching.
        stop: Asked a few times a second; fetching ends with `FetchStopped` when it says yes.
    """

    def __init__(
        self,
        folder: Path,
        options: FetchOptions | None = None,
        *,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.folder = folder
        self._options = options or FetchOptions()
        self._stop = stop
        self._runner = asyncio.Runner()
        self._lock = FileLock(folder / ".lock")
        self._client: Client | None = None

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            remedy = "wait for its end, or name another folder"
            raise InputError(f"{self.folder}: another process is fetching into it; {remedy}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            self._runner.run(self._client.__aexit__(None, None, None))
        self._runner.close()
        self._lock.release()

    def fetch(self, sources: Sequence[WebSource], *, retry: bool = False) -> Iterator[Path]:
        """Yield the files of a spool that is made of the sources once, fetching as far as asked.

        The sources are asked what there is only when the spool is new. A source that gives nothing leaves a
        rejection in the spool.

        Args:
            sources: What to fetch.
            retry: Whether lines that failed and may come another time are fetched again, in their places.
        """
        if not self._plans(""):
            self.poll(sources, keep_failures=True)
        yield from self.files(retry=retry)

    def poll(self, sources: Sequence[WebSource], *, into: str = "", keep_failures: bool = False) -> Poll:
        """Ask the sources what there is, and plan what is new.

        Pages of earlier plans that failed and may come another time are planned again, to `MAX_TRIES` in all.

        Args:
            sources: What to ask.
            into: Folder inside the spool that the articles go to; "" for the spool itself.
            keep_failures: Whether sources that give nothing leave a rejection in the spool.
        """
        memory = self._remember()
        results = self._run(self._discover_all(sources, memory))
        lines: list[Spooled] = []
        planned: set[tuple[str | None, str]] = set()
        failures: dict[str, FetchError] = {}
        problem: FetchError | None
        for source, result in zip(sources, results, strict=True):
            if isinstance(result, FetchError):
                failures[source.url] = problem = result
            else:
                new = [line for line in result.lines if memory.is_new(line)]
                for line in new:
                    if line.reason is not None and not keep_failures:
                        failures[source.url] = FetchError(line.reason, line.detail)
                    elif (line.source, line.key) not in planned:
                        planned.add((line.source, line.key))
                        lines.append(line)
                memory.validators.update(result.validators)
                problem = None if new else FetchError("nothing_new", _NOTHING_NEW)
            if keep_failures and problem is not None:
                lines.append(refuse(source.url, problem, is_page=source.kind in ("auto", "page")))
        new_count = sum(line.reason is None for line in lines)
        lost, memory.searched = find_lost(self._all_plans(), memory.searched)
        lines += lost
        if lines:
            (self.folder / into).mkdir(exist_ok=True)
            write_lines(self.folder / into / f".plan-{memory.plans:05}.jsonl.gz", _interleave(lines))
            memory.add(lines)
        memory.shrink()
        memory.save(self.folder / ".memory.json")
        return Poll(new=new_count, planned=len(lines), failures=failures)

    def files(self, *, into: str = "", retry: bool = False) -> Iterator[Path]:
        """Yield the files of all plans in a folder in order, each fetched when asked for and not there yet.

        Args:
            into: Folder inside the spool; "" for the spool itself.
            retry: Whether lines that failed and may come another time are fetched again, in their places.
        """
        for path_of_plan in self._plans(into):
            plan = list(read_lines(path_of_plan))
            for path, lines in split_plan(path_of_plan, plan):
                if not path.exists():
                    write_lines(path, self._run(self._fetch_all(lines)))
                elif retry:
                    self._fetch_again(path)
                yield path

    def _fetch_again(self, path: Path) -> None:
        """Fetch the lines of a file that failed and may come another time, in their places."""
        lines = list(read_lines(path))
        again = [
            replace(line, reason=None, detail="", retryable=False)
            if line.is_page and line.retryable
            else line
            for line in lines
        ]
        if any(line.is_waiting for line in again):
            write_lines(path, self._run(self._fetch_all(again)))

    def folders(self) -> list[str]:
        """Return the names of the folders inside the spool that hold plans, in order."""
        return sorted({path.parent.name for path in self.folder.glob("*/.plan-*.jsonl.gz")})

    def _plans(self, into: str) -> list[Path]:
        return sorted((self.folder / into).glob(".plan-*.jsonl.gz"), key=find_number)

    def _all_plans(self) -> list[Path]:
        return sorted(self.folder.glob("**/.plan-*.jsonl.gz"), key=find_number)

    def _remember(self) -> Memory:
        """Return the memory, with plans that were written just before an interruption."""
        memory = load_memory(self.folder / ".memory.json")
        for path in self._all_plans():
            if find_number(path) >= memory.plans:
                memory.add(read_lines(path))
        return memory

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(self._until_stopped(work))

    async def _until_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.ensure_future(work)
        try:
            while not task.done():
                if self._stop():
                    raise FetchStopped("fetching was stopped; it goes on with the next start")
                await asyncio.wait({task}, timeout=_STOP_SECONDS)
            return task.result()
        finally:
            if task.cancel():
                await asyncio.wait({task})

    def _connect(self) -> Client:
        if self._client is None:
            self._client = Client(self._options)
        return self._client

    async def _discover_all(self, sources: Sequence[WebSource], memory: Memory) -> list[Found | FetchError]:
        client = self._connect()
        client.forgive()
        limit = asyncio.Semaphore(self._options.concurrency)

        async def find(source: WebSource) -> Found | FetchError:
            async with limit:
                try:
                    return await discover(client, source, self._options, memory.validators)
                except FetchError as error:
                    return error

        return await asyncio.gather(*map(find, sources))

    async def _fetch_all(self, lines: Iterable[Spooled]) -> list[Spooled]:
        """Return the lines with their pages, or with the reasons why there are none."""
        client = self._connect()
        limit = asyncio.Semaphore(self._options.concurrency)

        async def fetch(line: Spooled) -> Spooled:
            if not line.is_waiting:
                return line
            async with limit:
                return await _fetch_page(client, line)

        return await asyncio.gather(*map(fetch, lines))


async def _fetch_page(client: Client, line: Spooled) -> Spooled:
    try:
        return keep_page(line, await client.get(line.url))
    except FetchError as error:
        return replace(line, reason=error.reason, detail=error.detail, retryable=error.retryable)


def _interleave(lines: Iterable[Spooled]) -> list[Spooled]:
    """Return the lines host by host in turns, so that no file waits for one slow host alone."""
    queues: defaultdict[str, list[Spooled]] = defaultdict(list)
    for line in lines:
        queues[find_host(line.url) if line.is_waiting else ""].append(line)
    ranked = [
        (rank, place, line) for place, queue in enumerate(queues.values()) for rank, line in enumerate(queue)
    ]
    return [line for *_, line in sorted(ranked, key=lambda item: item[:2])]
