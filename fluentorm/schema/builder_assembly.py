"""From what a TableSchema was told to a Table: the one place that sees all its calls together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from fluentorm.errors import Place, Problem
from fluentorm.schema.builder_constraints import same_definition
from fluentorm.schema.builder_options import FieldDraft
from fluentorm.schema.builder_relations import settle_junctions
from fluentorm.schema.builder_resolve import resolve
from fluentorm.schema.builder_state import BuilderState
from fluentorm.schema.names import postgres_name, primary_key_name, unique_name
from fluentorm.schema.nearest import nearest
from fluentorm.schema.objects import (
    NO_STEERING,
    PLAIN_TABLE,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    NotNull,
    Parameters,
    PrimaryKey,
    Table,
    TableDetails,
    TableSteering,
    Unique,
)
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject, Sequence


class Override(NamedTuple):
    """What a table says of a column that its parents declare."""

    column: str
    options: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a TableSchema amounts to: as much of the table as is sound, and all problems.

    ``overrides`` are what the table says of columns that its parents have, and ``partitions``
    those that its own files declare; their columns are not there yet (see schema.children).
    """

    table: Table
    enums: tuple[Enum, ...]
    problems: tuple[Problem, ...]
    objects: tuple[DatabaseObject, ...] = ()
    overrides: tuple[Override, ...] = ()
    partitions: tuple[Built, ...] = ()


def assemble(schema: BuilderState) -> Built:
    """Return the table as far as it is sound, with every problem; raises nothing."""
    return _Assembly(schema).built()


