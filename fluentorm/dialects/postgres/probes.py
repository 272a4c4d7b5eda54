"""Questions to the catalogs: whether an act was done, and how the object was before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.acts import What
from fluentorm.dialects.postgres.words import Words, identifier, last_part
from fluentorm.errors import DatabaseError
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.dialects.postgres.acts import Act
    from fluentorm.dialects.postgres.wire import Wire

_VIRTUAL_NOT_NULL = 180000  # NOT NULL is a constraint of its own, which may be NOT VALID

_INDEX = """
SELECT i.oid::bigint, i.oid::pg_catalog.regclass::text, x.indisvalid AND x.indisready,
    pg_catalog.pg_get_indexdef(i.oid), i.relispartition,
    EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index AS p
        WHERE p.index_relid = i.oid AND p.datname = current_database()),
    pg_catalog.pg_relation_filenode(i.oid)::bigint, i.relkind = 'I'
FROM pg_catalog.pg_class AS i
JOIN pg_catalog.pg_index AS x ON x.indexrelid = i.oid
WHERE {which}
"""
_OF_TABLE = """i.relname = %s AND i.relnamespace =
    (SELECT t.relnamespace FROM pg_catalog.pg_class AS t
        WHERE t.oid = pg_catalog.to_regclass(%s))"""
_COLUMN = """
SELECT a.attnotnull, pg_catalog.pg_get_expr(d.adbin, d.adrelid)
FROM pg_catalog.pg_attribute AS a
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = pg_catalog.to_regclass(%s) AND a.attname = %s AND NOT a.attisdropped
"""
_CONSTRAINT = """
SELECT c.convalidated, c.contype::text, pg_catalog.pg_get_constraintdef(c.oid),
    pg_catalog.pg_get_indexdef(nullif(c.conindid, 0)), c.condeferrable, c.condeferred,
    c.conparentid <> 0, pg_catalog.obj_description(c.oid, 'pg_constraint')
FROM pg_catalog.pg_constraint AS c
WHERE c.conrelid = pg_catalog.to_regclass(%s) AND c.conname = %s
"""
_RELATIONS = ("table", "index", "view", "materialized", "sequence")
_RELATION_COMMENT = """
SELECT pg_catalog.obj_description(oid, 'pg_class') FROM pg_catalog.pg_class
WHERE oid = pg_catalog.to_regclass(%s)
"""
_COLUMN_COMMENT = """
SELECT pg_catalog.col_description(attrelid, attnum) FROM pg_catalog.pg_attribute
WHERE attrelid = pg_catalog.to_regclass(%s) AND attname = %s AND NOT attisdropped
"""
_CONSTRAINT_COMMENT = """
SELECT pg_catalog.obj_description(oid, 'pg_constraint') FROM pg_catalog.pg_constraint
WHERE conrelid = pg_catalog.to_regclass(%s) AND conname = %s
"""
_TRIGGER = """
SELECT pg_catalog.pg_get_triggerdef(oid) FROM pg_catalog.pg_trigger
WHERE tgrelid = pg_catalog.to_regclass(%s) AND tgname = %s AND NOT tgisinternal
"""
_FUNCTION = """
SELECT pg_catalog.pg_get_functiondef(p.oid) FROM pg_catalog.pg_proc AS p
WHERE p.oid = pg_catalog.to_regprocedure(%s)
"""
_PARTITION = """
SELECT {pending}, pg_catalog.pg_get_expr(c.relpartbound, c.oid)
FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
WHERE i.inhparent = pg_catalog.to_regclass(%s) AND i.inhrelid = pg_catalog.to_regclass(%s)
"""
_WITH_DETACH_PENDING = 140000


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index that exists; ``building`` says that a session is at work on it."""

    oid: int
    name: str
    valid: bool
    definition: str
    attached: bool
    building: bool
    filenode: int | None
    partitioned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A constraint that exists, in the server's words; ``index`` is the definition of its index.

    ``attached`` says that it belongs to one of a partitioned table, and goes with that.
    """

    valid: bool
    kind: str
    definition: str
    index: str | None
    deferrable: bool
    deferred: bool
    attached: bool
    comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A partition of a table: whether its detachment was begun, and its bound."""

    pending: bool
    bound: str


def find_index(wire: Wire, name: str, table: str = "") -> Index | None:
    """Return an index by its name, which is in the table's schema where that is given."""
    parameters: tuple[str, ...]
    if table:
        which, parameters = _OF_TABLE, (identifier(last_part(name)), table)
    else:
        which, parameters = "i.oid = pg_catalog.to_regclass(%s)", (name,)
    rows = wire.query(_INDEX.format(which=which), parameters)
    if not rows:
        return None
    oid, full, valid, definition, attached, building, filenode, partitioned = rows[0]
    return Index(
        oid=oid,
        name=full,
        valid=valid,
        definition=definition,
        attached=attached,
        building=building,
        filenode=filenode,
        partitioned=partitioned,
    )


