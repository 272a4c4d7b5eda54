"""Names: how long they may be, and what an unnamed object is called.

PostgreSQL cuts identifiers at 63 bytes (NAMEDATALEN - 1) with only a notice. A name that the
author wrote is never cut here: validation refuses it. A name that fluentorm makes up is shortened
so that two long ones stay different.
"""

from __future__ import annotations

from hashlib import sha256

from fluentorm.schema.qualified import qualify, split

MAX_BYTES = 63


def _bytes(name: str) -> bytes:
    # Lone surrogates have no UTF-8; the validation refuses them, nothing before it may fail.
    return name.encode(errors="surrogatepass")


def byte_length(name: str) -> int:
    """Return the length that PostgreSQL counts, in UTF-8 bytes."""
    return len(_bytes(name))


def truncated(name: str) -> str:
    """Return what PostgreSQL would make of a name: its first 63 bytes, whole characters only."""
    return _bytes(name)[:MAX_BYTES].decode(errors="ignore")


def usual_multirange(key: str) -> str:
    """Return the key of the multirange type that PostgreSQL makes for a range.

    Source: ``makeMultirangeTypeName``.
    """
    namespace, name = split(key)
    before, word, after = name.partition("range")
    if word:
        return qualify(namespace, truncated(f"{before}multirange{after}"))
    start = _bytes(name)[:52].decode(errors="ignore")
    return qualify(namespace, f"{start}_multirange")


def default_name(*parts: str) -> str:
    """Join the parts with underscores; when that is too long, keep its start and end in a digest.

    >>> default_name("users", "email", "key")
    'users_email_key'
    """
    name = "_".join(parts)
    if byte_length(name) <= MAX_BYTES:
        return name
    digest = sha256(_bytes(name)).hexdigest()[:8]
    start = _bytes(name)[: MAX_BYTES - len(digest) - 1].decode(errors="ignore")
    return f"{start}_{digest}"


def postgres_name(table: str, column: str, label: str) -> str:
    """Return the name PostgreSQL itself makes up, where too long of shortened parts.

    Source: ``makeObjectName`` in ``indexcmds.c``; it goes on counting where the name is taken.

    >>> postgres_name("users", "id", "seq"), postgres_name("users", "", "pkey")
    ('users_id_seq', 'users_pkey')
    """
    first, second = _bytes(table), _bytes(column)
    room = MAX_BYTES - len(_bytes(label)) - (2 if column else 1)
    while len(first) + len(second) > room:
        if len(first) > len(second):
            first = first[:-1]
        else:
            second = second[:-1]
    parts = (part.decode(errors="ignore") for part in (first, second))
    return "_".join((*filter(None, parts), label))


def usual_domain_not_null(key: str) -> str:
    """Return what PostgreSQL (17) calls the NOT NULL constraint of a domain.

    Source: ``domainAddNotNullConstraint`` in ``typecmds.c``.

    >>> usual_domain_not_null("billing.amount")
    'amount_not_null'
    """
    return postgres_name(split(key)[1], "", "not_null")


def primary_key_name(table: str) -> str:
    """Return the name PostgreSQL itself gives: ``users_pkey``."""
    return default_name(table, "pkey")


def unique_name(table: str, columns: tuple[str, ...]) -> str:
    """Return the name PostgreSQL itself gives: ``users_email_key``."""
    return default_name(table, *columns, "key")


def foreign_key_name(table: str, relation: str) -> str:
    """Return ``fk_<table>_<relation>``."""
    return default_name("fk", table, relation)


def index_name(table: str, columns: tuple[str, ...]) -> str:
    """Return ``idx_<table>_<columns>``."""
    return default_name("idx", table, *columns)


def enum_name(table: str, column: str) -> str:
    """Return ``<table>_<column>``."""
    return default_name(table, column)
