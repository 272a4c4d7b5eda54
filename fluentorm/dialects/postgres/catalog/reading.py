"""What is known of every object while the rows are put together: names, comments, privileges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeAlias

from fluentorm.schema.privileges import NO_PRIVILEGES, Grant, Privileges
from fluentorm.schema.qualified import qualify
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.refs import Ref

Rows: TypeAlias = Sequence[tuple[Any, ...]]
Address: TypeAlias = tuple[int, int]
"""A catalog's number and that of the object in it."""

# The numbers of the catalogs, the same in every version (``pg_class.h`` and the like).
TYPE, ATTRDEF, PROC, CLASS = 1247, 2604, 1255, 1259
CONSTRAINT, NAMESPACE, REWRITE, TRIGGER = 2606, 2615, 2618, 2620
EXTENSION, STATISTICS, COLLATION, EVENT_TRIGGER = 3079, 3381, 3456, 3466
POLICY, PUBLICATION, PUBLISHED_TABLE, PUBLISHED_NAMESPACE = 3256, 6104, 6106, 6237
DEFAULT_ACL = 826


@dataclass(slots=True, kw_only=True)
class Reading:
    """What the rows so far say.

    ``namespaces`` are all of them by number, ``chosen`` those that are read. ``members`` maps
    what belongs to an extension to that extension's number. ``refs`` are the objects that others
    can need, ``spelling`` how SQL writes the types among them; what is ``inherited`` comes and
    goes with a parent's.
    """

    namespaces: Mapping[int, str]
    chosen: frozenset[int]
    members: Mapping[Address, int]
    comments: Mapping[tuple[int, int, int], str]
    privileges: Mapping[tuple[int, int, int], Privileges]
    refs: dict[Address, Ref] = field(default_factory=dict)
    spelling: dict[int, str] = field(default_factory=dict)
    inherited: set[Address] = field(default_factory=set)
    objects: dict[Ref, DatabaseObject] = field(default_factory=dict)
    others: dict[tuple[str, str], str] = field(default_factory=dict)

    def key(self, namespace: int, name: str) -> str:
        """Return the key of a name in a namespace."""
        return qualify(self.namespaces[namespace], name)

    def comment(self, catalog: int, oid: int, part: int = 0) -> str | None:
        """Return the comment on an object."""
        return self.comments.get((catalog, oid, part))

    def granted(self, catalog: int, oid: int, part: int = 0) -> Privileges:
        """Return the privileges on an object."""
        return self.privileges.get((catalog, oid, part), NO_PRIVILEGES)

    def type_text(self, oid: int, text: str) -> str:
        """Return a type as SQL writes it; ``text`` is how the server does.

        The two differ where the server has another list of keywords.
        """
        return text if text.startswith("public.") else self.spelling.get(oid, text)

    def add_comment(self, catalog: int, oid: int, what: str) -> None:
        """Note the comment on something that a model has no place for."""
        comment = self.comment(catalog, oid)
        if comment is not None:
            self.others["comment", what] = comment

    def add(self, catalog: int, oid: int, value: DatabaseObject) -> None:
        """Take up an object that is neither a table nor an enum."""
        self.refs[catalog, oid] = value.ref
        self.objects[value.ref] = value


def _privileges(rows: Rows) -> dict[tuple[int, int, int], Privileges]:
    """Return what differs from the usual privileges of each object."""
    grants: dict[tuple[int, int, int], tuple[list[Grant], list[Grant]]] = defaultdict(
        lambda: ([], [])
    )
    for catalog, oid, part, given, privilege, grantable, grantee in rows:
        sides = grants[catalog, oid, part]
        sides[0 if given else 1].append(Grant(grantee, privilege, grantable))
    return {
        address: Privileges(_sorted(given), _sorted(revoked))
        for address, (given, revoked) in grants.items()
    }


def _sorted(grants: list[Grant]) -> tuple[Grant, ...]:
    return tuple(sorted(grants, key=lambda grant: (grant.grantee, grant.privilege)))


def read_names(rows: Mapping[str, Rows], chosen: frozenset[str] | None) -> Reading:
    """Return what is known of all objects before any of them is looked at."""
    namespaces: dict[int, str] = dict(rows["namespaces"])
    return Reading(
        namespaces=namespaces,
        chosen=frozenset(
            oid for oid, name in namespaces.items() if chosen is None or name in chosen
        ),
        members={(row[0], row[1]): row[2] for row in rows["members"]},
        comments={(row[0], row[1], row[2]): row[3] for row in rows["comments"]},
        privileges=_privileges(rows["privileges"]),
    )
