"""Compiled Python files, kept in ``__pycache__`` in Python's own format (PEP 552)."""

from __future__ import annotations

import importlib.util
import marshal
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType

from fluentorm.files import replace_file

# Flags of a .pyc that is checked by the hash of its source: bit 0 hash-based, bit 1 checked.
_CHECKED_HASH = (0b11).to_bytes(4, "little")


def compiled(path: Path, source: bytes, *, keep: bool = True) -> CodeType:
    """Return the code of a source file, from its bytecode where that is of the same source.

    ``keep`` says whether to leave bytecode for the next time. The check is by content: Python's
    usual one, by time and size, takes an edit of equal length within one second for no edit.
    Raises what ``compile`` raises.
    """
    header = importlib.util.MAGIC_NUMBER + _CHECKED_HASH + importlib.util.source_hash(source)
    cache = _cache_path(path)
    code = _load(cache, header, str(path)) if cache else None
    if code is None:
        code = compile(source, str(path), "exec", dont_inherit=True)
        if keep and cache and not sys.dont_write_bytecode:
            with suppress(OSError):  # a folder that refuses it costs only time
                replace_file(cache, header + marshal.dumps(code))
    return code


def _cache_path(path: Path) -> str | None:
    try:
        return importlib.util.cache_from_source(str(path))
    except NotImplementedError:  # an interpreter that keeps no bytecode
        return None


def _load(cache: str, header: bytes, filename: str) -> CodeType | None:
    try:
        with open(cache, "rb") as file:  # noqa: PTH123 a thousand of these; Path.open is slower
            data = file.read()
    except OSError:
        return None
    if data[: len(header)] != header:
        return None
    try:
        code = marshal.loads(memoryview(data)[len(header) :])  # noqa: S302 as importlib does
    except (EOFError, ValueError, TypeError):
        return None
    # A moved project: the names in the code, and so the places in errors, would be the old ones.
    return code if isinstance(code, CodeType) and code.co_filename == filename else None