def find_constraint(wire: Wire, table: str, name: str) -> Constraint | None:
    """Return a constraint of a table."""
    rows = wire.query(_CONSTRAINT, (table, identifier(name)))
    if not rows:
        return None
    valid, kind, definition, index, deferrable, deferred, attached, comment = rows[0]
    return Constraint(
        valid=valid,
        kind=kind,
        definition=definition,
        index=index,
        deferrable=deferrable,
        deferred=deferred,
        attached=attached,
        comment=comment,
    )


def find_column(wire: Wire, table: str, name: str) -> tuple[bool, str | None] | None:
    """Return whether a column is NOT NULL, and its default."""
    rows = wire.query(_COLUMN, (table, identifier(name)))
    return (rows[0][0], rows[0][1]) if rows else None


def find_trigger(wire: Wire, table: str, name: str) -> str | None:
    """Return the definition of a trigger."""
    rows = wire.query(_TRIGGER, (table, identifier(name)))
    return str(rows[0][0]) if rows else None


def find_function(wire: Wire, name: str, arguments: str) -> str | None:
    """Return the definition of a function; None also where its arguments are not plain types."""
    try:
        rows = wire.query(_FUNCTION, (f"{name}({arguments})",))
    except DatabaseError:
        return None
    return str(rows[0][0]) if rows else None


def find_partition(wire: Wire, table: str, part: str) -> Partition | None:
    """Return a partition of a table."""
    pending = "i.inhdetachpending" if wire.version >= _WITH_DETACH_PENDING else "false"
    rows = wire.query(_PARTITION.format(pending=pending), (table, part))
    return Partition(pending=rows[0][0], bound=rows[0][1] or "") if rows else None


def check_names(wire: Wire, table: str) -> list[str]:
    """Return the names of the check constraints of a table."""
    rows = wire.query(
        "SELECT conname::text FROM pg_catalog.pg_constraint "
        "WHERE conrelid = pg_catalog.to_regclass(%s) AND contype = 'c' ORDER BY 1",
        (table,),
    )
    return [name for (name,) in rows]


def comment_on(wire: Wire, act: Act) -> dict[str, Any]:
    """Return the comment on what an act comments on; nothing where that cannot be told."""
    names: tuple[str, ...]
    if act.other in _RELATIONS:
        query, names = _RELATION_COMMENT, (act.name,)
    elif act.other == "column":
        table, _, column = act.name.rpartition(".")
        query, names = _COLUMN_COMMENT, (table, identifier(column))
    elif act.other == "constraint":
        query, names = _CONSTRAINT_COMMENT, (act.table, identifier(act.name))
    else:
        return {}
    rows = wire.query(query, names)
    return {"comment": rows[0][0]} if rows else {"absent": True}


def _comment_of(wire: Wire, oid: int) -> str | None:
    comment = wire.query("SELECT pg_catalog.obj_description(%s::oid, 'pg_class')", (oid,))[0][0]
    return None if comment is None else str(comment)


def exists(wire: Wire, relation: str) -> bool:
    """Say whether there is a relation of that name."""
    return bool(wire.query("SELECT pg_catalog.to_regclass(%s) IS NOT NULL", (relation,))[0][0])


def type_exists(wire: Wire, name: str) -> bool:
    """Say whether there is a type of that name."""
    return bool(wire.query("SELECT pg_catalog.to_regtype(%s) IS NOT NULL", (name,))[0][0])


def same_definition(wire: Wire, sql: str, act: Act, definition: str) -> bool | None:
    """Say whether CREATE INDEX would make an index of that definition; None where unknown.

    The server itself prints what it would make: of an index on an empty copy of the table, in a
    transaction that is taken back.
    """
    words = Words(sql)
    words.until({"on"})
    words.take("on")
    words.take("only")
    words.name()
    copy = f"_fl_like_{wire.pid}"
    unique = "UNIQUE " if act.unique else ""
    name = last_part(act.name)
    wire.query("BEGIN")
    try:
        wire.query(f"CREATE TEMPORARY TABLE {copy} (LIKE {act.table})")
        wire.query(f"CREATE {unique}INDEX {name} ON pg_temp.{copy} {sql[words.offset :]}")
        made = find_index(wire, f"pg_temp.{name}")
    except DatabaseError:
        return None
    finally:
        if not wire.closed:
            wire.query("ROLLBACK")
    return made is not None and _shape(made.definition) == _shape(definition)


