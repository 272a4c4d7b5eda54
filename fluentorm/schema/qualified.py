"""One key for an object's name and namespace.

Everything that has a namespace is known by one string: its bare name in ``public``, the namespace
and the name with a dot between them elsewhere. A part with a dot or a double quote in it is quoted
as in SQL, so that two objects never share a key and every key can be taken apart again.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fluentorm.schema.sql_text import quote_identifier

PUBLIC = "public"
KEY_HINT = 'a name is "users", "billing.users", or \'"a.b"\' where it has a dot in it'
# As authors write it: a quote within a part that does not begin with one is part of the name.
_WRITTEN = re.compile(r'"((?:[^"]|"")+)"(?=\.|$)|([^".][^.]*)')
_DOTTED = re.compile(r'(?:"(?:[^"]|"")+"|[^".][^.]*)(?:\.(?:"(?:[^"]|"")+"|[^".][^.]*))*')
_PART = re.compile(r'"((?:[^"]|"")*)"|([^".]+)')
_KEY = re.compile(rf"(?:{_PART.pattern})(?:\.(?:{_PART.pattern}))?")


def qualify(namespace: str, name: str) -> str:
    """Return the key of an object.

    >>> qualify("public", "users"), qualify("billing", "users"), qualify("public", "a.b")
    ('users', 'billing.users', '"a.b"')
    """
    return _part(name) if namespace == PUBLIC else f"{_part(namespace)}.{_part(name)}"


@lru_cache(maxsize=65536)
def split(key: str) -> tuple[str, str]:
    """Return the namespace and the name that a key was made of.

    What is no key, having quotes at odd places, is a name in public.

    >>> split("users"), split("billing.users"), split('"a.b"'), split('a"b')
    (('public', 'users'), ('billing', 'users'), ('public', 'a.b'), ('public', 'a"b'))
    """
    if ("." not in key and '"' not in key) or not _KEY.fullmatch(key):
        return PUBLIC, key
    parts = [m[2] if m[1] is None else m[1].replace('""', '"') for m in _PART.finditer(key)]
    return (PUBLIC, parts[0]) if len(parts) == 1 else (parts[0], parts[1])


def name_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a dotted name as an author writes it, none where it is none.

    A part that has a dot or a double quote in it stands in double quotes; case is kept.

    >>> name_parts("orders.number"), name_parts('billing."a.b".c'), name_parts("a..b")
    (('orders', 'number'), ('billing', 'a.b', 'c'), ())
    """
    if not _DOTTED.fullmatch(text):
        return ()
    found = _WRITTEN.finditer(text)
    return tuple(m[2] if m[1] is None else m[1].replace('""', '"') for m in found)


def canonical_key(text: str) -> str | None:
    """Return what an author wrote as the key of a name; None where it is none.

    >>> canonical_key("public.users"), canonical_key('billing."a.b"'), canonical_key("a.b.c")
    ('users', 'billing."a.b"', None)
    """
    if "." not in text and '"' not in text:
        return text
    parts = name_parts(text)
    if len(parts) == 1:
        return qualify(PUBLIC, parts[0])
    return qualify(*parts) if len(parts) == 2 else None


def key_of(text: str) -> str:
    """Return the key of a name that is SQL text, quoted or not, qualified or not.

    >>> key_of('"Order"'), key_of('billing."Order"'), key_of("users")
    ('Order', 'billing.Order', 'users')
    """
    namespace, name = split(text)
    return qualify(namespace, name)


def namespace_of(key: str) -> str:
    """Return the namespace of a key."""
    return split(key)[0]


def bare_name(key: str) -> str:
    """Return the name of a key without its namespace."""
    return split(key)[1]


def sibling(key: str, name: str) -> str:
    """Return the key of another name in the namespace of ``key``."""
    return qualify(split(key)[0], name)


def key_beside(key: str, text: str) -> str | None:
    """Return what an author wrote as a key; a bare name is in the namespace of ``key``.

    >>> key_beside("billing.users", "p1"), key_beside("billing.users", "public.p1")
    ('billing.p1', 'p1')
    """
    parts = name_parts(text)
    return sibling(key, parts[0]) if len(parts) == 1 else canonical_key(text)


def written_beside(key: str, name: str) -> str:
    """Return what an author writes for a name, such that ``key_beside`` gives it back.

    >>> written_beside("billing.users", "billing.p1"), written_beside("billing.users", "p1")
    ('p1', 'public.p1')
    """
    namespace, bare = split(name)
    return _part(bare) if namespace == split(key)[0] else f"{_part(namespace)}.{_part(bare)}"


def moved_key(key: str, before: str, after: str) -> str:
    """Return the key of an object after its namespace, if it is in this one, was renamed.

    >>> moved_key("app.users", "app", "core"), moved_key("users", "app", "core")
    ('core.users', 'users')
    """
    namespace, name = split(key)
    return qualify(after, name) if namespace == before else key


@lru_cache(maxsize=65536)
def quote_name(key: str) -> str:
    """Return a key as SQL text: quoted where needed, and qualified where it is not in public.

    >>> quote_name("users"), quote_name("billing.order"), quote_name('"a.b"')
    ('users', 'billing."order"', '"a.b"')
    """
    namespace, name = split(key)
    if namespace == PUBLIC:
        return quote_identifier(name)
    return f"{quote_identifier(namespace)}.{quote_identifier(name)}"


def _part(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if "." in name or '"' in name else name
