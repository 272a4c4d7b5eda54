"""TableSchema: what a schema file's ``build(t)`` calls to say what a table is.

It is the only mutable thing in the model. Several files may call one TableSchema, one after the
other; what they said is put together by ``build``, which reports every problem at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Unpack

from fluentorm.errors import Problem, SchemaError
from fluentorm.schema.builder_assembly import Built, assemble
from fluentorm.schema.builder_columns import ColumnMethods
from fluentorm.schema.builder_details import DetailMethods, ObjectMethods
from fluentorm.schema.builder_indexes import IndexMethods
from fluentorm.schema.builder_options import FLAGS, ColumnOptions, field_type
from fluentorm.schema.builder_partitions import PartitionMethods
from fluentorm.schema.builder_relations import RelationMethods
from fluentorm.schema.builder_steering import SteeringMethods
from fluentorm.schema.hints import InputMode
from fluentorm.schema.objects import Column, Enum, Index, Table
from fluentorm.schema.qualified import canonical_key


class TableSchema(
    ColumnMethods,
    RelationMethods,
    IndexMethods,
    DetailMethods,
    ObjectMethods,
    PartitionMethods,
    SteeringMethods,
):
    """A table under construction; each method declares one thing, name first."""

    @classmethod
    def create_empty(cls, name: str) -> TableSchema:
        """Return a table without fields, for several files to fill.

        >>> users = TableSchema.create_empty("users")
        >>> users.string("email")
        """
        return cls(name)

    @classmethod
    def create(cls, name: str, build: Callable[[TableSchema], object]) -> TableSchema:
        """Return the table that ``build`` declares.

        Raises SchemaError with every problem of its calls.

        >>> users = TableSchema.create("users", lambda t: t.string("email"))
        >>> users.name
        'users'
        """
        schema = cls(name)
        build(schema)
        schema.build()
        return schema

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the calls so far.

        >>> t.varchar("slug", 0)
        >>> print(t.problems[0].message)
        the length of column "slug" must be 1 to 10485760, not 0
        """
        return self.finish().problems

    def alter_field(
        self,
        name: str,
        *,
        type: str | None = None,  # noqa: A002 the word of the forerunner and of YAML
        **options: Unpack[ColumnOptions],
    ) -> None:
        """Change a field that a mixin or an earlier file declared; only what is given changes.

        ``type`` is one of our words or any PostgreSQL type; ``default=None`` removes the default.

        >>> t.string("email")
        >>> t.alter_field("email", nullable=True, comment="none for guests")
        """
        field = self._name("a column to alter", name)
        if field is None:
            return
        draft = self._fields.get(field)
        if draft is None:
            given = {"type": type, **options} if type is not None else options
            self._overrides.append((field, given, self._here()))
            return
        given = {
            option: value
            for option, value in options.items()
            if value is not None or option not in FLAGS
        }
        kept = {**draft.options}
        for one, other in (("nullable", "not_null"), ("default", "default_value")):
            if one in given or other in given:
                kept.pop(one, None)
                kept.pop(other, None)
        changed = replace(draft, options={**kept, **given}, altered=self._here())
        if type is not None:
            text = field_type(type) if isinstance(type, str) else type
            new_type = self._type(name, text)
            changed = replace(changed, type=new_type.removesuffix("[]"), enum=None)
            changed = replace(
                changed, options={**changed.options, "array": new_type.endswith("[]")}
            )
        self._fields[field] = changed

    def alter_fields(self, fields: Iterable[Mapping[str, Any]]) -> None:
        """Change several fields, each a dict of the arguments of ``alter_field``.

        >>> t.string("email")
        >>> t.alter_fields([{"name": "email", "nullable": True}])
        """
        self._each("alter_field", fields)

    def rename_field(self, old: str, new: str, *, online: bool = False) -> None:
        """Say that the field ``new`` was called ``old``; the same as its ``renamed_from=old``.

        Where only ``old`` is declared, by a mixin or an earlier file, it is declared as ``new``.
        With ``online`` the column has both names until the contract of the migration is run, so
        that the code of before goes on working.

        >>> t.string("full_name")
        >>> t.rename_field("name", "full_name", online=True)
        """
        before, after = self._name("a column", old), self._name("a column", new)
        if before is not None and after is not None:
            self._renames.append((before, after, self._here()))
            if self._flag("online of rename_field", online):
                self._online_renames[after] = None

    def renamed_from(self, old: str, *, online: bool = False) -> None:
        """Say that the table was called ``old``.

        With ``online`` a view has the old name until the contract of the migration is run, so that
        the code of before goes on working.

        >>> t.renamed_from("accounts")
        """
        before = self._key_name("a table", old)
        if before is None:
            return
        if self._renamed_from not in (None, before):
            self._problem(
                f'table "{self.name}" is renamed from "{self._renamed_from}" and from "{old}"',
                "keep the newer one",
            )
        self._renamed_from = before
        self._renamed_online |= self._flag("online of renamed_from", online)

    def rename_table(self, old: str, new: str | None = None, *, online: bool = False) -> None:
        """Say that the table was called ``old``, as ``renamed_from`` does.

        >>> t.rename_table("accounts")
        """
        if new is not None and canonical_key(new) != self.name:
            self._problem(
                f'this file declares table "{self.name}", not "{new}"',
                f'set table_name = "{new}"',
            )
        self.renamed_from(old, online=online)

    def comment(self, text: str) -> None:
        """Describe the table; the database keeps it.

        >>> t.comment("who may log in")
        """
        if self._comment is not None and self._comment != text:
            self._problem(
                f'table "{self.name}" has another comment already at {self._comment_place}',
                "keep one of them",
            )
            return
        self._comment = self._string("the comment of a table", text) or None
        self._comment_place = self._here()

    def get_field_by_name(self, name: str) -> Column | None:
        """Return a field as it stands now, None where there is none.

        >>> t.string("email")
        >>> t.get_field_by_name("email").type
        'text'
        """
        return self.finish().table.columns.get(name)

    def get_index_by_name(self, name: str) -> tuple[Index, int] | None:
        """Return an index and its position from 1, None where there is none.

        >>> t.index("idx_users_email", ["email"])
        >>> t.get_index_by_name("idx_users_email")[1]
        1
        """
        for position, index in enumerate(self._indexes.values(), start=1):
            if index.name == name:
                return index, position
        return None

    def get_create_input_fields(self) -> tuple[Column, ...]:
        """Return the fields of CreateInput.

        >>> t.timestamps()
        >>> t.string("email")
        >>> [field.name for field in t.get_create_input_fields()]
        ['email']
        """
        columns = self.finish().table.columns.values()
        return tuple(c for c in columns if c.hints.create_input is not InputMode.EXCLUDED)

    def get_update_input_fields(self) -> tuple[Column, ...]:
        """Return the fields of UpdateInput.

        >>> t.timestamps()
        >>> t.string("email")
        >>> [field.name for field in t.get_update_input_fields()]
        ['email']
        """
        return tuple(c for c in self.finish().table.columns.values() if c.hints.update_input)

    def build(self) -> tuple[Table, tuple[Enum, ...]]:
        """Return the table and the enum types that its columns declare.

        Raises SchemaError with every problem of the calls. The rules between objects (that an
        index is over columns that exist, say) are those of ``schema.validate``.
        """
        built = self.finish()
        if built.problems:
            raise SchemaError(built.problems)
        return built.table, built.enums

    def finish(self) -> Built:
        """Return the table as far as it is sound, with every problem; raises nothing."""
        return assemble(self)