def _shape(definition: str) -> tuple[bool, str]:
    """Return what there is to an index besides its name and its table."""
    return definition.startswith("CREATE UNIQUE"), definition.partition(" USING ")[2]


def is_done(wire: Wire, act: Act, sql: str = "") -> bool | None:
    """Say whether an act's outcome is there; None where that cannot be told."""
    what, table, name = act.what, act.table, act.name
    match what:
        case What.CREATE_INDEX if name:
            index = find_index(wire, name, table)
            return bool(
                index
                and (index.valid or index.partitioned)
                and same_definition(wire, sql, act, index.definition) is not False
            )
        case What.CREATE_TABLE | What.CREATE_SEQUENCE:
            return exists(wire, name)
        case What.CREATE_TYPE:
            return type_exists(wire, name)
        case What.DROP_TABLE | What.DROP_INDEX:
            return not exists(wire, name)
        case What.ADD_COLUMN:
            return find_column(wire, table, name) is not None
        case What.DROP_COLUMN:
            return find_column(wire, table, name) is None
        case What.SET_NOT_NULL | What.DROP_NOT_NULL:
            column = find_column(wire, table, name)
            return column is not None and column[0] is (what is What.SET_NOT_NULL)
        case What.ADD_CONSTRAINT:
            return find_constraint(wire, table, name) is not None
        case What.DROP_CONSTRAINT:
            return find_constraint(wire, table, name) is None
        case What.VALIDATE:
            constraint = find_constraint(wire, table, name)
            return constraint is not None and constraint.valid
        case What.CREATE_TRIGGER:
            return find_trigger(wire, table, name) is not None
        case What.DROP_TRIGGER:
            return find_trigger(wire, table, name) is None
        case What.CREATE_FUNCTION if not act.replace:
            return find_function(wire, name, act.other.partition(" ")[2]) is not None
        case What.ATTACH_INDEX:
            return find_partition(wire, name, act.other) is not None
        case What.ATTACH_PARTITION:
            return find_partition(wire, table, act.other) is not None
        case What.DETACH_PARTITION:
            return find_partition(wire, table, act.other) is None
        case What.REPEATABLE | What.REINDEX:
            return True
        case _:
            return _is_renamed(wire, act)


def _is_renamed(wire: Wire, act: Act) -> bool | None:
    table, old, new = act.table, act.name, act.other
    match act.what:
        case What.RENAME_COLUMN:
            return find_column(wire, table, new) is not None and not find_column(wire, table, old)
        case What.RENAME_CONSTRAINT:
            return bool(find_constraint(wire, table, new)) and not find_constraint(wire, table, old)
        case What.RENAME_TABLE | What.RENAME_INDEX:
            return not exists(wire, old) and exists(wire, beside(old, new))
        case What.RENAME_TYPE:
            return not type_exists(wire, old) and type_exists(wire, beside(old, new))
        case _:
            return None


def beside(qualified: str, name: str) -> str:
    """Return a bare name in the schema that another name gives, if it gives one."""
    last = last_part(qualified)
    schema = qualified[: len(qualified) - len(last)] if qualified.lower().endswith(last) else ""
    return f"{schema}{name}"


def facts(wire: Wire, act: Act) -> dict[str, Any]:
    """Return what an act takes away or replaces, so that it can be brought back.

    ``absent`` is what the same step makes.
    """
    table, name = act.table, act.name
    match act.what:
        case What.DROP_INDEX:
            index = find_index(wire, name)
            if index is None:
                return {"absent": True}
            return {"definition": index.definition, "comment": _comment_of(wire, index.oid)}
        case What.DROP_CONSTRAINT:
            found = find_constraint(wire, table, name)
            if found is None:
                return {"absent": True}
            return {
                "kind": found.kind,
                "definition": found.definition,
                "index": found.index,
                "deferrable": found.deferrable,
                "deferred": found.deferred,
                "comment": found.comment,
            }
        case What.SET_NOT_NULL | What.DROP_NOT_NULL | What.SET_DEFAULT | What.DROP_DEFAULT:
            column = find_column(wire, table, name)
            return {"not_null": column[0], "default": column[1]} if column else {"absent": True}
        case What.DROP_TRIGGER | What.CREATE_TRIGGER:
            trigger = find_trigger(wire, table, name)
            return {"definition": trigger} if trigger else {}
        case What.CREATE_FUNCTION:
            function = find_function(wire, name, act.other.partition(" ")[2])
            return {"definition": function} if function else {}
        case What.DETACH_PARTITION:
            part = find_partition(wire, table, act.other)
            checks = check_names(wire, act.other)
            return {"bound": part.bound, "checks": checks} if part else {}
        case What.COMMENT:
            return comment_on(wire, act)
        case _:
            return {}
