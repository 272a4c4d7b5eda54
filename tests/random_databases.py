"""Random databases with every kind of object, any two of which are worth comparing.

All come from one small world of names: two databases share most objects, which then differ in
some attributes, or are there in one of them only. Every database can be created as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any, TypeVar

from fluentorm.schema.database_objects import (
    Aggregate,
    Attribute,
    Collation,
    CompositeType,
    DatabaseObject,
    DefaultPrivileges,
    Domain,
    DomainCheck,
    EventTrigger,
    Extension,
    MaterializedView,
    Namespace,
    Policy,
    Publication,
    PublishedTable,
    RangeType,
    Routine,
    Rule,
    Statistics,
    Trigger,
    View,
    ViewColumn,
)
from fluentorm.schema.database_objects import (
    Sequence as SequenceObject,
)
from fluentorm.schema.objects import (
    PLAIN_COLUMN,
    PLAIN_TABLE,
    Action,
    Check,
    Column,
    ColumnDetails,
    Constraint,
    Enum,
    Exclusion,
    ForeignKey,
    Generated,
    Identity,
    Index,
    IndexKey,
    PrimaryKey,
    SchemaModel,
    SequenceOptions,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.privileges import NO_PRIVILEGES, Grant, Privileges
from fluentorm.schema.qualified import bare_name, quote_name
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sql_text import quote_identifier

_T = TypeVar("_T")
ROLES = ("fluent_test_reader", "Fluent Test Writer")
OTHER = "Über space"
_PLAIN_TYPES = (
    ("integer", ("0", "1 + 1")),
    ("bigint", ("7",)),
    ("text", ("'it''s'", "'a'::text || 'b'::text")),
    ("character varying(20)", ("'x'",)),
    ("numeric(10,2)", ("0.5",)),
    ("timestamp with time zone", ("now()",)),
    ("date", ("CURRENT_DATE",)),
    ("jsonb", ("'{}'",)),
    ("uuid", ("gen_random_uuid()",)),
    ("integer[]", ("'{}'",)),
    ("boolean", ("true",)),
)


class RandomDatabase:
    """One database; ``version`` is the server's major version, which some attributes need."""

    def __init__(self, seed: int, *, version: int = 18) -> None:
        self.random = Random(seed)  # noqa: S311 - tests
        self.version = version
        self.tables: dict[str, Table] = {}
        self.enums: dict[str, Enum] = {}
        self.objects: dict[Ref, DatabaseObject] = {}
        self.types: list[str] = []

    def model(self) -> SchemaModel:
        """Make the database."""
        self._surroundings()
        self._types()
        self._functions()
        for name in ("users", "Order", f"{OTHER}.items", "logs"):
            if self.likely():
                self._table(name)
        if self.likely():
            self._partitioned("events")
        self._foreign_keys()
        self._views()
        for table in list(self.tables.values()):
            if table.details.partition_of is None:
                self._attachments(table)
        self._rest()
        return SchemaModel(tables=self.tables, enums=self.enums, objects=self.objects)

    # Choices.

    def likely(self, chance: float = 0.75) -> bool:
        return self.random.random() < chance

    def pick(self, values: Sequence[_T]) -> _T:
        return self.random.choice(values)

    def some(self, values: Sequence[_T]) -> list[_T]:
        return [value for value in values if self.likely(0.6)]

    def comment(self) -> str | None:
        return self.pick((None, None, "plain", "it's \\ odd\nand long"))

    def privileges(self, *names: str) -> Privileges:
        if self.likely(0.7):
            return NO_PRIVILEGES
        grants = {Grant(self.pick(ROLES), self.pick(names), self.likely(0.3))}
        return Privileges(grants=tuple(sorted(grants, key=lambda g: (g.grantee, g.privilege))))

    def add(self, item: DatabaseObject) -> None:
        self.objects[item.ref] = item

    # Kinds.

    def _surroundings(self) -> None:
        self.add(
            Namespace(
                name=OTHER, comment=self.comment(), privileges=self.privileges("USAGE", "CREATE")
            )
        )
        if self.likely(0.5):
            self.add(Extension(name="btree_gist", namespace="public"))
        if self.likely(0.5):
            self.add(
                Collation(
                    name="folded",
                    provider="libc",
                    lc_collate=self.pick(("C", "POSIX")),
                    lc_ctype="C",
                    comment=self.comment(),
                )
            )

    def _types(self) -> None:
        if self.likely():
            values = ("new", "it's", "on hold", "done")
            kept = tuple(value for value in values if self.likely(0.8)) or values
            self.enums["state"] = Enum(
                name="state",
                values=kept,
                comment=self.comment(),
                privileges=self.privileges("USAGE"),
            )
        if self.likely():
            checks = [
                DomainCheck(name="short", expression="(length((VALUE)::text) < 100)"),
                DomainCheck(name="not mine", expression="((VALUE)::text <> 'mine'::text)"),
            ]
            self.add(
                Domain(
                    name=f"{OTHER}.Name",
                    type=self.pick(("text", "text", "character varying(200)")),
                    default=self.pick((None, "'nobody'::text")),
                    nullable=self.likely(),
                    checks=tuple(self.some(checks)),
                    comment=self.comment(),
                )
            )
            self.types.append(quote_name(f"{OTHER}.Name"))
        if self.likely():
            attributes = [Attribute(name="x", type="integer"), Attribute(name="Y y", type="text")]
            chosen = tuple(attributes[: self.pick((1, 2))])
            self.add(CompositeType(name="pair", attributes=chosen, comment=self.comment()))
            self.types.append("pair")
        if self.likely(0.5):
            subtype = self.pick(("double precision", "double precision", "integer"))
            self.add(RangeType(name="span", subtype=subtype, multirange="spans"))
            self.types.append("span")
        if self.likely():
            self.add(
                SequenceObject(
                    name="numbers",
                    type=self.pick(("bigint", "integer")),
                    options=SequenceOptions(
                        start=self.pick((None, 10)),
                        increment=self.pick((1, 5)),
                        cache=self.pick((1, 20)),
                        cycle=self.likely(0.3),
                    ),
                    comment=self.comment(),
                    privileges=self.privileges("USAGE", "SELECT"),
                )
            )

    def _functions(self) -> None:
        self.add(
            Routine(
                name="twice",
                signature="integer",
                arguments=self.pick(("n integer", "n integer", "n integer DEFAULT 1")),
                returns=self.pick(("integer", "integer", "integer", "bigint")),
                body=self.pick(("SELECT n * 2", "SELECT n + n")),
                volatility="immutable",
                strict=self.likely(0.5),
                parallel=self.pick(("safe", "unsafe")),
                cost=self.pick((None, 5.0)),
                comment=self.comment(),
                privileges=self.privileges("EXECUTE"),
            )
        )
        self.add(
            Routine(
                name="touch",
                signature="",
                returns="trigger",
                language="plpgsql",
                body=self.pick(("BEGIN RETURN NEW; END", "BEGIN\n  RETURN NULL;\nEND")),
                security_definer=self.likely(0.3),
                settings=self.pick(((), (("search_path", "''"),))),
            )
        )
        if self.likely(0.5):
            self.add(
                Routine(
                    name=f"{OTHER}.work",
                    signature="text",
                    arguments="what text",
                    procedure=True,
                    language="plpgsql",
                    body="BEGIN NULL; END",
                    comment=self.comment(),
                )
            )
        if self.likely(0.5):
            self.add(
                Aggregate(
                    name="total",
                    signature="integer",
                    arguments="integer",
                    definition=(
                        ("sfunc", "int4pl"),
                        ("stype", "integer"),
                        ("initcond", self.pick(("0", "1"))),
                    ),
                )
            )
        if self.likely(0.5):
            self.add(
                Routine(
                    name="noted",
                    signature="",
                    returns="event_trigger",
                    language="plpgsql",
                    body="BEGIN NULL; END",
                )
            )
            self.add(
                EventTrigger(
                    name="note",
                    event=self.pick(("ddl_command_end", "ddl_command_start")),
                    function="noted",
                    tags=self.pick(((), ("CREATE VIEW",))),
                    enabled="disabled",
                    comment=self.comment(),
                )
            )

    def _column(self, name: str) -> Column:
        enums = [("state", ())] if "state" in self.enums else []
        own = [(name, ()) for name in self.types]
        type_, defaults = self.pick((*_PLAIN_TYPES, *enums, *own))
        collation = None
        if type_ == "text" and self.likely(0.3):
            collation = (
                self.pick(('"C"', "folded")) if self._has(Kind.COLLATION, "folded") else '"C"'
            )
        details = PLAIN_COLUMN
        if self.likely(0.2):
            details = ColumnDetails(
                statistics=self.pick((None, 50)),
                storage="external" if type_ in ("text", "jsonb") and self.likely(0.5) else None,
                privileges=self.privileges("SELECT", "UPDATE"),
            )
        return Column(
            name=name,
            type=type_,
            nullable=self.likely(),
            default=self.pick((None, *defaults)),
            collation=collation,
            comment=self.comment(),
            details=details,
        )

    def _has(self, kind: Kind, name: str) -> bool:
        return Ref(kind, name) in self.objects

    def _table(self, name: str) -> None:
        columns = {"id": self._key_column(name)}
        for column in self.some(("Name", "email", "amount", "order", "note")):
            columns[column] = self._column(column)
        if self.likely(0.5):
            columns["double"] = self._generated()
        self.tables[name] = Table(
            name=name,
            columns=columns,
            constraints=self._constraints(name, columns),
            indexes=self._indexes(name, columns),
            comment=self.comment(),
            details=self._details(),
        )

    def _key_column(self, table: str) -> Column:
        how = self.pick(("identity", "always", "serial", "plain"))
        if how == "serial":
            key = f"{table}_id_seq" if '"' not in table else table
            owner = Ref(Kind.COLUMN, table, "id")
            self.add(SequenceObject(name=key, type="integer", owned_by=owner))
            text = quote_name(key).replace("'", "''")
            return Column(name="id", type="integer", default=f"nextval('{text}'::regclass)")
        if how == "plain":
            return Column(name="id", type="integer")
        options = SequenceOptions(start=self.pick((None, 100)), increment=self.pick((1, 2)))
        return Column(
            name="id",
            type="integer",
            identity=Identity(
                always=how == "always",
                options=options,
                privileges=self.privileges("USAGE", "SELECT"),
            ),
        )

    def _generated(self) -> Column:
        virtual = self.version >= 18 and self.likely(0.3)
        expression = self.pick(("(id * 2)", "(id + 1)")) if virtual else "(id * 2)"
        kind = self.pick(("integer", "bigint"))
        return Column(
            name="double",
            type=kind,
            nullable=True,
            generated=Generated(expression=expression, virtual=virtual),
        )

    def _constraints(self, table: str, columns: dict[str, Column]) -> dict[str, Constraint]:
        bare = bare_name(table)
        found: list[Constraint] = []
        if self.likely(0.9):
            include = ("email",) if "email" in columns and self.likely(0.2) else ()
            found.append(PrimaryKey(name=f"{bare}_pkey", columns=("id",), include=include))
        if "Name" in columns and self.likely(0.5):
            found.append(
                Unique(
                    name=f"{bare}_Name_key",
                    columns=("Name", "id"),
                    nulls_not_distinct=self.version >= 15 and self.likely(0.4),
                    deferrable=self.likely(0.3),
                    comment=self.comment(),
                )
            )
        if self.likely(0.6):
            found.append(
                Check(
                    name=f"{bare} check",
                    expression=self.pick(("id > 0", "twice(id) > 0")),
                    no_inherit=self.likely(0.2),
                    validated=self.likely(0.8),
                    comment=self.comment(),
                )
            )
        if self._has(Kind.EXTENSION, "btree_gist") and self.likely(0.4):
            key = IndexKey(column="id")
            found.append(Exclusion(name=f"{bare}_excl", elements=((key, "="),)))
        return {item.name: item for item in found}

    def _indexes(self, table: str, columns: dict[str, Column]) -> dict[str, Index]:
        bare = bare_name(table)
        found: list[Index] = []
        if "email" in columns and columns["email"].type == "text" and self.likely():
            found.append(
                Index(
                    name=f"{bare}_lower",
                    keys=(IndexKey(expression="lower(email)"),),
                    where="id > 5",
                )
            )
        if self.likely():
            found.append(
                Index(
                    name=f"{bare} by id",
                    keys=(IndexKey(column="id", descending=self.likely(0.5)),),
                    unique=self.likely(0.3),
                    storage=self.pick(((), (("fillfactor", "70"),))),
                    comment=self.comment(),
                )
            )
        if self.likely(0.4):
            found.append(Index(name=f"{bare}_twice", keys=(IndexKey(expression="twice(id)"),)))
        return {item.name: item for item in found}

    def _details(self) -> TableDetails:
        if self.likely(0.4):
            return PLAIN_TABLE
        return TableDetails(
            unlogged=False,
            storage=self.pick(((), (("autovacuum_enabled", "false"), ("fillfactor", "80")))),
            row_security=self.likely(0.5),
            force_row_security=self.likely(0.3),
            replica_identity=self.pick((None, None, "full", "nothing")),
            privileges=self.privileges("SELECT", "INSERT", "UPDATE"),
        )

    def _partitioned(self, name: str) -> None:
        columns = {
            "id": Column(name="id", type="integer"),
            "at": Column(name="at", type="date"),
        }
        if self.likely(0.5):
            columns["extra"] = replace(self._column("extra"), details=PLAIN_COLUMN, comment=None)
        key = PrimaryKey(name=f"{name}_pkey", columns=("id", "at"))
        self.tables[name] = Table(
            name=name,
            columns=columns,
            constraints={key.name: key} if self.likely() else {},
            indexes={},
            details=TableDetails(partition_by="RANGE (at)"),
        )
        for year in self.some((2024, 2025, 2026)):
            bound = f"FOR VALUES FROM ('{year}-01-01') TO ('{year + 1}-01-01')"
            details = TableDetails(partition_of=name, bound=bound)
            inherited = {
                key: replace(column, details=replace(column.details, inherited=True))
                for key, column in columns.items()
            }
            self.tables[f"{name}_{year}"] = Table(
                name=f"{name}_{year}", columns=inherited, details=details
            )

    def _foreign_keys(self) -> None:
        for name in ("Order", "logs"):
            table = self.tables.get(name)
            target = self.tables.get(self.pick(("users", f"{OTHER}.items")))
            if table is None or target is None or target.primary_key is None:
                continue
            column = Column(name="ref", type="integer", nullable=True)
            key = ForeignKey(
                name=f"fk_{name}_ref",
                columns=("ref",),
                references_table=target.name,
                references_columns=("id",),
                on_delete=self.pick((Action.CASCADE, Action.SET_NULL, Action.NO_ACTION)),
                deferrable=self.likely(0.3),
                validated=self.likely(0.8),
                comment=self.comment(),
            )
            self.tables[name] = replace(
                table,
                columns={**table.columns, "ref": column},
                constraints={**table.constraints, key.name: key},
            )

    def _views(self) -> None:
        for name, table in list(self.tables.items()):
            if table.details.partition_of is not None or not self.likely(0.6):
                continue
            names = [quote_identifier(c) for c in table.columns if self.likely(0.7)] or ["id"]
            view = f"v_{bare_name(name)}"
            self.add(
                View(
                    name=view,
                    query=f"SELECT {', '.join(names)} FROM {quote_name(name)}",
                    options=self.pick(((), (("security_barrier", "true"),))),
                    columns=self._view_columns(names[0]),
                    comment=self.comment(),
                    privileges=self.privileges("SELECT"),
                )
            )
            if self.likely(0.5):
                first = names[0]
                where = f" WHERE twice({first}) > 0" if first == "id" else ""
                self.add(
                    View(
                        name=f"w_{bare_name(name)}",
                        query=f"SELECT {first} FROM {quote_name(view)}{where}",
                    )
                )
            if self.likely(0.4):
                index = Index(
                    name=f"m_{bare_name(name)}_i", keys=(IndexKey(column="n"),), unique=True
                )
                indexes = (index,) if self.likely() else ()
                self.add(
                    MaterializedView(
                        name=f"m_{bare_name(name)}",
                        query=f"SELECT count(*) AS n FROM {quote_name(view)}",
                        indexes=indexes,
                        cluster_on=self.pick((None, index.name)) if indexes else None,
                        populated=self.likely(),
                        comment=self.comment(),
                    )
                )

    def _view_columns(self, first: str) -> tuple[ViewColumn, ...]:
        name = first.strip('"')
        comment = self.comment()
        return (ViewColumn(name=name, comment=comment),) if comment else ()

    def _attachments(self, table: Table) -> None:
        name = table.name
        if self.likely(0.5):
            columns = [c for c in table.columns.values() if c.generated is None]
            self.add(
                Trigger(
                    name="touch it",
                    table=name,
                    timing=self.pick(("BEFORE", "AFTER")),
                    events=("UPDATE",),
                    columns=tuple(c.name for c in columns[:1]) if self.likely(0.5) else (),
                    when=self.pick((None, "(new.id > 0)")),
                    call="touch()",
                    enabled=self.pick(("origin", "origin", "disabled", "always")),
                    comment=self.comment(),
                )
            )
        if self.likely(0.5) and table.details.partition_by is None:
            action = self.pick(("NOTHING", "NOTHING", "NOTIFY changed"))
            definition = f"ON DELETE TO {quote_name(name)} DO ALSO {action}"
            self.add(Rule(name="keep", table=name, definition=definition, comment=self.comment()))
        if self.likely(0.5):
            self.add(
                Policy(
                    name="own rows",
                    table=name,
                    command=self.pick(("ALL", "ALL", "SELECT")),
                    permissive=self.likely(),
                    roles=self.pick(((), (ROLES[1],))),
                    using=self.pick(("(id > 0)", "(twice(id) > 0)")),
                    comment=self.comment(),
                )
            )
        if self.likely(0.4) and len(table.columns) > 2:
            columns = [quote_identifier(c.name) for c in table.columns.values() if _sortable(c)]
            if len(columns) > 1:
                self.add(
                    Statistics(
                        name=f"s_{bare_name(name)}",
                        table=name,
                        columns=tuple(columns[:2]),
                        kinds=self.pick((("ndistinct",), ("dependencies",))),
                        target=self.pick((None, 100)),
                        comment=self.comment(),
                    )
                )

    def _rest(self) -> None:
        tables = [t for t in self.tables.values() if t.details.partition_of is None]
        published = [PublishedTable(table=t.name) for t in tables if self.likely(0.5)]
        if self.likely(0.6):
            self.add(
                Publication(
                    name="feed",
                    tables=tuple(sorted(published, key=lambda one: one.table)),
                    options=self.pick(((), (("publish", "insert, update"),))),
                    comment=self.comment(),
                )
            )
        if self.likely(0.4):
            rights = Privileges(grants=(Grant(ROLES[0], "SELECT"),))
            where: Any = self.pick((None, OTHER))
            kind: Any = self.pick(("tables", "sequences"))
            self.add(DefaultPrivileges(objects=kind, namespace=where, privileges=rights))


def _sortable(column: Column) -> bool:
    virtual = column.generated is not None and column.generated.virtual
    return not virtual and column.type in ("integer", "bigint", "text", "date", "numeric(10,2)")
