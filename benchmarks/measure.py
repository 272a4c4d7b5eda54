"""Running a command and seeing what it took."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Wall time in seconds and peak memory of the process in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str], folder: Path, environ: Mapping[str, str] | None = None) -> Cost:
    """Run a command once; its output is shown only when it fails.

    Raises RuntimeError with the output when the exit status is not 0.
    """
    env = {**os.environ, **(environ or {})}
    with (folder / ".bench.log").open("w+b") as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            text = log.read().decode(errors="replace")[-4000:]
            raise RuntimeError(f"{' '.join(command)} exited with {process.returncode}\n{text}")
    return Cost(seconds=seconds, megabytes=usage.ru_maxrss / 1024)


def best(times: int, *runs: Callable[[], Cost]) -> list[Cost]:
    """Do several runs by turns, and return the quickest of each.

    By turns, so that what else the machine does meets all of them.
    """
    rounds = [[run() for run in runs] for _ in range(times)]
    return [min(costs, key=lambda cost: cost.seconds) for costs in zip(*rounds, strict=True)]
