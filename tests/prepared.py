"""Commands that do not wait for imports: a process that has imported everything forks for each.

A command is a process of its own all the same, with its own folder, environment and output. One
whose Python itself is to start differently is refused, and starts a Python as anybody's does.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import random
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DOIT, SCRIPT = "doit", "fluentorm.tasks.script"
# What Python and the C library read once, when they start; and what can be done later too.
_AT_START = ("PYTHON", "LC_", "LANG", "TZ")
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_SLOW = ("doit.doit_cmd", "psycopg", "rich.console", "rich.table", "yaml", "postgast")
_NEEDS_PYTEST = "fluentorm.testing"


class Prepared:
    """The process that has imported everything, started by the first command."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._environ: dict[str, str] = {}

    def run(
        self,
        program: str,
        words: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
    ) -> subprocess.CompletedProcess[str] | None:
        """Run ``python -m PROGRAM`` with the words; None when a Python has to be started for it.

        Raises TimeoutExpired when it takes more than two minutes.
        """
        if program not in (DOIT, SCRIPT) or not self._lock.acquire(blocking=False):
            return None
        try:
            process = self._started()
            if _at_start(env) != _at_start(self._environ):
                return None
            with tempfile.TemporaryDirectory(prefix="fluentorm-ran-") as folder:
                out, err = Path(folder, "out"), Path(folder, "err")
                request = {"program": program, "words": words, "cwd": str(cwd), "env": dict(env)}
                request |= {"out": str(out), "err": str(err), "umask": _umask()}
                status = _ask(process, request, words)
                texts = [_read(path) for path in (out, err)]
                return subprocess.CompletedProcess(words, status, *texts)
        finally:
            self._lock.release()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._environ = {key: os.environ[key] for key in os.environ if key != "PYTHONPATH"}
            pipe = subprocess.PIPE
            # -P: the folder of this file is full of names such as "typing".
            command = [sys.executable, "-P", __file__]
            self._process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, text=True, env=self._environ
            )
            atexit.register(_end, self._process)
        return self._process


PREPARED = Prepared()


def _ask(process: subprocess.Popen[str], request: object, words: Sequence[str]) -> int:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()
    pid = int(process.stdout.readline())
    late = threading.Event()
    timer = threading.Timer(120, _kill, (pid, late))
    timer.start()
    status = int(process.stdout.readline())
    timer.cancel()
    if late.is_set():
        raise subprocess.TimeoutExpired(words, 120)
    return status


def _kill(pid: int, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _end(process: subprocess.Popen[str]) -> None:
    """Let the process come to the end of its requests."""
    with process:
        pass


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {key: env[key] for key in env if key.startswith(_AT_START) and key != _NO_BYTECODE}


# --- in the process ---------------------------------------------------------------------------


def _serve() -> None:
    _import_everything()
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in requests:
        pid = os.fork()
        if pid == 0:
            sys.exit(_run(json.loads(line)))
        for number in _pid_and_status(pid):
            answers.write(f"{number}\n")
            answers.flush()


def _import_everything() -> None:
    import fluentorm

    for name in _SLOW:
        importlib.import_module(name)
    for module in pkgutil.walk_packages(fluentorm.__path__, "fluentorm."):
        if not module.name.startswith(_NEEDS_PYTEST):
            importlib.import_module(module.name)
    # No child has to look at, and so copy, what will never be garbage.
    gc.freeze()


def _pid_and_status(pid: int) -> Iterator[int]:
    yield pid
    yield os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _run(request: dict[str, Any]) -> int:
    """Be the command: what ``python -m`` would have found at its start, and its exit status."""
    for number, path in enumerate((os.devnull, request["out"], request["err"])):
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.dont_write_bytecode = bool(request["env"].get(_NO_BYTECODE))
    os.umask(request["umask"])
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.path.insert(0, request["cwd"])
    random.seed()
    program = importlib.import_module(request["program"])
    file = Path(str(program.__file__))
    sys.argv = [str(file), *request["words"]]
    if request["program"] == SCRIPT:
        return int(program.main())
    from doit.doit_cmd import DoitMain

    sys.argv[0] = str(file.with_name("__main__.py"))
    DoitMain.BIN_NAME = "__main__.py"
    return int(DoitMain().run(sys.argv[1:]) or 0)


if __name__ == "__main__":
    _serve()
