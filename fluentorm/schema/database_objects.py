"""The objects beside tables and enums: views, routines, triggers, types, privileges and the rest.

Frozen values like those of schema.objects, and equal when PostgreSQL would see the same object.
``name`` is a key (schema.qualified); texts are SQL as the author wrote it or as PostgreSQL
reprints it. None or an empty tuple is PostgreSQL's own default. What a user may have called
differently before is ``renamed_from``; where it was declared is ``origin``: neither is compared.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypeAlias

from fluentorm.errors import Place
from fluentorm.schema.objects import DEFAULT_SEQUENCE, Index, Options, SequenceOptions
from fluentorm.schema.privileges import NO_PRIVILEGES, Privileges
from fluentorm.schema.qualified import PUBLIC
from fluentorm.schema.refs import Kind, Ref
from fluentorm.values import dataclass

Enabled: TypeAlias = Literal["origin", "always", "replica", "disabled"]
"""When a trigger or a rule fires: "origin" is how it is created."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Namespace:
    """A PostgreSQL schema."""

    name: str
    comment: str | None = None
    privileges: Privileges = NO_PRIVILEGES
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.NAMESPACE, self.name)


# Every database has it from the start: it is only changed, never made or dropped.
PUBLIC_NAMESPACE = Namespace(name=PUBLIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An extension; ``namespace`` None leaves the choice to it, ``version`` None to the server.

    ``comment`` None is what the extension says of itself, "" none at all.
    """

    name: str
    namespace: str | None = None
    version: str | None = None
    comment: str | None = None
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.EXTENSION, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation:
    """A collation; ``provider`` is libc, icu or builtin (17). ``rules`` need PostgreSQL 16."""

    name: str
    provider: str
    locale: str | None = None
    lc_collate: str | None = None
    lc_ctype: str | None = None
    deterministic: bool = True
    rules: str | None = None
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.COLLATION, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainCheck:
    """A check of a domain; ``expression`` is SQL text without outer parentheses."""

    name: str
    expression: str
    validated: bool = True
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A domain over ``type``.

    ``not_null_name`` is what its NOT NULL constraint is called where that is not
    ``name_not_null`` (PostgreSQL 17), ``not_null_comment`` the comment on it.
    """

    name: str
    type: str
    collation: str | None = None
    default: str | None = None
    nullable: bool = True
    not_null_name: str | None = None
    not_null_comment: str | None = None
    checks: tuple[DomainCheck, ...] = ()
    comment: str | None = None
    privileges: Privileges = NO_PRIVILEGES
    blocking_ok: str | None = field(default=None, compare=False)
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.DOMAIN, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """An attribute of a composite type."""

    name: str
    type: str
    collation: str | None = None
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeType:
    """A composite type with its attributes in order."""

    name: str
    attributes: tuple[Attribute, ...]
    comment: str | None = None
    privileges: Privileges = NO_PRIVILEGES
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.COMPOSITE, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeType:
    """A range type; ``multirange`` is a key, None is the name that PostgreSQL makes up."""

    name: str
    subtype: str
    opclass: str | None = None
    collation: str | None = None
    canonical: str | None = None
    subtype_diff: str | None = None
    multirange: str | None = None
    comment: str | None = None
    privileges: Privileges = NO_PRIVILEGES
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.RANGE, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A sequence of its own; ``owned_by`` is the column (a Ref) with which it goes."""

    name: str
    type: str = "bigint"
    options: SequenceOptions = DEFAULT_SEQUENCE
    unlogged: bool = False
    owned_by: Ref | None = None
    comment: str | None = None
    privileges: Privileges = NO_PRIVILEGES
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.SEQUENCE, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewColumn:
    """A column of a view; ``type`` is known only of a view that was read from a server.

    ``default`` is what an INSERT through the view gives, ``statistics`` the target of a
    materialized view's column.
    """

    name: str
    type: str | None = field(default=None, compare=False)
    default: str | None = None
    comment: str | None = None
    statistics: int | None = None
    privileges: Privileges = NO_PRIVILEGES


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view; ``query`` is its SELECT without a semicolon.

    ``names`` are the columns' names where the view gives them (``CREATE VIEW v (a, b)``).
    ``columns`` are those that say more than their name; of a view read from a server all of
    ``known_columns`` (name, type) are known, which tells whether it can be replaced in place.
    ``options`` are security_barrier, security_invoker (15) and check_option.
    """

    name: str
    query: str
    names: tuple[str, ...] = ()
    options: Options = ()
    columns: tuple[ViewColumn, ...] = ()
    comment: str | None = None
    privileges: Privileges = NO_PRIVILEGES
    known_columns: tuple[tuple[str, str], ...] | None = field(default=None, compare=False)
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.VIEW, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterializedView:
    """A materialized view with its ``indexes``, sorted by name; the rest as View.

    ``cluster_on`` names the index by which CLUSTER orders it.
    """

    name: str
    query: str
    names: tuple[str, ...] = ()
    storage: Options = ()
    populated: bool = True
    indexes: tuple[Index, ...] = ()
    cluster_on: str | None = None
    columns: tuple[ViewColumn, ...] = ()
    comment: str | None = None
    privileges: Privileges = NO_PRIVILEGES
    known_columns: tuple[tuple[str, str], ...] | None = field(default=None, compare=False)
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.MATERIALIZED_VIEW, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A function or a procedure.

    ``arguments`` is the list as CREATE FUNCTION takes it (modes, names, defaults), ``signature``
    the types of the input arguments, which tell overloads apart. ``body`` is the source of a text
    body, or, with ``atomic``, the SQL body itself (``BEGIN ATOMIC ... END`` or ``RETURN ...``; 14).
    A C function has the ``library`` and its symbol as body. ``settings`` are the SET clauses.
    """

    name: str
    signature: str
    body: str
    arguments: str = ""
    returns: str | None = None
    procedure: bool = False
    language: str = "sql"
    atomic: bool = False
    library: str | None = None
    volatility: Literal["volatile", "stable", "immutable"] = "volatile"
    strict: bool = False
    security_definer: bool = False
    leakproof: bool = False
    window: bool = False
    parallel: Literal["unsafe", "restricted", "safe"] = "unsafe"
    cost: float | None = None
    rows: float | None = None
    support: str | None = None
    settings: Options = ()
    comment: str | None = None
    privileges: Privileges = NO_PRIVILEGES
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        kind = Kind.PROCEDURE if self.procedure else Kind.FUNCTION
        return Ref(kind, f"{self.name}({self.signature})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """An aggregate; ``definition`` are the parameters of CREATE AGGREGATE in the manual's order."""

    name: str
    signature: str
    arguments: str
    definition: Options
    comment: str | None = None
    privileges: Privileges = NO_PRIVILEGES
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.AGGREGATE, f"{self.name}({self.signature})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger of a table or a view.

    ``timing`` is BEFORE, AFTER or INSTEAD OF; ``events`` are INSERT, UPDATE, DELETE, TRUNCATE in
    this order; ``columns`` those of UPDATE OF. ``call`` is the function with its arguments as SQL
    text, ``when`` the condition without outer parentheses.
    """

    name: str
    table: str
    timing: Literal["BEFORE", "AFTER", "INSTEAD OF"]
    events: tuple[str, ...]
    call: str
    columns: tuple[str, ...] = ()
    each_row: bool = True
    when: str | None = None
    old_table: str | None = None
    new_table: str | None = None
    constraint: bool = False
    references_table: str | None = None
    deferrable: bool = False
    initially_deferred: bool = False
    enabled: Enabled = "origin"
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.TRIGGER, self.table, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rewrite rule; ``definition`` is what follows ``CREATE RULE name AS``, ``event`` included.

    The table's name in it is ``table``: ``ON INSERT TO users DO INSTEAD NOTHING``.
    """

    name: str
    table: str
    definition: str
    enabled: Enabled = "origin"
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.RULE, self.table, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A row-level security policy; no ``roles`` is PUBLIC."""

    name: str
    table: str
    command: Literal["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"] = "ALL"
    permissive: bool = True
    roles: tuple[str, ...] = ()
    using: str | None = None
    check: str | None = None
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.POLICY, self.table, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Extended statistics; ``columns`` are names and expressions in parentheses, as SQL text."""

    name: str
    table: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    target: int | None = None
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.STATISTICS, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTrigger:
    """An event trigger; ``function`` is a key, ``tags`` the commands it fires for (none: all)."""

    name: str
    event: str
    function: str
    tags: tuple[str, ...] = ()
    enabled: Enabled = "origin"
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.EVENT_TRIGGER, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """A table of a publication; column lists and row filters need PostgreSQL 15.

    ``only`` is told of one that others inherit from: they are not published with it.
    """

    table: str
    columns: tuple[str, ...] = ()
    where: str | None = None
    only: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A publication; ``options`` are publish, publish_via_partition_root and the like."""

    name: str
    all_tables: bool = False
    tables: tuple[PublishedTable, ...] = ()
    namespaces: tuple[str, ...] = ()
    options: Options = ()
    comment: str | None = None
    renamed_from: str | None = field(default=None, compare=False)
    origin: Place | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.PUBLICATION, self.name)


DefaultsOf: TypeAlias = Literal[
    "tables", "sequences", "functions", "types", "schemas", "large_objects"
]
"""The kinds of objects that have default privileges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultPrivileges:
    """What objects of a kind get when ``role`` creates them, in one namespace or (None) in all.

    ``role`` None is whoever runs the migrations.
    """

    objects: DefaultsOf
    role: str | None = None
    namespace: str | None = None
    privileges: Privileges = NO_PRIVILEGES
    origin: Place | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """What tells it apart."""
        return f"{self.role or ''}/{self.namespace or ''}/{self.objects}"

    @property
    def ref(self) -> Ref:
        """The reference to this object."""
        return Ref(Kind.DEFAULT_PRIVILEGES, self.name)


DatabaseObject: TypeAlias = (
    Namespace
    | Extension
    | Collation
    | Domain
    | CompositeType
    | RangeType
    | Sequence
    | View
    | MaterializedView
    | Routine
    | Aggregate
    | Trigger
    | Rule
    | Policy
    | Statistics
    | EventTrigger
    | Publication
    | DefaultPrivileges
)
