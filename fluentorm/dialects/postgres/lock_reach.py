"""The tables that a statement locks without naming them: those its table is bound up with.

A foreign key is a matter of two tables, a partition one of its parent, and of the default partition
beside it. Which those are, the schema knows, and the statements before that changed it. The locks
were measured on PostgreSQL 15 and 18.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.acts import What, read_acts
from fluentorm.dialects.postgres.lock_modes import Lock
from fluentorm.dialects.postgres.locks import Effect
from fluentorm.dialects.postgres.words import identifier
from fluentorm.schema.objects import ForeignKey
from fluentorm.schema.qualified import quote_name
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.postgres.acts import Act
    from fluentorm.dialects.postgres.locks import Facts
    from fluentorm.schema.objects import SchemaModel, Table

_REFERENCES = re.compile(r"\bFOREIGN\s+KEY\s*\(([^)]*)\)\s*REFERENCES\s+([^\s(]+)", re.I)
_PARTITION_OF = re.compile(r"\bPARTITION\s+OF\s+(\S+)", re.I)
_RETYPED = re.compile(r"\bTYPE\b", re.I)
_ENFORCED = re.compile(r"\bALTER\s+CONSTRAINT\s+(\S+)\s+(?:NOT\s+)?ENFORCED\b", re.I)
_DEFAULT = "DEFAULT"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reference:
    """A foreign key: a column is a name without quotes, ``other`` a table as SQL writes it."""

    columns: tuple[str, ...]
    other: str


class Reach:
    """What the tables of a schema are bound up with, kept up to date statement by statement."""

    def __init__(self, model: SchemaModel) -> None:
        self._references: dict[tuple[str, str], _Reference] = {}
        self._parents: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        self._partitioned: set[str] = set()
        for table in model.tables.values():
            self._read(table)

    def _read(self, table: Table) -> None:
        name = quote_name(table.name)
        for constraint in table.constraints.values():
            if isinstance(constraint, ForeignKey):
                self._references[name, constraint.name] = _Reference(
                    columns=constraint.columns, other=quote_name(constraint.references_table)
                )
        details = table.details
        if details.partition_by is not None:
            self._partitioned.add(name)
        if details.partition_of is not None:
            self._parents[name] = quote_name(details.partition_of)
            if details.bound == _DEFAULT:
                self._defaults[self._parents[name]] = name

    def effects(self, statement: str, facts: Facts) -> Iterator[Effect]:
        """Yield what a statement does to tables that it does not name."""
        for act in read_acts(statement):
            yield from self._of(act, statement, facts)
            self._learn(act, statement)

    def _of(self, act: Act, statement: str, facts: Facts) -> Iterator[Effect]:
        match act.what:
            case What.DROP_CONSTRAINT:
                yield from self._named(act.table, act.name)
            case What.DROP_COLUMN:
                yield from self._others(act.table, identifier(act.name))
            case What.DROP_TABLE:
                yield from self._others(act.name)
                yield from _strong(self._parents.get(act.name))
            case What.ADD_CONSTRAINT if act.table in self._partitioned:
                # It takes over the equal ones of the partitions, and their triggers.
                found_text = _REFERENCES.search(statement)
                yield from _strong(found_text and found_text[2])
            case What.ATTACH_PARTITION | What.DETACH_PARTITION:
                yield from self._others(act.table)
                default = self._defaults.get(act.table)
                read = act.what is What.ATTACH_PARTITION and default not in facts.bounded
                yield from _strong(default, scans=read)
            case What.CREATE_TABLE if parent := _PARTITION_OF.search(statement):
                yield from self._others(parent[1])
                yield from _strong(self._defaults.get(parent[1]), scans=True)
            case What.ALTER_OTHER if act.name and _RETYPED.search(statement):
                yield from self._retyped(act.table, identifier(act.name))
            case What.ALTER_OTHER if enforced := _ENFORCED.search(statement):
                yield from self._named(act.table, enforced[1])
            case _:
                return

    def _named(self, table: str, name: str) -> Iterator[Effect]:
        """Yield the table that a foreign key refers to; a partition has those of its parent."""
        found = self._references.get((table, identifier(name)))
        if found is not None:
            yield from _strong(found.other)
        elif table in self._parents:
            yield from self._named(self._parents[table], name)

    def _others(
        self, table: str, column: str | None = None, *, scans: bool = False
    ) -> Iterator[Effect]:
        """Yield the tables that one refers to, with a column if that is given."""
        for (owner, _), reference in self._references.items():
            if owner == table and (column is None or column in reference.columns):
                yield from _strong(reference.other, scans=scans)

    def _retyped(self, table: str, column: str) -> Iterator[Effect]:
        """Yield both sides of the foreign keys that are checked anew."""
        yield from self._others(table, column, scans=True)
        for (owner, _), reference in self._references.items():
            if reference.other == table:
                yield from _strong(owner, scans=True)

    def _learn(self, act: Act, statement: str) -> None:
        match act.what:
            case What.ADD_CONSTRAINT if found := _REFERENCES.search(statement):
                columns = tuple(identifier(one.strip()) for one in found[1].split(","))
                key = (act.table, identifier(act.name))
                self._references[key] = _Reference(columns=columns, other=found[2])
            case What.DROP_CONSTRAINT:
                self._references.pop((act.table, identifier(act.name)), None)
            case What.RENAME_CONSTRAINT:
                moved = self._references.pop((act.table, identifier(act.name)), None)
                if moved is not None:
                    self._references[act.table, identifier(act.other)] = moved
            case What.ATTACH_PARTITION:
                self._parents[act.other] = act.table
            case What.DETACH_PARTITION:
                self._parents.pop(act.other, None)
                for (owner, name), one in [*self._references.items()]:
                    if owner == act.table:  # it keeps them
                        self._references[act.other, name] = one
            case What.RENAME_TABLE:
                self._rename(act.table, act.other)
            case _:
                return

    def _rename(self, before: str, after: str) -> None:
        self._references = {
            (after if owner == before else owner, name): _Reference(
                columns=one.columns, other=after if one.other == before else one.other
            )
            for (owner, name), one in self._references.items()
        }
        if before in self._parents:
            self._parents[after] = self._parents.pop(before)
        if before in self._partitioned:
            self._partitioned.add(after)


def _strong(table: str | None, *, scans: bool = False) -> Iterator[Effect]:
    if table:
        yield Effect(table=table, lock=Lock.ACCESS_EXCLUSIVE, scans=scans)
