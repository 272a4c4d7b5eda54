"""File names for changes: made of the names in a schema, safe on every file system."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

MAX_BYTES = 150

_UNSAFE = re.compile(r"[^a-z0-9]+")


def slug(*parts: str) -> str:
    """Join names to a piece of a file name: lower-case ASCII letters, digits, underscores.

    Accents are dropped; a name of which nothing is left is replaced by a digest. The result has
    150 bytes at most and never ends in ``_down``, which marks the way back.

    >>> slug("users", "add_column", "Straße /../ №1")
    'users_add_column_strasse_no1'
    """
    text = "_".join(_safe(part) for part in parts)
    if len(text) > MAX_BYTES:
        digest = _digest("_".join(parts))
        text = f"{text[: MAX_BYTES - len(digest) - 1].rstrip('_')}_{digest}"
    return f"{text}_" if text.endswith("_down") else text


@lru_cache(maxsize=4096)
def _safe(part: str) -> str:
    decomposed = unicodedata.normalize("NFKD", part).casefold()
    stripped = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _UNSAFE.sub("_", stripped).strip("_") or _digest(part)


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]
