r"""The content of migration files: how it is read, what is refused, and its checksum.

The same file has the same checksum on every system: a byte order mark is left out and every line
end counts as ``\n``. That of a migration in Python covers its way back, which is in the same file.
"""

from __future__ import annotations

import os
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from fluentorm.dialects.base import Script
from fluentorm.errors import FileFormat, MissingFile, Place
from fluentorm.migrate.names import down_name, is_python
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.migrate.header import Header, Replaced
    from fluentorm.migrate.python_file import PythonFile

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CHUNK = 1 << 16
_RUN_LINE = re.compile(r"--\s*(?:transaction|blocking)", re.IGNORECASE)
_REPLACES_LINE = re.compile(r"^-- Replaces:", re.MULTILINE)
_CONTRACT_LINE = re.compile(r"--\s*contract", re.IGNORECASE)
_SECTION_MARKS = ("-- migrate:down", "-- +goose down", "-- +migrate down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    r"""The content of one file: text with line ends made ``\n``, and its checksum."""

    path: str
    text: str
    checksum: str

    @property
    def header(self) -> Header:
        """What its first comments say; see ``parse_header`` for what that raises."""
        from fluentorm.migrate.header import parse_header  # not needed to list and compare

        return parse_header(self.text, self.path)

    @property
    def python(self) -> PythonFile | None:
        """What a file in Python defines, None for SQL; see ``read_python`` for what it raises."""
        if not is_python(self.path):
            return None
        from fluentorm.migrate.python_file import read_python  # most folders hold SQL only

        return read_python(self.text, self.path)

    @property
    def script(self) -> Script:
        """The file as it is to be run; most headers need not be read for that.

        Raises FileFormat for Python that is no migration.
        """
        if is_python(self.path):
            return self._code("up")
        transactional, blocking = True, None
        if _RUN_LINE.search(self.text) is not None:
            transactional, blocking = self.header.transactional, self.header.blocking
        return Script(
            path=self.path,
            text=self.text,
            transactional=transactional,
            may_block=blocking is not None,
        )

    @property
    def way_back(self) -> Script | None:
        """The ``down`` of a file in Python; None where it has none. Raises as ``script`` does."""
        python = self.python
        return self._code("down") if python is not None and python.has_down else None

    def _code(self, function: str) -> Script:
        from fluentorm.migrate.python_code import PythonCode
        from fluentorm.migrate.python_file import read_python

        return Script(
            path=self.path,
            text=self.text,
            transactional=read_python(self.text, self.path).transactional,
            code=PythonCode(path=self.path, text=self.text, function=function),
        )

    @property
    def replaces(self) -> tuple[Replaced, ...]:
        """The migrations that this one stands for."""
        return self.header.replaces if _REPLACES_LINE.search(self.text) is not None else ()

    @property
    def contract(self) -> str | None:
        """The migration that this one concludes, if its header names one."""
        return self.header.contract if _CONTRACT_LINE.search(self.text) is not None else None


def read_source(path: str) -> Source:
    """Read a file.

    Raises MissingFile, and FileFormat as ``decode`` does and for one that cannot be read.
    """
    data = _read(path)
    return Source(path=path, text=decode(data, path), checksum=_digest(data))


def read_checksum(path: str) -> str:
    """Return the checksum of a file, whatever is in it.

    Raises MissingFile, and FileFormat for one that cannot be read.
    """
    return _digest(_read(path))


def checksum(text: str) -> str:
    """Return the SHA-256 of a file's text in hexadecimal, as it is recorded."""
    return _digest(text.encode())


def _digest(data: bytes) -> str:
    data = data.removeprefix(_BYTE_ORDER_MARK)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return sha256(data).hexdigest()


def _read(path: str) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            return _read_all(descriptor)
        finally:
            os.close(descriptor)
    except FileNotFoundError as error:
        raise MissingFile("the file is gone", place=Place(path)) from error
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileFormat(f"the file cannot be read: {reason}", place=Place(path)) from error


def _read_all(descriptor: int) -> bytes:
    data = os.read(descriptor, _CHUNK)
    if len(data) < _CHUNK:
        return data
    parts = [data]
    while parts[-1]:
        parts.append(os.read(descriptor, _CHUNK))
    return b"".join(parts)


def decode(data: bytes, path: str) -> str:
    r"""Return a file's text without byte order mark and with every line end made ``\n``.

    Raises FileFormat for an empty file, what is not UTF-8, a NUL, and for another tool's file that
    holds both directions.
    """
    data = data.removeprefix(_BYTE_ORDER_MARK)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line, column = _line_column(data[: error.start])
        raise FileFormat(
            f"is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}",
            place=Place(path, line, column),
            hint="save the file as UTF-8",
        ) from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line, column = _line_column(text[: text.index("\0")].encode())
        raise FileFormat("a NUL character", place=Place(path, line, column), hint="remove it")
    if not text or text.isspace():
        what = "up(db)" if is_python(path) else "SQL"
        hint = f"write its {what}, or delete it"
        raise FileFormat("the file is empty", place=Place(path), hint=hint)
    if is_python(path):
        return text
    if "\n-- " in text or text.startswith("-- "):
        _refuse_sections(text, path)
    return text


def _refuse_sections(text: str, path: str) -> None:
    """Refuse a file that would be undone at once by its own second half."""
    folded = text.lower()
    for mark in _SECTION_MARKS:
        offset = folded.find(mark)
        if offset == 0 or (offset > 0 and folded[offset - 1] == "\n"):
            raise FileFormat(
                f'a section "{text[offset : offset + len(mark)]}", as another tool writes it',
                place=Place(path, folded.count("\n", 0, offset) + 1),
                hint=f"move what undoes it to {down_name(path)}",
            )


def _line_column(before: bytes) -> tuple[int, int]:
    """Return the line and column, from 1, of what comes after these bytes."""
    line = before.count(b"\n") + 1
    last = before[before.rfind(b"\n") + 1 :]
    return line, len(last.decode(errors="replace")) + 1
