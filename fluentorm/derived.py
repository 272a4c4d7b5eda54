"""Files in ``.fluent/`` that remember what earlier runs found out, to spare finding it again.

They are written in Python's fastest form, and believed only under the key
and by the Python that they were written with. Whatever is wrong with one, nothing is remembered.
"""

from __future__ import annotations

import marshal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from zlib import crc32

from fluentorm.files import replace_file

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = f"fluentorm remembers, {sys.implementation.cache_tag} {marshal.version}\n".encode()
_HEAD = len(_MAGIC) + 4


def recall(file: Path, key: str) -> Any:
    """Return what was kept in the file under this key, None in every other case."""
    try:
        data = file.read_bytes()
        body = memoryview(data)[_HEAD:]
        if data[:_HEAD] != _MAGIC + _checksum(body):
            return None
        kept_key, value = marshal.loads(body)  # noqa: S302 written by us, checked above
    except (OSError, EOFError, ValueError, TypeError):
        return None
    return value if kept_key == key else None


def keep(file: Path, key: str, value: Any) -> None:
    """Remember a value: None, bool, int, str, bytes, and tuples, lists and dicts of these.

    A folder that refuses it costs only time.
    """
    body = marshal.dumps((key, value))
    with suppress(OSError):
        replace_file(file, _MAGIC + _checksum(body) + body)


def _checksum(body: bytes | memoryview) -> bytes:
    return crc32(body).to_bytes(4, "little")