class _Assembly:
    """One run over all that was declared; it leaves the schema as it is."""

    def __init__(self, schema: BuilderState) -> None:
        self.schema = schema
        self.problems = list(schema._problems)
        self.relations = dict(schema._relations)
        self.declared = dict(schema._constraints)
        self.problems += settle_junctions(self.relations, self.declared, schema._junctions)
        self.fields = self._renamed(schema)
        self.references = {
            column
            for constraint in self.declared.values()
            if isinstance(constraint, ForeignKey)
            for column in constraint.columns
        }
        self.key = self._primary_key()
        self.sequences: list[Sequence] = []
        self.overrides = [Override(*one) for one in schema._overrides if schema._has_parent]

    def built(self) -> Built:
        schema = self.schema
        self._report_missing()
        self._report_repeated()
        columns = {name: self._column(draft) for name, draft in self.fields.items()}
        self._settle_columns(columns)
        table = Table(
            name=schema.name,
            columns=columns,
            constraints=self._constraints(),
            indexes=dict(schema._indexes),
            comment=schema._comment,
            details=self._details(),
            unmanaged_partitions=schema._unmanaged,
            steering=self._steering(columns),
            relations=self.relations,
            renamed_from=schema._renamed_from,
            source_files=tuple(schema._source_files),
            origin=schema._origin,
        )
        enums = self._enums()
        partitions = tuple(assemble(child) for child in schema._partitions.values())
        files = {file: number for number, file in enumerate(schema._source_files)}
        self.problems += (problem for part in partitions for problem in part.problems)
        problems = sorted(self.problems, key=lambda problem: _position(problem, files))
        objects = (*schema._objects.values(), *self.sequences)
        return Built(
            table=table,
            enums=(*enums, *(enum for part in partitions for enum in part.enums)),
            problems=tuple(problems),
            objects=(*objects, *(item for part in partitions for item in part.objects)),
            overrides=tuple(self.overrides),
            partitions=partitions,
        )

    def _problem(self, message: str, place: Place | None, hint: str | None = None) -> None:
        self.problems.append(Problem(message, place, hint))

    def _renamed(self, schema: BuilderState) -> dict[str, FieldDraft]:
        """Return the fields with the calls of ``rename_field`` worked in."""
        fields = schema._fields
        for old, new, place in schema._renames:
            if new in fields:
                draft = fields[new]
            elif old in fields:
                draft = replace(fields[old], name=new)
            else:
                self._problem(
                    f'table "{schema.name}" has no column "{new}" to rename from "{old}"',
                    place,
                    _did_you_mean(new, fields),
                )
                continue
            given = draft.options.get("renamed_from")
            # Of a field that is declared under its old name, an older rename is done already.
            if new in fields and given is not None and given != old:
                self._problem(
                    f'column "{new}" is renamed from "{given}" and from "{old}"',
                    place,
                    "keep the newer one",
                )
            draft = replace(draft, options={**draft.options, "renamed_from": old})
            replaced = new if new in fields else old
            fields = {
                draft.name if name == replaced else name: draft if name == replaced else field
                for name, field in fields.items()
            }
        return fields

    def _primary_key(self) -> PrimaryKey | None:
        """Return the key from ``t.primary_key`` or from the fields' ``primary_key=True``."""
        declared = self.schema._key
        marked = [d for d in self.fields.values() if d.options.get("primary_key") is True]
        if not marked:
            return declared
        columns = tuple(draft.name for draft in marked)
        place = marked[0].place
        if declared is not None:
            if set(columns) != set(declared.columns):
                self._problem(
                    f'column "{columns[0]}" has primary_key=True, but the primary key is declared '
                    f"over {_quoted(declared.columns)} at {declared.origin}",
                    place,
                    "keep one of the two",
                )
            return declared
        other = next((d for d in marked if d.place.file != place.file), None)
        if other is not None:
            self._problem(
                f'column "{other.name}" is a second primary key; "{marked[0].name}" at {place} '
                "is one already",
                other.place,
                f"for one key over both write t.primary_key({list(columns)!r})",
            )
        name = primary_key_name(self.schema._bare)
        return PrimaryKey(name=name, columns=columns, origin=place)

    def _column(self, draft: FieldDraft) -> Column:
        place = draft.altered or draft.place

        def report(message: str, hint: str | None) -> None:
            self._problem(message, place, hint)

        is_reference = draft.name in self.references
        if (
            is_reference
            and draft.options.get("auto_generated") is True
            and draft.full_type == "uuid"
            and "default" not in draft.options
        ):
            report(
                f'column "{draft.name}" is a foreign key and cannot be generated',
                "remove auto_generated=True",
            )
        column = resolve(
            draft,
            table=self.schema.name,
            in_key=draft.name in self.key_columns,
            generated_key=self.key_columns == (draft.name,) and not is_reference,
            report=report,
        )
        if not draft.serial or column.default is not None:
            return column
        tables = (self.schema._renamed_from or self.schema.name, column.renamed_from or column.name)
        from fluentorm.schema.builder_column_details import next_value, serial_sequence

        sequence = serial_sequence(draft, self.schema.name, tables, report)
        self.sequences.append(sequence)
        return replace(column, default=next_value(sequence.name))

    def _settle_columns(self, columns: dict[str, Column]) -> None:
        """Work in what was said of columns apart from their fields."""
        schema = self.schema
        for name, (said, place) in schema._not_nulls.items():
            # What is usual elsewhere may not be what a child takes over from its parent.
            usual = said.name == postgres_name(schema._bare, name, "not_null")
            constraint = replace(said, name=None) if usual and not schema._inherits else said
            column = columns.get(name)
            if column is None:
                self._missing(name, "be NOT NULL", {"not_null": constraint}, place)
            elif column.nullable:
                self._problem(f'column "{name}" is nullable', place, "remove nullable=True")
            else:
                details = replace(
                    column.details, not_null=None if constraint == NotNull() else constraint
                )
                columns[name] = replace(column, details=details)
        for granted, (privileges, place) in schema._granted.items():
            if granted is None:
                continue
            column = columns.get(granted)
            if column is None:
                self._missing(granted, "grant on", {"privileges": privileges}, place)
                continue
            from fluentorm.schema.grants import combined

            both = combined(column.details.privileges, privileges)
            columns[granted] = replace(column, details=replace(column.details, privileges=both))

        if schema._fillings:
            self._fill(columns)

    def _fill(self, columns: dict[str, Column]) -> None:
        """Give columns the backfills that were said apart from them."""
        from fluentorm.schema.builder_steering import filled

        for name in dict.fromkeys(one.column for one in self.schema._fillings):
            given = [one for one in self.schema._fillings if one.column == name]
            column = columns.get(name)
            whole = [one for one in given if one.where is None]
            if column is None:
                self._missing(name, "fill", {"backfill": filled(given)}, given[0].place)
            elif column.backfill is not None:
                self._problem(
                    f'column "{name}" has a backfill of its own', given[0].place, "keep one of them"
                )
            elif len(whole) > 1 or (whole and given[-1] is not whole[0]):
                self._problem(
                    f'the backfill of column "{name}" for all rows is not the last one',
                    whole[0].place,
                    "let it come behind those with where, and be the only one",
                )
            else:
                columns[name] = replace(column, backfill=filled(given))

    def _steering(self, columns: Mapping[str, Column]) -> TableSteering:
        schema = self.schema
        for name, place in schema._staged_drops.items():
            if name in columns:
                self._problem(
                    f'column "{name}" is declared, and dropped by drop_field',
                    place,
                    "remove one of the two",
                )
        steering = TableSteering(
            blocking_ok=schema._blocking_ok,
            online_renames=tuple(schema._online_renames),
            staged_drops=tuple(schema._staged_drops),
            renamed_online=schema._renamed_online,
        )
        return NO_STEERING if steering == NO_STEERING else steering

    def _missing(self, name: str, verb: str, said: Mapping[str, Any], place: Place) -> None:
        """Report a column that is not there; those of parents are looked at later."""
        if self.schema._has_parent:
            self.overrides.append(Override(name, said, place))
            return
        self._problem(
            f'table "{self.schema.name}" has no column "{name}" to {verb}',
            place,
            _did_you_mean(name, self.fields),
        )

    def _details(self) -> TableDetails:
        schema = self.schema
        if not (schema._details or schema._storage or schema._granted or schema._inherits):
            return PLAIN_TABLE
        given = {name: value for name, (value, _) in schema._details.items()}
        own, _ = schema._granted.get(None, (NO_PRIVILEGES, None))
        return TableDetails(
            **given,
            inherits=tuple(schema._inherits),
            storage=Parameters((name, text) for name, (text, _) in schema._storage.items()),
            privileges=own,
        )

    def _constraints(self) -> dict[str, Constraint]:
        """Return the primary key, the fields' own unique constraints, then the declared ones."""
        found: dict[str, Constraint] = {}
        if self.key is not None and self.key.columns:
            found[self.key.name] = self.key
        for draft in self.fields.values():
            # A primary key is unique already; a second index would only cost.
            if draft.options.get("unique") is True and self.key_columns != (draft.name,):
                columns = (draft.name,)
                name = unique_name(self.schema._bare, columns)
                found[name] = Unique(name=name, columns=columns, origin=draft.place)
        for name, constraint in self.declared.items():
            earlier = found.setdefault(name, constraint)
            if earlier is not constraint and not same_definition(earlier, constraint):
                self._problem(
                    f'constraint "{name}" is already defined differently at {earlier.origin}',
                    constraint.origin,
                    "give one of the two another name",
                )
        return found

    @property
    def key_columns(self) -> tuple[str, ...]:
        return self.key.columns if self.key else ()

    def _enums(self) -> tuple[Enum, ...]:
        """Return the enum types of the fields, each once."""
        found: dict[str, Enum] = {}
        for draft in self.fields.values():
            enum = draft.enum
            if enum is None:
                continue
            earlier = found.setdefault(enum.name, enum)
            if earlier.values != enum.values:
                self._problem(
                    f'enum "{enum.name}" is declared with other values at {earlier.origin}: '
                    f"{', '.join(earlier.values)}",
                    enum.origin,
                    "declare the same values in the same order, or give one another type_name",
                )
        return tuple(found.values())

    def _report_missing(self) -> None:
        schema = self.schema
        altered = () if schema._has_parent else schema._overrides
        missing = [("alter", name, place) for name, _, place in altered]
        for verb, name, place in (*schema._missing_fields, *missing):
            later = schema._fields.get(name)
            if later is not None:
                hint: str | None = f"it is declared after this, at {later.place}"
            else:
                hint = _did_you_mean(name, self.schema._fields)
            self._problem(
                f'table "{self.schema.name}" has no column "{name}" to {verb}', place, hint
            )

    def _report_repeated(self) -> None:
        for earlier, later in self.schema._repeated:
            differences = _differences(earlier, later)
            if differences:
                self._problem(
                    f'column "{later.name}" is already defined differently at {earlier.place} '
                    f"({', '.join(differences)})",
                    later.place,
                    f'remove one of the two, or change it with t.alter_field("{later.name}", ...)',
                )


def _differences(one: FieldDraft, two: FieldDraft) -> list[str]:
    """Return what differs between two definitions of one field, by the options' names."""
    first, second = (resolve(d, report=lambda *_: None) for d in (one, two))
    found = [
        name
        for name in ("type", "nullable", "default", "identity", "comment", "renamed_from")
        if getattr(first, name) != getattr(second, name)
    ]
    found += [
        name
        for name in ("create_input", "update_input", "redacted", "auto_generate")
        if getattr(first.hints, name) != getattr(second.hints, name)
    ]
    found += [
        name
        for name in ("primary_key", "unique")
        if bool(one.options.get(name)) != bool(two.options.get(name))
    ]
    if (one.enum and one.enum.values) != (two.enum and two.enum.values):
        found.append("values")
    return found


def _position(problem: Problem, files: Mapping[str, int]) -> tuple[int, int, int]:
    place = problem.place
    return (files.get(place.file, -1), place.line, place.column) if place else (-1, 0, 0)


def _did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    near = nearest(name, candidates)
    return f'did you mean "{near}"?' if near else None


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
