"""The names of migration files."""

from __future__ import annotations

import re

DOWN_ENDING = "_down.sql"

# What a file name must not contain on some system, and white space.
_UNSAFE = re.compile(r'[\x00-\x20\x7f/\\:*?"<>|]+')
_MAX_SLUG_BYTES = 220  # with version and "_down.sql" below the 255 bytes of most file systems


def up_name(version: str, slug: str, ending: str = ".sql") -> str:
    """Return the up file's name; characters that a file name cannot have become ``_``."""
    safe = _UNSAFE.sub("_", slug).encode()[:_MAX_SLUG_BYTES].decode(errors="ignore")
    return f"{version}_{safe}{ending}"


def is_python(name: str) -> bool:
    """Say whether a migration is written in Python; its way back is then in the same file."""
    return name.endswith(".py")


def bare_name(name: str) -> str:
    """Return a migration's name without its ending.

    >>> bare_name("20241202103000_fill_slugs.py")
    '20241202103000_fill_slugs'
    """
    return name.removesuffix(".sql").removesuffix(".py")


def down_name(name: str) -> str:
    """Return the name of the down file that belongs to an up file.

    >>> down_name("20241202103000_create_users.sql")
    '20241202103000_create_users_down.sql'
    """
    return name.removesuffix(".sql") + DOWN_ENDING
