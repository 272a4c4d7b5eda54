"""The calls of a DatabaseSchema for namespaces, extensions, collations, types and sequences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Unpack

from fluentorm.schema.builder_defaults import WrongDefault, python_default
from fluentorm.schema.builder_text import plain
from fluentorm.schema.database_objects import (
    Attribute,
    Collation,
    CompositeType,
    Domain,
    DomainCheck,
    Extension,
    Namespace,
    RangeType,
    Sequence,
)
from fluentorm.schema.database_state import CommonOptions, DatabaseState, GrantOptions
from fluentorm.schema.enum_values import enum_values, renamed_values_of
from fluentorm.schema.names import usual_domain_not_null
from fluentorm.schema.objects import Enum
from fluentorm.schema.qualified import PUBLIC, name_parts, qualify
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sequence_options import SequenceSettings, read_sequence

if TYPE_CHECKING:
    from fluentorm.schema.sql_text import SqlText

_INTEGERS = ("bigint", "integer", "smallint")


class SequenceCallOptions(SequenceSettings, GrantOptions, total=False):
    """What may be said about a sequence.

    ``owned_by`` is the column, ``"orders.number"``, with which it goes.
    """

    unlogged: bool
    owned_by: str | None


class TypeMethods(DatabaseState):
    """The calls for what tables are made of."""

    def namespace(self, name: str, **options: Unpack[GrantOptions]) -> None:
        """Declare a namespace (a PostgreSQL schema).

        >>> db.namespace("billing", grants={"app": "usage"})
        """
        given = self._name("a namespace", name)
        if given is None:
            return
        what = f'namespace "{given}"'
        self._known_options(what, options, GrantOptions)
        common = self._granted(what, Kind.NAMESPACE, options, given)
        common["renamed_from"] = self._text(f"renamed_from of {what}", options.get("renamed_from"))
        self._add(Namespace(name=given, **common))

    def extension(
        self,
        name: str,
        *,
        namespace: str | None = None,
        version: str | None = None,
        comment: str | None = None,
    ) -> None:
        """Declare an extension; without a version it is the server's default one.

        Without a ``comment`` it has its own; with "" none.

        >>> db.extension("citext")
        """
        given = self._name("an extension", name)
        if given is None:
            return
        what = f'extension "{given}"'
        self._add(
            Extension(
                name=given,
                namespace=self._text(f"namespace of {what}", namespace),
                version=self._text(f"version of {what}", version),
                comment=self._string(f"the comment of {what}", comment),
                origin=self._here(),
            )
        )

    def collation(
        self,
        name: str,
        *,
        provider: str = "icu",
        locale: str | None = None,
        lc_collate: str | None = None,
        lc_ctype: str | None = None,
        deterministic: bool = True,
        rules: str | None = None,
        **options: Unpack[CommonOptions],
    ) -> None:
        """Declare a collation.

        ``provider`` is ``icu``, ``libc`` or ``builtin`` (PostgreSQL 17). It has a ``locale``, or
        with libc ``lc_collate`` and ``lc_ctype``. ``rules`` need PostgreSQL 16.

        >>> db.collation("german", locale="de-u-co-phonebk")
        """
        given = self._key_name("a collation", name)
        if given is None:
            return
        what = f'collation "{given}"'
        self._known_options(what, options, CommonOptions)
        if (locale is None) == (lc_collate is None and lc_ctype is None):
            self._problem(f"{what} needs a locale, or lc_collate and lc_ctype")
        self._add(
            Collation(
                name=given,
                provider=self._word(
                    f"the provider of {what}", provider, ("icu", "libc", "builtin")
                ),
                locale=self._text(f"locale of {what}", locale),
                lc_collate=self._text(f"lc_collate of {what}", lc_collate),
                lc_ctype=self._text(f"lc_ctype of {what}", lc_ctype),
                deterministic=self._flag(f"deterministic of {what}", deterministic),
                rules=self._text(f"rules of {what}", rules),
                **self._common(what, options),
            )
        )

    def enum(
        self,
        name: str,
        values: Iterable[str],
        *,
        renamed_values: Mapping[str, str] | None = None,
        **options: Unpack[GrantOptions],
    ) -> None:
        """Declare an enum type; ``renamed_values`` maps new words to the old ones.

        >>> db.enum("mood", ["sad", "ok", "happy"])
        """
        given = self._key_name("an enum", name)
        if given is None:
            return
        what = f'enum "{given}"'
        self._known_options(what, options, GrantOptions)
        self._add_enum(
            Enum(
                name=given,
                values=enum_values(self, given, values),
                renamed_values=renamed_values_of(self, given, renamed_values),
                **self._granted(what, Kind.ENUM, options),
            )
        )

    def domain(
        self,
        name: str,
        type: str,  # noqa: A002 the word of columns
        *,
        nullable: bool = True,
        default: object = None,
        collation: str | None = None,
        not_null: str | Mapping[str, Any] | None = None,
        checks: Mapping[str, SqlText | str | Mapping[str, Any]] | None = None,
        blocking_ok: str | None = None,
        **options: Unpack[GrantOptions],
    ) -> None:
        """Declare a domain: a type with ``checks``, which are SQL over ``VALUE``, by name.

        A check may also be a dict of ``expression``, ``validated`` and ``comment``. ``not_null``
        says what its NOT NULL constraint is called (PostgreSQL 17), as a name or as a dict of
        ``name`` and ``comment``, and that it has one. ``default`` is a value or ``sql("...")``.
        A check that is added later stops all who write to a table with such a column, while
        their rows are read: ``blocking_ok`` says why it may.

        >>> db.domain("email", "text", checks={"email_has_at": "VALUE LIKE '%@%'"})
        """
        given = self._key_name("a domain", name)
        if given is None:
            return
        what = f'domain "{given}"'
        self._known_options(what, options, GrantOptions)
        type_ = self._sql_type(what, type)
        self._add(
            Domain(
                name=given,
                type=type_,
                collation=self._collation(what, collation),
                default=self._default(what, default, type_),
                nullable=self._flag(f"nullable of {what}", nullable) and not_null is None,
                **self._not_null(given, what, not_null),
                checks=self._checks(what, checks),
                blocking_ok=self._text(f"blocking_ok of {what}", blocking_ok),
                **self._granted(what, Kind.DOMAIN, options),
            )
        )

    def composite_type(
        self,
        name: str,
        attributes: Mapping[str, str | Mapping[str, Any]],
        **options: Unpack[GrantOptions],
    ) -> None:
        """Declare a composite type: its attributes by name, each a type.

        An attribute may also be a dict of ``type``, ``collation``, ``comment`` and
        ``renamed_from``.

        >>> db.composite_type("address", {"street": "text", "city": "text"})
        """
        given = self._key_name("a composite type", name)
        if given is None:
            return
        what = f'composite type "{given}"'
        self._known_options(what, options, GrantOptions)
        self._add(
            CompositeType(
                name=given,
                attributes=self._attributes(what, attributes),
                **self._granted(what, Kind.COMPOSITE, options),
            )
        )

    def range_type(
        self,
        name: str,
        subtype: str,
        *,
        opclass: str | None = None,
        collation: str | None = None,
        canonical: str | None = None,
        subtype_diff: str | None = None,
        multirange: str | None = None,
        **options: Unpack[GrantOptions],
    ) -> None:
        """Declare a range type over ``subtype``.

        ``canonical`` and ``subtype_diff`` are functions, ``multirange`` is the name of its
        multirange type; all else is PostgreSQL's own choice.

        >>> db.range_type("float_range", "double precision")
        """
        given = self._key_name("a range type", name)
        if given is None:
            return
        what = f'range type "{given}"'
        self._known_options(what, options, GrantOptions)
        multi = None if multirange is None else self._key_name(f"multirange of {what}", multirange)
        self._add(
            RangeType(
                name=given,
                subtype=self._sql_type(what, subtype),
                opclass=self._text(f"opclass of {what}", opclass),
                collation=self._collation(what, collation),
                canonical=self._text(f"canonical of {what}", canonical),
                subtype_diff=self._text(f"subtype_diff of {what}", subtype_diff),
                multirange=multi,
                **self._granted(what, Kind.RANGE, options),
            )
        )

    def sequence(
        self,
        name: str,
        type: str = "bigint",  # noqa: A002 the word of columns
        **options: Unpack[SequenceCallOptions],
    ) -> None:
        """Declare a sequence of its own.

        >>> db.sequence("invoice_numbers", start=1000, owned_by="invoices.number")
        """
        given = self._key_name("a sequence", name)
        if given is None:
            return
        what = f'sequence "{given}"'
        self._known_options(what, options, SequenceCallOptions)
        type_ = self._sql_type(what, type)
        if type_ not in _INTEGERS:
            self._problem(f"{what} must be {', '.join(_INTEGERS)}, not {type_}")
        self._add(
            Sequence(
                name=given,
                type=type_,
                options=read_sequence(self, what, options, type_),
                unlogged=self._flag(f"unlogged of {what}", options.get("unlogged", False)),
                owned_by=self._column_ref(f"owned_by of {what}", options.get("owned_by")),
                **self._granted(what, Kind.SEQUENCE, options),
            )
        )

    def _default(self, what: str, given: object, type_: str) -> str | None:
        try:
            return python_default(given, type_)
        except WrongDefault as wrong:
            self._problem(f"default of {what}: {wrong.message}", wrong.hint)
            return None

    def _not_null(self, domain: str, what: str, given: object) -> dict[str, Any]:
        if given is None:
            return {}
        own = f"not_null of {what}"
        parts = self._parts(own, given, "name", ("name", "comment"))
        name = None if parts.get("name") is None else self._name(own, parts["name"])
        return {
            "not_null_name": None if name == usual_domain_not_null(domain) else name,
            "not_null_comment": self._string(f"the comment of {own}", parts.get("comment")) or None,
        }

    def _checks(self, what: str, given: object) -> tuple[DomainCheck, ...]:
        if given is None:
            return ()
        if not isinstance(given, Mapping):
            self._problem(f"checks of {what} must map names to SQL, not {given!r}")
            return ()
        found = []
        for name, value in given.items():
            own = f'check "{name}" of {what}'
            parts = self._parts(own, value, "expression", ("expression", "validated", "comment"))
            text = self._text(f"the expression of {own}", parts.get("expression"))
            if self._name(own, name) is None or text is None or not text.strip():
                self._problem(f"{own} needs an expression")
                continue
            found.append(
                DomainCheck(
                    name=plain(name),
                    expression=text,
                    validated=self._flag(f"validated of {own}", parts.get("validated", True)),
                    comment=self._string(f"the comment of {own}", parts.get("comment")) or None,
                )
            )
        return tuple(found)

    def _attributes(self, what: str, given: object) -> tuple[Attribute, ...]:
        if not isinstance(given, Mapping):
            self._problem(f"the attributes of {what} must map names to types, not {given!r}")
            return ()
        found = []
        options = ("type", "collation", "comment", "renamed_from")
        for name, value in given.items():
            own = f'attribute "{name}" of {what}'
            parts = self._parts(own, value, "type", options)
            if self._name(own, name) is None:
                continue
            found.append(
                Attribute(
                    name=plain(name),
                    type=self._sql_type(own, parts.get("type")),
                    collation=self._collation(own, parts.get("collation")),
                    comment=self._string(f"the comment of {own}", parts.get("comment")) or None,
                    renamed_from=self._text(f"renamed_from of {own}", parts.get("renamed_from")),
                )
            )
        return tuple(found)

    def _parts(
        self, what: str, given: object, main: str, known: tuple[str, ...]
    ) -> Mapping[str, Any]:
        """Return a value that is either the main part alone, or a dict of all."""
        if not isinstance(given, Mapping):
            return {main: given}
        for option in given.keys() - set(known):
            self._problem_option(what, str(option), known)
        return given

    def _column_ref(self, what: str, given: object) -> Ref | None:
        """Return the column that ``table.column`` or ``namespace.table.column`` names."""
        text = self._text(what, given)
        if text is None:
            return None
        parts = name_parts(text)
        if len(parts) not in (2, 3):
            self._problem(f'{what} must be a column such as "orders.number", not "{text}"')
            return None
        namespace = PUBLIC if len(parts) == 2 else parts[0]
        return Ref(Kind.COLUMN, qualify(namespace, parts[-2]), parts[-1])
