"""A real Label Studio, started for a test: another program, in an environment of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VARIABLE = "SANCTIONWIRE_LABEL_STUDIO"
HOW_TO = (
    f"no label-studio on the PATH or in {VARIABLE}: python -m venv out/label-studio && "
    f"out/label-studio/bin/pip install label-studio==1.23.2; "
    f"then {VARIABLE}=out/label-studio/bin/label-studio (1 GB)"
)
EMAIL, PASSWORD, TOKEN = (
    "annotator@example.org",
    "correct-horse-7",
    "0123456789abcdef0123456789abcdef01234567",
)
_LONGEST_START = 300.0  # seconds; the first start makes a database, which takes one to three minutes


def find_executable() -> str | None:
    """Return the program, or None."""
    named = os.environ.get(VARIABLE)
    return str(Path(named).resolve()) if named else shutil.which("label-studio")


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    url: str

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call its API; an answer that is no success raises with what the server says."""
        request = urllib.request.Request(
            f"{self.url}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{method} {path}: {error.code} {error.read()[:2000]!r}") from None

    def make_project(self, interface: bytes, tasks: bytes) -> int:
        """Return the number of a new project with our labeling interface and tasks."""
        project = self.call(
            "POST", "/api/projects", {"title": "Exchange", "label_config": interface.decode()}
        )
        imported = self.call(
            "POST", f"/api/projects/{project['id']}/import?commit_to_project=true", json.loads(tasks)
        )
        assert imported["prediction_count"] == len(json.loads(tasks))
        return int(project["id"])

    def list_tasks(self, project: int) -> list[Any]:
        """Return the tasks of a project with their predictions."""
        found = self.call("GET", f"/api/tasks?project={project}&fields=all&page_size=100")["tasks"]
        return [self.call("GET", f"/api/tasks/{task['id']}") for task in found]

    def export(self, project: int) -> bytes:
        """Return what the button Export, JSON gives."""
        return json.dumps(self.call("GET", f"/api/projects/{project}/export?exportType=JSON")).encode()


def _is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server and whatever it has started: its session is one group of processes."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)


@contextmanager
def run_server(executable: str, folder: Path) -> Iterator[Server]:
    """Start Label Studio with an empty database in a folder, told to call nobody, and stop it at last."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder),
        "LABEL_STUDIO_USERNAME": EMAIL,
        "LABEL_STUDIO_PASSWORD": PASSWORD,
        "LABEL_STUDIO_USER_TOKEN": TOKEN,
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LATEST_VERSION_CHECK": "false",
        "COLLECT_ANALYTICS": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "SECRET_KEY": "for-this-test-only",
    }
    url = f"http://127.0.0.1:{port}"
    command = [executable, "start", "--no-browser", "--internal-host", "127.0.0.1", "-p", str(port)]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            deadline = time.monotonic() + _LONGEST_START
            while not _is_up(url):
                said = log.read_text(errors="replace")[-2000:]
                assert process.poll() is None, f"Label Studio ended: {said}"
                assert time.monotonic() < deadline, f"Label Studio did not start: {said}"
                time.sleep(0.5)
            yield Server(url)
        finally:
            _stop(process)
