"""The calls of a TableSchema that lead to other tables.

``belongs_to``, ``has_one`` and ``many_to_many`` stand in the table that holds the column; each is
a relation of the models and a foreign key ``fk_<table>_<relation>``. ``has_many`` and
``has_one_in`` stand at the other end and are metadata only: the other table's own relation has the
foreign key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from fluentorm.errors import Problem
from fluentorm.schema.builder_constraints import ConstraintMethods, same_definition
from fluentorm.schema.builder_text import plain
from fluentorm.schema.hints import Relation, RelationKind
from fluentorm.schema.names import foreign_key_name
from fluentorm.schema.objects import Action, Constraint, ForeignKey, Match


class ForeignKeyOptions(TypedDict, total=False):
    """What may be said about the foreign key of a relation.

    ``on_delete`` and ``on_update`` are ``no_action`` (the default), ``restrict``, ``cascade``,
    ``set_null`` or ``set_default``; ``match`` is ``simple`` or ``full``. ``on_delete_columns`` are
    those that the last two touch (PostgreSQL 15; all). With ``period`` (18) the last columns are
    ranges. ``validated=False`` does not look at rows that are there, ``enforced=False`` (18) at
    none. ``constraint_name`` is its name instead of ``fk_<table>_<relation>``, ``renamed_from``
    its name before.
    """

    on_delete: Action | str
    on_update: Action | str
    match: Match | str
    on_delete_columns: Iterable[str] | str
    period: bool
    validated: bool
    enforced: bool
    deferrable: bool
    initially_deferred: bool
    constraint_name: str | None
    comment: str | None
    renamed_from: str | None


class RelationMethods(ConstraintMethods):
    """The calls that declare relations and foreign keys."""

    def foreign(
        self,
        name: str,
        column: Iterable[str] | str,
        references_table: str,
        references_column: Iterable[str] | str = "id",
        relationship_type: RelationKind | str = RelationKind.MANY_TO_ONE,
        **options: Unpack[ForeignKeyOptions],
    ) -> None:
        """Add a relation of any kind over one column or several.

        A one_to_many relation is metadata only; every other kind has its foreign key.

        >>> t.uuid("user_id", unique=True)
        >>> t.foreign("user", "user_id", "users", relationship_type="one_to_one")
        """
        kind = self._choice(f'relationship_type of "{name}"', RelationKind, relationship_type)
        self._add_relation(name, kind, column, references_table, references_column, options)

    def foreign_key(
        self,
        name: str,
        column: Iterable[str] | str,
        references_table: str,
        references_column: Iterable[str] | str = "id",
        **options: Unpack[ForeignKeyOptions],
    ) -> None:
        """Add a many-to-one relation, as ``foreign`` does.

        >>> t.uuid("team_id")
        >>> t.foreign_key("team", "team_id", "teams")
        """
        self.foreign(name, column, references_table, references_column, **options)

    def foreigns(self, relations: Iterable[Mapping[str, Any]]) -> None:
        """Add several relations, each a dict of the arguments of ``foreign``.

        >>> t.uuid("team_id")
        >>> t.foreigns([{"name": "team", "column": "team_id", "references_table": "teams"}])
        """
        self._each("foreign", relations)

    def belongs_to(
        self,
        name: str,
        column: Iterable[str] | str,
        references_table: str,
        references_column: Iterable[str] | str = "id",
        **options: Unpack[ForeignKeyOptions],
    ) -> None:
        """Say that each row belongs to one row of another table (many to one).

        >>> t.uuid("team_id")
        >>> t.belongs_to("team", "team_id", "teams", on_delete="cascade")
        """
        kind = RelationKind.MANY_TO_ONE
        self._add_relation(name, kind, column, references_table, references_column, options)

    def has_one(
        self,
        name: str,
        column: Iterable[str] | str,
        references_table: str,
        references_column: Iterable[str] | str = "id",
        **options: Unpack[ForeignKeyOptions],
    ) -> None:
        """Say that each row has one row of another table, and no other row has the same.

        This table holds the foreign key; making its column unique is left to the author.

        >>> t.uuid("address_id", unique=True)
        >>> t.has_one("address", "address_id", "addresses")
        """
        kind = RelationKind.ONE_TO_ONE
        self._add_relation(name, kind, column, references_table, references_column, options)

    def many_to_many(
        self,
        name: str,
        column: Iterable[str] | str,
        references_table: str,
        references_column: Iterable[str] | str = "id",
        **options: Unpack[ForeignKeyOptions],
    ) -> None:
        """Declare one end of a many-to-many relation on its junction table; call it for both.

        The column gets its foreign key, ON DELETE CASCADE unless said otherwise; where a
        belongs_to over the same column has one already, that one serves.

        >>> t.uuid("post_id")
        >>> t.uuid("tag_id")
        >>> t.many_to_many("post", "post_id", "posts")
        >>> t.many_to_many("tag", "tag_id", "tags")
        """
        given: ForeignKeyOptions = {"on_delete": Action.CASCADE, **options}
        kind = RelationKind.MANY_TO_MANY
        self._add_relation(name, kind, column, references_table, references_column, given)
        if isinstance(name, str) and name in self._relations:
            self._junctions[plain(name)] = "on_delete" in options or "on_update" in options

    def has_many(
        self,
        name: str,
        foreign_table: str,
        foreign_column: Iterable[str] | str,
        local_column: Iterable[str] | str = "id",
    ) -> None:
        """Say that rows of another table belong to each row here; metadata for the models only.

        >>> t.uuid("id", primary_key=True)
        >>> t.has_many("posts", "posts", "author_id")
        """
        kind = RelationKind.ONE_TO_MANY
        self._add_relation(name, kind, local_column, foreign_table, foreign_column, None)

    def has_one_in(
        self,
        name: str,
        foreign_table: str,
        foreign_column: Iterable[str] | str,
        local_column: Iterable[str] | str = "id",
    ) -> None:
        """Say that at most one row of another table belongs to each row here.

        Its column must be unique there. Metadata for the models only, as ``has_many``.

        >>> t.uuid("id", primary_key=True)
        >>> t.has_one_in("profile", "profiles", "user_id")
        """
        kind = RelationKind.ONE_TO_ONE
        self._add_relation(name, kind, local_column, foreign_table, foreign_column, None)

    def has_many_list(self, relations: Iterable[Mapping[str, Any]]) -> None:
        """Add several has_many relations, each a dict of the arguments of ``has_many``.

        >>> t.uuid("id", primary_key=True)
        >>> t.has_many_list([{"name": "pets", "foreign_table": "pets", "foreign_column": "owner"}])
        """
        self._each("has_many", relations)

    def _add_relation(
        self,
        given_name: object,
        kind: RelationKind,
        column: Iterable[str] | str,
        references_table: object,
        references_column: Iterable[str] | str,
        options: ForeignKeyOptions | None,
    ) -> None:
        """Add a relation, with a foreign key unless there are no options for one."""
        name = self._name("a relation", given_name)
        what = f'relation "{name}"'
        table = self._key_name(f"the table that {what} references", references_table)
        if name is None or table is None:
            return
        columns, references = self._names(what, column), self._names(what, references_column)
        if not columns or not references:
            return
        key = self._foreign_key(name, columns, table, references, options or {})
        if options is None or kind is RelationKind.ONE_TO_MANY:
            key = None
        relation = Relation(
            name=name,
            kind=kind,
            columns=columns,
            references_table=table,
            references_columns=references,
            constraint=key.name if key else None,
            origin=self._here(),
        )
        earlier = self._relations.setdefault(name, relation)
        if earlier is not relation and not same_definition(earlier, relation):
            where = f" at {earlier.origin}" if earlier.origin else ""
            self._problem(
                f'relation "{name}" is already defined differently{where}',
                "remove one of the two, or give it another name",
            )
        elif key:
            self._add_constraint(key)

    def _foreign_key(
        self,
        name: str,
        columns: tuple[str, ...],
        table: str,
        references: tuple[str, ...],
        options: ForeignKeyOptions,
    ) -> ForeignKey | None:
        what = f'relation "{name}"'
        self._known_options(what, options, ForeignKeyOptions)
        if len(columns) != len(references):
            self._problem(
                f"{what} has {len(columns)} column(s) here, but references {len(references)}",
                "give references_column as many names as column",
            )
            return None
        given = options.get("constraint_name")
        set_columns = options.get("on_delete_columns") or ()
        key_name = foreign_key_name(self._bare, name) if given is None else given
        return ForeignKey(
            name=self._name(f"the foreign key of {what}", key_name) or "",
            columns=columns,
            references_table=table,
            references_columns=references,
            on_delete=self._choice(
                f"on_delete of {what}", Action, options.get("on_delete", Action.NO_ACTION)
            ),
            on_update=self._choice(
                f"on_update of {what}", Action, options.get("on_update", Action.NO_ACTION)
            ),
            match=self._choice(f"match of {what}", Match, options.get("match", Match.SIMPLE)),
            on_delete_columns=self._names(f"on_delete_columns of {what}", set_columns)
            if set_columns
            else (),
            period=self._flag(f"period of {what}", options.get("period", False)),
            **self._validity(what, options.get("validated", True), options.get("enforced", True)),
            **self._deferral(
                what, options.get("deferrable", False), options.get("initially_deferred", False)
            ),
            **self._ending(what, options.get("comment"), options.get("renamed_from")),
        )


def settle_junctions(
    relations: dict[str, Relation],
    constraints: dict[str, Constraint],
    junctions: Mapping[str, bool],
) -> Iterator[Problem]:
    """Let each many_to_many use the foreign key that another relation has on the same columns.

    One key over the same columns is enough, whichever call came first. ``junctions`` names the
    many_to_many relations and says which of them were given actions of their own; these must agree.
    """
    for name, explicit in junctions.items():
        relation = relations[name]
        own = constraints.get(relation.constraint or "")
        if not isinstance(own, ForeignKey):
            continue
        other = next((c for c in constraints.values() if _same_ends(own, c)), None)
        if other is None:
            continue
        if explicit and not _same_actions(own, other):
            yield Problem(
                f'relation "{name}" and foreign key "{other.name}" are over the same columns, '
                "but act differently on delete or update",
                relation.origin,
                "say on_delete and on_update at one of them",
            )
        del constraints[own.name]
        relations[name] = replace(relation, constraint=other.name)


def _same_ends(own: ForeignKey, other: Constraint) -> bool:
    return (
        isinstance(other, ForeignKey)
        and other is not own
        and other.columns == own.columns
        and other.references_table == own.references_table
        and other.references_columns == own.references_columns
    )


def _same_actions(own: ForeignKey, other: Constraint) -> bool:
    return isinstance(other, ForeignKey) and (own.on_delete, own.on_update) == (
        other.on_delete,
        other.on_update,
    )
