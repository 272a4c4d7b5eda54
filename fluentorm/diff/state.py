"""The state that operations work on, and what must hold before each of them.

A State is the one mutable thing here: a SchemaModel taken apart so that a step costs no more than
the table it touches. It is as strict as PostgreSQL, so that a wrong order of operations is found
without a server. Names: tables, indexes, primary keys and unique constraints share one namespace
(``pg_class``), tables and enums another (``pg_type``), constraints are named within their table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from fluentorm.diff.expressions import mentioned
from fluentorm.diff.families import is_concrete, keeps_expressions, keeps_foreign_key
from fluentorm.diff.inheritance import carried, parents
from fluentorm.diff.operations import EnumDependent, EnumUse
from fluentorm.diff.uses import (
    enum_of,
    has_index,
    index_columns,
    item_columns,
    item_mentions,
    supports_foreign_key,
    words_of,
)
from fluentorm.errors import DiffError, Problem
from fluentorm.schema.names import usual_multirange
from fluentorm.schema.objects import (
    Check,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Index,
    SchemaModel,
    Table,
)
from fluentorm.schema.qualified import PUBLIC, bare_name, moved_key, namespace_of, sibling
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject

# Kinds whose names are keys.
HAVE_NAMESPACES = frozenset(Kind) - {
    Kind.NAMESPACE,
    Kind.EXTENSION,
    Kind.TRIGGER,
    Kind.RULE,
    Kind.POLICY,
    Kind.EVENT_TRIGGER,
    Kind.PUBLICATION,
    Kind.DEFAULT_PRIVILEGES,
}
_PUBLIC_REF = Ref(Kind.NAMESPACE, PUBLIC)
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def refuse(message: str) -> NoReturn:
    """Raise the DiffError for an operation that cannot be applied."""
    raise DiffError([Problem(message)])


def _public() -> DatabaseObject:
    from fluentorm.schema.database_objects import PUBLIC_NAMESPACE

    return PUBLIC_NAMESPACE


def renamed_key(mapping: dict[_Key, _Value], before: _Key, after: _Key, value: _Value) -> None:
    """Put ``value`` under its new name at the place of the old one."""
    entries = [(after, value) if key == before else (key, old) for key, old in mapping.items()]
    mapping.clear()
    mapping.update(entries)


class State:
    """A SchemaModel between two operations.

    Without ``checks_names`` a rename may take a name that something else still has.
    """

    def __init__(self, model: SchemaModel, *, checks_names: bool = True) -> None:
        self._checks_names = checks_names
        self.tables = dict(model.tables)
        self.enums = dict(model.enums)
        self.objects = dict(model.objects)
        # How many foreign keys refer to a table, by the table that holds them.
        self._inbound: dict[str, Counter[str]] = {}
        self._relations: dict[str, str] = {}
        self._words: dict[str, tuple[Table, frozenset[str]]] = {}
        self._has_children = False
        for table in model.tables.values():
            self._relations[table.name] = f'table "{table.name}"'
            self._has_children = self._has_children or bool(parents(table))
            for name in table.indexes:
                self._relations[sibling(table.name, name)] = f'an index of table "{table.name}"'
            for constraint in table.constraints.values():
                self._count(table.name, constraint, 1)
                if has_index(constraint):
                    key = sibling(table.name, constraint.name)
                    self._relations[key] = f'a key of table "{table.name}"'

    def model(self) -> SchemaModel:
        """Return the state as a SchemaModel."""
        return SchemaModel(
            tables=dict(self.tables),
            enums=dict(self.enums),
            objects=dict(self.objects),
        )

    # What is there.

    def table(self, name: str) -> Table:
        """Return a table that must exist."""
        return self.tables.get(name) or refuse(f'table "{name}" does not exist')

    def enum(self, name: str) -> Enum:
        """Return an enum that must exist."""
        return self.enums.get(name) or refuse(f'enum "{name}" does not exist')

    def object(self, ref: Ref) -> DatabaseObject:
        """Return an object that must exist."""
        usual = _public() if ref == _PUBLIC_REF else None
        return self.objects.get(ref) or usual or refuse(f"{ref} does not exist")

    def put_object(self, item: DatabaseObject) -> None:
        """Put an object in the place of its former self; a usual public schema is none."""
        self.objects[item.ref] = item
        if item.ref == _PUBLIC_REF and item == _public():
            del self.objects[item.ref]

    def column(self, table: str, name: str) -> Column:
        """Return a column that must exist."""
        column = self.table(table).columns.get(name)
        return column or refuse(f'table "{table}" has no column "{name}"')

    def constraint(self, table: str, name: str) -> Constraint:
        """Return a constraint that must exist."""
        constraint = self.table(table).constraints.get(name)
        return constraint or refuse(f'table "{table}" has no constraint "{name}"')

    def index(self, table: str, name: str) -> Index:
        """Return an index that must exist."""
        index = self.table(table).indexes.get(name)
        return index or refuse(f'table "{table}" has no index "{name}"')

    def foreign_keys_to(self, table: str) -> Iterator[tuple[Table, ForeignKey]]:
        """Return the foreign keys that refer to a table, with the tables that hold them."""
        for name, number in list(self._inbound.get(table, {}).items()):
            holder = self.tables[name] if number else None
            for key in holder.foreign_keys if holder else ():
                if holder and key.references_table == table:
                    yield holder, key

    def tables_naming(self, word: str) -> list[Table]:
        """Return the tables in which a type, a default or an expression has this word.

        A table is read once for all words, as long as it stays the same.
        """
        found = []
        for name, table in self.tables.items():
            known = self._words.get(name)
            if known is None or known[0] is not table:
                known = self._words[name] = (table, words_of(table))
            if word in known[1]:
                found.append(table)
        return found

    def enum_uses(self, enum: str) -> tuple[EnumUse, ...]:
        """Return the columns of an enum type or an array of it, but for generated ones."""
        return tuple(
            EnumUse(table=table.name, column=column)
            for table in self.tables_naming(enum)
            for column in table.columns.values()
            if enum_of(column.type) == enum and not column.details.inherited
            if column.generated is None
        )

    def columns_of(self, types: Container[str]) -> tuple[EnumUse, ...]:
        """Return the columns of some types, or of arrays of them, but for what comes by itself."""
        return tuple(
            EnumUse(table=table.name, column=column)
            for table in self.tables.values()
            for column in table.columns.values()
            if column.generated is None and not column.details.inherited
            if enum_of(column.type) in types
        )

    def enum_parts(
        self, enum: str, through: Iterable[EnumUse] = ()
    ) -> tuple[tuple[EnumUse, ...], tuple[EnumUse, ...], tuple[EnumDependent, ...]]:
        """Return what a swap of an enum type changes.

        Its columns; the generated columns that are of the type, or made of its values; and what
        stands in the way, foreign keys first, then the rest. ``through`` are columns of other types
        that change with them.
        """
        tables = self.tables_naming(enum)
        uses, generated = list[EnumUse](), list[EnumUse]()
        for table in tables:
            own = [c for c in table.columns.values() if not c.details.inherited]
            plain = [c for c in own if c.generated is None and enum_of(c.type) == enum]
            words = frozenset({enum, *(column.name for column in plain)})
            uses += (EnumUse(table=table.name, column=column) for column in plain)
            generated += (
                EnumUse(table=table.name, column=column)
                for column in own
                if column.generated is not None
                and (
                    enum_of(column.type) == enum
                    or not words.isdisjoint(mentioned(column.generated.expression))
                )
            )
        in_the_way = self._in_the_way(enum, [*uses, *through], generated)
        return tuple(uses), tuple(generated), in_the_way

    def defaults_naming(self, enum: str) -> tuple[EnumUse, ...]:
        """Return the columns of other types with a default in which the enum is named."""
        words = frozenset({enum, bare_name(enum)})
        return tuple(
            EnumUse(table=table.name, column=column)
            for table in self.tables_naming(bare_name(enum))
            for column in table.columns.values()
            if column.default is not None
            and enum_of(column.type) != enum
            and not words.isdisjoint(mentioned(column.default))
        )

    def _in_the_way(
        self, enum: str, uses: Iterable[EnumUse], generated: Iterable[EnumUse]
    ) -> tuple[EnumDependent, ...]:
        made: dict[str, set[str]] = {}
        used: dict[str, set[str]] = {}
        for use in (*uses, *generated):
            used.setdefault(use.table, set()).add(use.column.name)
        for use in generated:
            made.setdefault(use.table, set()).add(use.column.name)
        holders = {*used, *(table.name for name in used for table, _ in self.foreign_keys_to(name))}
        keys, others = [], []
        for name in (name for name in self.tables if name in holders):
            table, columns = self.tables[name], used.get(name, set())
            for key in table.foreign_keys:
                target = used.get(key.references_table, set())
                if columns.intersection(key.columns) or target.intersection(key.references_columns):
                    keys.append(EnumDependent(table=name, item=key))
            gone = made.get(name, set())
            items = (*table.indexes.values(), *table.constraints.values()) if columns else ()
            others += [
                EnumDependent(table=name, item=item)
                for item in items
                if not isinstance(item, ForeignKey)
                and (item_mentions(item, frozenset({enum, *columns})) or gone & item_columns(item))
            ]
        return (*keys, *others)

    # What may not be.

    def require_free_relation(self, name: str) -> None:
        """Refuse a name that a table, an index or a key has."""
        if self._checks_names and name in self._relations:
            refuse(f'the name "{name}" is taken by {self._relations[name]}')

    def require_free_type(self, name: str) -> None:
        """Refuse a name that a table or an enum has."""
        if not self._checks_names:
            return
        if name in self.enums:
            refuse(f'the name "{name}" is taken by enum "{name}"')
        if name in self.tables:
            refuse(f'the name "{name}" is taken by table "{name}"')

    def require_free_constraint(self, table: Table, name: str) -> None:
        """Refuse a name that a constraint of the table has."""
        if name in table.constraints:
            refuse(f'table "{table.name}" has a constraint "{name}" already')

    def require_columns(self, what: str, table: Table, names: tuple[str, ...]) -> None:
        """Refuse the use of columns that the table does not have."""
        for name in names:
            if name not in table.columns:
                refuse(f'{what} uses column "{name}", which table "{table.name}" does not have')

    def require_unused(self, table: Table, column: str) -> None:
        """Refuse to drop a column that a key, a foreign key or an index is over."""
        for constraint in table.constraints.values():
            if not isinstance(constraint, Check) and column in constraint.columns:
                refuse(f'constraint "{constraint.name}" still uses column "{column}"')
        for index in table.indexes.values():
            if column in index_columns(index):
                refuse(f'index "{index.name}" still uses column "{column}"')

    def require_key_for(self, table: str) -> None:
        """Refuse a state where a foreign key refers to columns that are no longer unique."""
        for _, key in self.foreign_keys_to(table):
            self.require_key(key)

    def require_key(self, key: ForeignKey) -> None:
        """Refuse a foreign key that refers to columns which are not unique."""
        target = self.table(key.references_table)
        items = (*target.constraints.values(), *target.indexes.values())
        if not any(supports_foreign_key(item, key) for item in items):
            refuse(
                f'foreign key "{key.name}" refers to columns of table "{target.name}" '
                "that no key covers"
            )

    def require_type_change(self, table: Table, before: Column, after: Column) -> None:
        """Refuse a change of type that foreign keys, checks or indexes would not survive."""
        name = before.name
        fatal = not keeps_foreign_key(before.type, after.type)
        for key in table.foreign_keys:
            if name in key.columns and (fatal or not self._is_concrete(table, key)):
                refuse(f'foreign key "{key.name}" still uses column "{name}"')
        for holder, key in self.foreign_keys_to(table.name):
            if name in key.references_columns and (fatal or not self._is_concrete(holder, key)):
                refuse(f'foreign key "{key.name}" of "{holder.name}" still uses "{name}"')
        if not keeps_expressions(before.type, after.type):
            for item in (*table.indexes.values(), *table.constraints.values()):
                if item_mentions(item, frozenset({name})):
                    refuse(f'the expression of "{item.name}" still uses column "{name}"')

    def _is_concrete(self, table: Table, key: ForeignKey) -> bool:
        target = self.tables[key.references_table]
        return all(is_concrete(table.columns[name].type) for name in key.columns) and all(
            is_concrete(target.columns[name].type) for name in key.references_columns
        )

    # Steps shared by operations.

    def put(self, table: Table, **parts: Any) -> None:
        """Replace parts of a table; what changes of its columns reaches its children."""
        after = self.tables[table.name] = replace(table, **parts)
        self._has_children = self._has_children or bool(parents(after))
        if "columns" in parts:
            for child in self.children_of(table.name):
                self.put(child, columns=carried(child, table, after).columns)

    def children_of(self, name: str) -> list[Table]:
        """Return the partitions and the children of a table."""
        if not self._has_children:
            return []
        return [child for child in self.tables.values() if name in parents(child)]

    def add_constraint(self, table: Table, constraint: Constraint) -> None:
        """Take a constraint's name into use; the caller puts it into its table."""
        if has_index(constraint):
            key = sibling(table.name, constraint.name)
            self.take_relation(key, f'a key of table "{table.name}"')
        self._count(table.name, constraint, 1)

    def remove_constraint(self, table: Table, constraint: Constraint) -> None:
        """Give a constraint's name back."""
        if has_index(constraint):
            self.release_relation(sibling(table.name, constraint.name))
        self._count(table.name, constraint, -1)

    def rename_table(self, table: Table, after: str) -> None:
        """Put a table under another name and let the foreign keys to it follow."""
        before = table.name
        for key in table.foreign_keys:
            self._count(before, key, -1)
        renamed_key(self.tables, before, after, replace(table, name=after))
        for key in table.foreign_keys:
            self._count(after, key, 1)
        for holder, key in list(self.foreign_keys_to(before)):
            moved = replace(key, references_table=after)
            current = self.tables[holder.name]
            self.put(current, constraints={**current.constraints, key.name: moved})
        self._inbound[after] = self._inbound.pop(before, Counter())
        self.follow(Kind.TABLE, before, after)
        if namespace_of(before) != namespace_of(after):
            self._take_along_sequences(after)

    def _take_along_sequences(self, table: str) -> None:
        """Put the sequences of a table's columns into its namespace, as SET SCHEMA does."""
        for ref, item in list(self.objects.items()):
            owner: Ref | None = getattr(item, "owned_by", None)
            moved = replace(ref, name=sibling(table, bare_name(ref.name)))
            if owner is not None and owner.name == table and moved != ref:
                self.rename_object(ref, moved)
        found = self.tables[table]
        columns = dict(found.columns)
        for name, column in columns.items():
            value = column.identity
            if value is not None and value.sequence is not None:
                key = sibling(table, bare_name(value.sequence))
                columns[name] = replace(column, identity=replace(value, sequence=key))
        self.put(found, columns=columns)

    def drop_parts(self, table: str) -> None:
        """Refuse to drop a table of which triggers, rules, policies or statistics are left."""
        for part in self._parts_of(table):
            refuse(f'{part.ref} is still on table "{table}"')

    def _parts_of(self, table: str) -> list[DatabaseObject]:
        return [part for part in self.objects.values() if getattr(part, "table", None) == table]

    def rename_object(self, before: Ref, after: Ref) -> None:
        """Put an object under another name."""
        if after in self.objects:
            refuse(f"{after} exists already")
        item = self.object(before)
        if before.kind is Kind.NAMESPACE:
            self._rename_namespace(before.name, after.name)
        name = after.part if after.part is not None else after.name.partition("(")[0]
        renamed: DatabaseObject = replace(cast("Any", item), name=name)
        renamed_key(self.objects, before, after, renamed)
        if after.part is None:
            self.follow(before.kind, before.name.partition("(")[0], name)

    def rename_multirange(self, range_type: Ref, before: str, after: str) -> None:
        """Give the multirange type of a range another name."""
        usual = after == usual_multirange(range_type.name)
        item: Any = self.object(range_type)
        self.objects[range_type] = replace(item, multirange=None if usual else after)
        self.follow(Kind.RANGE, before, after)

    def _rename_namespace(self, before: str, after: str) -> None:
        """Move all that is in a namespace to its new name."""
        for key in [key for key in self.tables if namespace_of(key) == before]:
            self.rename_table(self.tables[key], moved_key(key, before, after))
        for key in [key for key in self.enums if namespace_of(key) == before]:
            new = moved_key(key, before, after)
            renamed_key(self.enums, key, new, replace(self.enums[key], name=new))
        self._relations = {
            moved_key(key, before, after): owner for key, owner in self._relations.items()
        }
        for item in [*self.objects.values()]:
            found: Any = item
            if item.ref.kind in HAVE_NAMESPACES:
                changes = {"name": moved_key(item.name, before, after)}
                if getattr(item, "multirange", None) is not None:
                    changes["multirange"] = moved_key(found.multirange, before, after)
                moved: DatabaseObject = replace(found, **changes)
                renamed_key(self.objects, item.ref, moved.ref, moved)

    def follow_column(self, table: str, before: str, after: str) -> None:
        """Let the objects that name a renamed column name it anew."""
        if not self.objects:
            return
        from fluentorm.diff.rewriting import ColumnRenaming, column_renamed_in_object

        like = (t.name for t in self.tables.values() if before in t.columns and t.name != table)
        renaming = ColumnRenaming(
            table=table, before=before, after=after, doubtful=frozenset(map(bare_name, like))
        )
        self.objects = {
            ref: column_renamed_in_object(item, renaming) for ref, item in self.objects.items()
        }

    def follow(self, kind: Kind, before: str, after: str) -> None:
        """Let all that names a renamed object name it anew."""
        from fluentorm.diff.rewriting import Renaming, renamed_in_object, renamed_in_table

        renaming = Renaming(kind=kind, before=before, after=after)
        word = before if kind is Kind.NAMESPACE else bare_name(before)
        for table in self.tables_naming(word):
            self.tables[table.name] = renamed_in_table(table, renaming)
        items = [renamed_in_object(item, renaming) for item in self.objects.values()]
        self.objects = {item.ref: item for item in items}

    def take_relation(self, name: str, owner: str) -> None:
        """Take a name for a table, an index or a key into use."""
        self.require_free_relation(name)
        self._relations[name] = owner

    def release_relation(self, name: str) -> None:
        """Give the name of a table, an index or a key back."""
        self._relations.pop(name, None)

    def _count(self, holder: str, constraint: Constraint, by: int) -> None:
        if isinstance(constraint, ForeignKey):
            self._inbound.setdefault(constraint.references_table, Counter())[holder] += by
