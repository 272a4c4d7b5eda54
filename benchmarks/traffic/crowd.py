"""Several clients at once, each a process, and what they saw."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("read", "read", "write", "write", "beside")
_BYSTANDER = "bystander"
_ROOT = Path(__file__).parent.parent.parent


@dataclass(kw_only=True)
class Saw:
    """What all clients saw together: waits are (start, seconds, statement), times are absolute."""

    count: int = 0
    failed: list[tuple[float, str]] = field(default_factory=list)
    waits: list[tuple[float, float, str]] = field(default_factory=list)

    def worst(self, start: float, end: float, *, beside: bool = False) -> float:
        """Return the longest wait of a statement that ran in a time.

        ``beside``: of those on the table that nobody changes. What they wait for is the machine.
        """
        found = [
            took
            for begun, took, statement in self.waits
            if begun < end and begun + took > start and (_BYSTANDER in statement) == beside
        ]
        return max(found, default=0.0)


@contextlib.contextmanager
def at_work(url: str, settle: float = 0.5) -> Iterator[Saw]:
    """Let clients work for as long as the block lasts; what they saw is there after it."""
    clients = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.traffic.client", url, kind, str(seed + 1)],
            cwd=_ROOT,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed, kind in enumerate(KINDS)
    ]
    saw = Saw()
    try:
        for client in clients:
            if client.stdout is None or client.stdout.readline() != "ready\n":
                raise RuntimeError("a client does not come to work")
        time.sleep(settle)
        yield saw
        time.sleep(settle)
        for client in clients:
            output, _ = client.communicate(timeout=120)
            told = json.loads(output)
            saw.count += told["count"]
            saw.failed += [tuple(one) for one in told["failed"]]
            saw.waits += [tuple(one) for one in told["waits"]]
    finally:
        for client in clients:
            client.kill()
            client.wait()
