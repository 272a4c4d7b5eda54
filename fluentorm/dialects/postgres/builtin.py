"""Names in public that PostgreSQL would take for its own.

pg_catalog is searched before the search_path (manual, 5.10.5), so an unqualified ``lower`` or
``point`` is the built-in one. What is in public and called like that has to be qualified.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fluentorm.schema.qualified import PUBLIC, quote_name, split
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.schema.type_rules import BUILT_IN_NAMES


def type_name(key: str) -> str:
    """Return a type's key as SQL text.

    >>> type_name("mood"), type_name("point"), type_name("app.point")
    ('mood', 'public.point', 'app.point')
    """
    namespace, name = split(key)
    return _in_public(name) if namespace == PUBLIC and name in BUILT_IN_NAMES else quote_name(key)


def routine_name(key: str, signature: str) -> str:
    """Return the key of a function, a procedure or an aggregate as SQL text.

    ``signature`` are the types of its input arguments: another overload is no other function.

    >>> routine_name("lower", "text"), routine_name("lower", "integer"), routine_name("uuidv7", "")
    ('public.lower', 'lower', 'public.uuidv7')
    """
    namespace, name = split(key)
    hidden = namespace == PUBLIC and f"{name}({signature})" in _routines()
    return _in_public(name) if hidden else quote_name(key)


def _in_public(name: str) -> str:
    return f"{PUBLIC}.{quote_identifier(name)}"


@lru_cache(maxsize=1)
def _routines() -> frozenset[str]:
    """Return the routines of pg_catalog in PostgreSQL 15 and 18, one a line.

    Those over internal and cstring are not among them: nobody writes such in SQL.
    """
    path = Path(__file__).with_name("builtin_routines.txt")
    return frozenset(path.read_text(encoding="utf-8").splitlines())
