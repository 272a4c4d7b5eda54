"""Where on the site each object is: file names that no two objects share, on any file system."""

from __future__ import annotations

import re
from hashlib import sha256

_UNSAFE = re.compile(r"[^a-z0-9_.-]")
# A file's name may have 255 bytes.
_LONGEST = 180


def table_file(key: str) -> str:
    """Return the path of a table's page within the site.

    Where small and capital letters are one, "Users" and "users" still have a page each.

    >>> table_file("users"), table_file("billing.Users")
    ('tables/users.html', 'tables/billing.~55sers.html')
    """
    return f"tables/{_safe(key)}.html"


def anchor(kind: str, name: str) -> str:
    """Return the id of an object within its page, which stands in addresses as it is."""
    return f"{kind.lower().replace(' ', '-')}-{_safe(name)}"


def _safe(name: str) -> str:
    text = _UNSAFE.sub(lambda match: "".join(f"~{b:02x}" for b in match[0].encode()), name)
    if text.startswith("."):
        text = f"~2e{text[1:]}"
    if len(text) <= _LONGEST:
        return text
    return f"{text[:100]}~~{sha256(name.encode()).hexdigest()[:16]}"
