"""How an act is undone: the statements that bring back what was before it.

They are for a migration that stopped half-way, on tables in use: what has to look at rows does so
without a strong lock. ``None`` is an act that cannot be undone from what is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.dialects.base import StepKind
from fluentorm.dialects.postgres import probes
from fluentorm.dialects.postgres.acts import What
from fluentorm.dialects.postgres.words import identifier, last_part
from fluentorm.schema.sql_text import quote_identifier, quote_literal
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.dialects.postgres.acts import Act
    from fluentorm.dialects.postgres.wire import Wire

_NOT_NULL_CONSTRAINTS = 180000
_NOTHING_TO_UNDO = (What.ATTACH_INDEX, What.REPEATABLE, What.REINDEX, What.VALIDATE, What.UPDATE)
_DROPS = {
    What.CREATE_TABLE: "TABLE",
    What.CREATE_SEQUENCE: "SEQUENCE",
    What.CREATE_STATISTICS: "STATISTICS",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """One statement that undoes, and how it is run."""

    sql: str
    kind: StepKind = StepKind.SHORT


def undo(wire: Wire, act: Act, before: Mapping[str, Any]) -> list[Undo] | None:
    """Return what undoes an act that was done, as far as its outcome is still there.

    ``before`` are the ``facts`` from the time before it.
    """
    table, name = act.table, act.name
    match act.what:
        case _ if act.what in _NOTHING_TO_UNDO or before.get("absent"):
            return []
        case What.CREATE_INDEX if name:
            return _drop_index(wire, act)
        case What.CREATE_TABLE | What.CREATE_SEQUENCE | What.CREATE_STATISTICS:
            there = act.what is What.CREATE_STATISTICS or probes.exists(wire, name)
            return [Undo(sql=f"DROP {_DROPS[act.what]} {name}")] if there else []
        case What.CREATE_TYPE:
            there = probes.type_exists(wire, name)
            return [Undo(sql=f"DROP TYPE {name}")] if there else []
        case What.ADD_COLUMN:
            gone = probes.find_column(wire, table, name) is None
            return [] if gone else [Undo(sql=f"ALTER TABLE {table} DROP COLUMN {name}")]
        case What.ADD_CONSTRAINT:
            found = probes.find_constraint(wire, table, name)
            gone = found is None or found.attached
            return [] if gone else [Undo(sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}")]
        case What.DROP_CONSTRAINT:
            return _constraint(wire, act, before)
        case What.DROP_INDEX if "definition" in before:
            if probes.exists(wire, name):
                return []
            return [_index(str(before["definition"])), *_comment(f"INDEX {name}", before)]
        case What.COMMENT if "comment" in before:
            return _comment_back(wire, act, before)
        case What.CREATE_VIEW if not act.replace:
            kind = "MATERIALIZED VIEW" if act.other == "materialized" else "VIEW"
            return [Undo(sql=f"DROP {kind} {name}")] if probes.exists(wire, name) else []
        case What.SET_NOT_NULL if "not_null" in before:
            was = before["not_null"]
            return (
                [] if was else [Undo(sql=f"ALTER TABLE {table} ALTER COLUMN {name} DROP NOT NULL")]
            )
        case What.DROP_NOT_NULL if "not_null" in before:
            return _not_null(wire, act) if before["not_null"] else []
        case What.SET_DEFAULT | What.DROP_DEFAULT if "default" in before:
            default = before["default"]
            to = "DROP DEFAULT" if default is None else f"SET DEFAULT {default}"
            return [Undo(sql=f"ALTER TABLE {table} ALTER COLUMN {name} {to}")]
        case What.CREATE_TRIGGER:
            if "definition" in before:
                return None
            gone = probes.find_trigger(wire, table, name) is None
            return [] if gone else [Undo(sql=f"DROP TRIGGER {name} ON {table}")]
        case What.DROP_TRIGGER if "definition" in before:
            there = probes.find_trigger(wire, table, name) is not None
            return [] if there else [Undo(sql=str(before["definition"]))]
        case What.CREATE_POLICY:
            return [Undo(sql=f"DROP POLICY {name} ON {table}")]
        case What.CREATE_FUNCTION:
            return _function(wire, act, before)
        case What.ATTACH_PARTITION:
            gone = probes.find_partition(wire, table, act.other) is None
            return [] if gone else [Undo(sql=f"ALTER TABLE {table} DETACH PARTITION {act.other}")]
        case What.DETACH_PARTITION if "bound" in before:
            if probes.find_partition(wire, table, act.other) is not None:
                return []
            return _attach_again(wire, act, before)
        case _:
            return _rename_back(wire, act)


def _drop_index(wire: Wire, act: Act) -> list[Undo]:
    index = probes.find_index(wire, act.name, act.table)
    if index is None or index.attached:  # an attached one goes with its parent
        return []
    if index.partitioned:
        return [Undo(sql=f"DROP INDEX {index.name}")]
    return [Undo(sql=f"DROP INDEX CONCURRENTLY {index.name}", kind=StepKind.BARE)]


def _index(definition: str) -> Undo:
    """Return how an index is built without keeping writers out; one on a parent cannot be so."""
    for start in ("CREATE UNIQUE INDEX ", "CREATE INDEX "):
        if definition.startswith(start) and " ON ONLY " not in definition:
            sql = f"{start}CONCURRENTLY {definition.removeprefix(start)}"
            return Undo(sql=sql, kind=StepKind.BARE)
    return Undo(sql=definition)


def _constraint(wire: Wire, act: Act, before: Mapping[str, Any]) -> list[Undo] | None:
    table, name = act.table, act.name
    if probes.find_constraint(wire, table, name) is not None:
        return []
    kind, definition = before.get("kind"), before.get("definition")
    comment = _comment(f"CONSTRAINT {name} ON {table}", before)
    add = f"ALTER TABLE {table} ADD CONSTRAINT {name}"
    if kind in ("f", "c", "n"):
        valid = not str(definition).endswith(" NOT VALID")
        added = Undo(sql=f"{add} {definition}{' NOT VALID' if valid else ''}")
        validate = f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}"
        checked = [Undo(sql=validate, kind=StepKind.LONG)] if valid else []
        return [added, *checked, *comment]
    if kind in ("u", "p") and before.get("index"):
        word = "UNIQUE" if kind == "u" else "PRIMARY KEY"
        index = quote_identifier(identifier(last_part(name)))
        later = " DEFERRABLE" if before.get("deferrable") else ""
        later += " INITIALLY DEFERRED" if before.get("deferred") else ""
        built = [] if probes.find_index(wire, name, table) else [_index(str(before["index"]))]
        return [*built, Undo(sql=f"{add} {word} USING INDEX {index}{later}"), *comment]
    return None


def _comment(what: str, before: Mapping[str, Any]) -> list[Undo]:
    """Return how something that was made anew gets its comment."""
    comment = before.get("comment")
    return [] if comment is None else [Undo(sql=f"COMMENT ON {what} IS {quote_literal(comment)}")]


def _comment_back(wire: Wire, act: Act, before: Mapping[str, Any]) -> list[Undo]:
    """Return how something gets the comment that it had, where it is still there."""
    if "comment" not in probes.comment_on(wire, act):
        return []
    kind = "MATERIALIZED VIEW" if act.other == "materialized" else act.other.upper()
    on = f" ON {act.table}" if act.table else ""
    comment = before["comment"]
    text = "NULL" if comment is None else quote_literal(comment)
    return [Undo(sql=f"COMMENT ON {kind} {act.name}{on} IS {text}")]


def _attach_again(wire: Wire, act: Act, before: Mapping[str, Any]) -> list[Undo]:
    """Return how a partition is attached; the check that its detachment left spares the scan."""
    known = before.get("checks", [])
    new = [name for name in probes.check_names(wire, act.other) if name not in known]
    attach = f"ALTER TABLE {act.table} ATTACH PARTITION {act.other} {before['bound']}"
    drop = f"ALTER TABLE {act.other} DROP CONSTRAINT"
    return [Undo(sql=attach), *(Undo(sql=f"{drop} {quote_identifier(name)}") for name in new)]


def _not_null(wire: Wire, act: Act) -> list[Undo]:
    column = probes.find_column(wire, act.table, act.name)
    if column is None or column[0]:
        return []
    alter = f"ALTER TABLE {act.table}"
    bare = last_part(act.table)
    if wire.version >= _NOT_NULL_CONSTRAINTS:
        name = quote_identifier(f"{identifier(bare)}_{identifier(act.name)}_not_null"[:63])
        added = f"{alter} ADD CONSTRAINT {name} NOT NULL {act.name} NOT VALID"
        return [
            Undo(sql=added),
            Undo(sql=f"{alter} VALIDATE CONSTRAINT {name}", kind=StepKind.LONG),
        ]
    name = "_fl_undo_not_null"
    return [
        Undo(sql=f"{alter} ADD CONSTRAINT {name} CHECK ({act.name} IS NOT NULL) NOT VALID"),
        Undo(sql=f"{alter} VALIDATE CONSTRAINT {name}", kind=StepKind.LONG),
        Undo(sql=f"{alter} ALTER COLUMN {act.name} SET NOT NULL"),
        Undo(sql=f"{alter} DROP CONSTRAINT {name}"),
    ]


def _function(wire: Wire, act: Act, before: Mapping[str, Any]) -> list[Undo] | None:
    if "definition" in before:
        return [Undo(sql=str(before["definition"]))]
    kind, _, arguments = act.other.partition(" ")
    if probes.find_function(wire, act.name, arguments) is None:
        return [] if not arguments.strip() else None
    return [Undo(sql=f"DROP {kind.upper()} {act.name}({arguments})")]


def _rename_back(wire: Wire, act: Act) -> list[Undo] | None:
    table, old, new = act.table, act.name, act.other
    match act.what:
        case What.RENAME_COLUMN | What.RENAME_CONSTRAINT:
            word = "COLUMN" if act.what is What.RENAME_COLUMN else "CONSTRAINT"
            find = probes.find_column if word == "COLUMN" else probes.find_constraint
            if find(wire, table, new) is None:
                return []
            return [Undo(sql=f"ALTER TABLE {table} RENAME {word} {new} TO {old}")]
        case What.RENAME_TABLE | What.RENAME_INDEX:
            word = "TABLE" if act.what is What.RENAME_TABLE else "INDEX"
            renamed = probes.beside(old, new)
            if not probes.exists(wire, renamed):
                return []
            return [Undo(sql=f"ALTER {word} {renamed} RENAME TO {last_part(old)}")]
        case What.RENAME_TYPE:
            renamed = probes.beside(old, new)
            if not probes.type_exists(wire, renamed):
                return []
            return [Undo(sql=f"ALTER TYPE {renamed} RENAME TO {last_part(old)}")]
        case _:
            return None
