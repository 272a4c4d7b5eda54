"""Rows as COPY takes them: text, a line for each, columns apart by tabs.

Source: PostgreSQL manual, COPY, "Text Format". Some rows are made at a time, a column of them at
once: most columns hold texts and numbers only, which need nothing but a look at all of them
together. Everything else is what psycopg's dumpers make of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from psycopg.adapt import PyFormat, Transformer

from fluentorm.dialects.postgres.server_errors import NOT_SENT, refusal

if TYPE_CHECKING:
    from fluentorm.dialects.postgres.query.statements import Compiled

_NULL = r"\N"
_SPECIAL = re.compile(r"[\b\t\n\v\f\r\\]")
_ESCAPES = str.maketrans(
    {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\v": r"\v", "\f": r"\f", "\r": r"\r", "\\": r"\\"}
)


class CopyText:
    """Makes the text of rows for one COPY."""

    def __init__(self, connection: Any, found: Compiled) -> None:
        self._senders = dict(found.senders)
        self._transformer = Transformer(connection)
        self._encoding: str = connection.info.encoding
        # An application may have told psycopg to send these in another way.
        self._plain = frozenset(kind for kind in (str, int) if _is_usual(connection, kind))

    def of(self, columns: Sequence[Sequence[object]]) -> bytes:
        """Return the text of some rows, given as columns; raises for what cannot be sent."""
        try:
            texts = [self._column(place, values) for place, values in enumerate(columns)]
            text = "\n".join(map("\t".join, zip(*texts, strict=True))) + "\n"
            return text.encode(self._encoding)
        except NOT_SENT as error:
            raise refusal(error) from error

    def _column(self, place: int, values: Sequence[Any]) -> Iterable[str]:
        kinds = set(map(type, values))
        send = self._senders.get(place)
        if send is not None:
            return self._dumped(list(map(send, values)))
        if len(kinds) == 1 and kinds <= self._plain:
            if int in kinds:
                return map(str, values)
            together = "".join(values)
            if together.isprintable() and "\\" not in together:  # as most are, and quick to see
                return values
            if "\0" not in together:  # which psycopg refuses
                return _escaped(values) if _SPECIAL.search(together) else values
        return self._dumped(values)

    def _dumped(self, values: Sequence[Any]) -> list[str]:
        """Return what psycopg's dumpers make of values."""
        sent: Any = self._transformer.dump_sequence(values, [PyFormat.TEXT] * len(values))
        return [
            _NULL if value is None else bytes(value).decode(self._encoding).translate(_ESCAPES)
            for value in sent
        ]


def _escaped(values: Iterable[str]) -> list[str]:
    return [value.translate(_ESCAPES) for value in values]


def _is_usual(connection: Any, kind: type) -> bool:
    dumper = connection.adapters.get_dumper(kind, PyFormat.TEXT)
    return str(dumper.__module__).partition(".")[0] in ("psycopg", "psycopg_binary")
