"""Objects beside tables: what is made anew, and in which order everything happens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fluentorm.diff.apply import apply
from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterObject,
    AlterTable,
    CreateObject,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropObject,
    DropTable,
    Operation,
    RenameObject,
    RenameTable,
    inverse,
)
from fluentorm.diff.renames import suggestions
from fluentorm.errors import DiffError
from fluentorm.schema.database_objects import (
    DatabaseObject,
    DefaultPrivileges,
    Domain,
    Namespace,
    Policy,
    Routine,
    Sequence,
    Trigger,
    View,
)
from fluentorm.schema.objects import (
    EMPTY,
    Check,
    Column,
    Generated,
    Identity,
    Index,
    IndexKey,
    PrimaryKey,
    SchemaModel,
    Table,
    TableDetails,
)
from fluentorm.schema.privileges import Grant, Privileges
from fluentorm.schema.refs import Kind, Ref


def table(name: str, *columns: Column, **parts: Any) -> Table:
    return Table(name=name, columns={column.name: column for column in columns}, **parts)


def model(*parts: Table | DatabaseObject) -> SchemaModel:
    return SchemaModel(
        tables={part.name: part for part in parts if isinstance(part, Table)},
        objects={part.ref: part for part in parts if not isinstance(part, Table)},
    )


def steps(old: SchemaModel, new: SchemaModel) -> list[str]:
    """Return the operations in a few words each, after the laws were found to hold."""
    operations = diff(old, new)
    assert apply(operations, old) == new
    assert apply([inverse(operation) for operation in reversed(operations)], new) == old
    assert not diff(new, new)
    return [words(operation) for operation in operations]


def words(operation: Operation) -> str:
    match operation:
        case CreateObject(object=item) | DropObject(object=item) | AlterObject(after=item):
            subject = item.ref.part or item.ref.name
        case CreateTable(table=made) | DropTable(table=made):
            subject = made.name
        case AddColumn(column=column) | DropColumn(column=column) | AlterColumn(after=column):
            subject = column.name
        case AddConstraint(constraint=item) | DropConstraint(constraint=item):
            subject = item.name
        case AddIndex(index=index) | DropIndex(index=index):
            subject = index.name
        case RenameTable(after=name) | AlterTable(table=name):
            subject = name
        case _:
            raise AssertionError(operation)
    return f"{type(operation).__name__} {subject}"


ID = Column(name="id", type="integer")
USERS = table("users", ID, Column(name="email", type="text"))
ACTIVE = View(name="active", query="SELECT id, email FROM users")
RECENT = View(name="recent", query="SELECT id FROM active")
TOTAL = Routine(
    name="total", signature="integer", arguments="a integer", body="SELECT 1", returns="integer"
)


def test_views_come_after_what_they_select_from_and_go_before_it() -> None:
    assert steps(EMPTY, model(RECENT, ACTIVE, USERS)) == [
        "CreateTable users",
        "CreateObject active",
        "CreateObject recent",
    ]
    assert steps(model(USERS, ACTIVE, RECENT), EMPTY) == [
        "DropObject recent",
        "DropObject active",
        "DropTable users",
    ]


def test_a_retyped_column_takes_along_the_views_over_it_and_nothing_else() -> None:
    other = View(name="other", query="SELECT 1 AS one")
    names = View(name="names", query="SELECT id FROM users")
    new = table("users", ID, Column(name="email", type="character varying(100)"))
    assert steps(
        model(USERS, ACTIVE, RECENT, other, names), model(new, ACTIVE, RECENT, other, names)
    ) == [
        "DropObject recent",
        "DropObject active",
        "AlterColumn email",
        "CreateObject active",
        "CreateObject recent",
    ]


def test_policies_triggers_and_generated_columns_step_aside_for_a_new_type() -> None:
    policy = Policy(name="own", table="users", using="email = CURRENT_USER")
    trigger = Trigger(
        name="watch",
        table="users",
        timing="AFTER",
        events=("UPDATE",),
        columns=("email",),
        call="f()",
    )
    lower = Column(
        name="lower", type="text", nullable=True, generated=Generated(expression="lower(email)")
    )
    old = table("users", ID, Column(name="email", type="text"), lower)
    new = table("users", ID, Column(name="email", type="character varying"), lower)
    found = steps(model(old, policy, trigger), model(new, policy, trigger))
    assert set(found[:3]) == {"DropObject own", "DropObject watch", "DropColumn lower"}
    assert found[3] in ("AddColumn lower", "AlterColumn email")
    assert {"CreateObject own", "CreateObject watch"} <= set(found[4:])


def test_a_view_with_more_columns_is_replaced_in_place() -> None:
    known = (("id", "integer"), ("email", "text"))
    old = replace(ACTIVE, known_columns=known)
    new = replace(
        ACTIVE,
        query="SELECT id, email, 1 AS one FROM users",
        known_columns=(*known, ("one", "integer")),
    )
    assert steps(model(USERS, old, RECENT), model(USERS, new, RECENT)) == ["AlterObject active"]
    fewer = replace(ACTIVE, query="SELECT id FROM users", known_columns=known[:1])
    assert steps(model(USERS, new, RECENT), model(USERS, fewer, RECENT)) == [
        "DropObject recent",
        "DropObject active",
        "CreateObject active",
        "CreateObject recent",
    ]


def test_a_function_with_another_result_frees_the_defaults_checks_and_indexes_over_it() -> None:
    column = Column(name="n", type="integer", default="total(1)")
    check = Check(name="positive", expression="total(id) > 0")
    index = Index(name="by_total", keys=(IndexKey(expression="total(id)"),))
    holder = table("t", ID, column, constraints={"positive": check}, indexes={"by_total": index})
    new = replace(TOTAL, returns="bigint")
    assert steps(model(holder, TOTAL), model(holder, new)) == [
        "DropIndex by_total",
        "DropConstraint positive",
        "AlterColumn n",
        "DropObject total(integer)",
        "CreateObject total(integer)",
        "AlterColumn n",
        "AddConstraint positive",
        "AddIndex by_total",
    ]
    body = replace(TOTAL, body="SELECT 2")
    assert steps(model(holder, TOTAL), model(holder, body)) == ["AlterObject total(integer)"]


def test_a_function_comes_between_the_tables_that_it_stands_between() -> None:
    first = table("a_late", Column(name="n", type="integer", default="pick()"))
    row = table("b_early", ID)
    pick = Routine(
        name="pick",
        signature="",
        body="BEGIN ATOMIC SELECT id FROM b_early; END",
        atomic=True,
        returns="integer",
    )
    assert steps(EMPTY, model(first, row, pick)) == [
        "CreateTable b_early",
        "CreateObject pick()",
        "CreateTable a_late",
    ]


def test_columns_of_a_type_that_is_made_anew_hold_text_meanwhile() -> None:
    old = Domain(name="amount", type="integer")
    new = replace(old, type="bigint")
    holder = table("t", Column(name="a", type="amount", default="1"))
    assert steps(model(holder, old), model(holder, new)) == [
        "AlterColumn a",
        "DropObject amount",
        "CreateObject amount",
        "AlterColumn a",
    ]
    assert steps(model(holder, old), model(holder, replace(old, default="0"))) == [
        "AlterObject amount"
    ]


def test_a_serial_column_comes_and_goes_with_its_sequence() -> None:
    owner = Ref(Kind.COLUMN, "t", "id")
    holder = table("t", Column(name="id", type="integer", default="nextval('t_id_seq'::regclass)"))
    sequence = Sequence(name="t_id_seq", type="integer", owned_by=owner)
    full = SchemaModel(
        tables={"t": holder},
        objects={sequence.ref: sequence},
        depends={sequence.ref: frozenset({owner}), owner: frozenset({sequence.ref})},
    )
    assert steps(EMPTY, full) == [
        "CreateObject t_id_seq",
        "CreateTable t",
        "AlterObject t_id_seq",
    ]
    assert steps(full, EMPTY) == ["AlterObject t_id_seq", "DropTable t", "DropObject t_id_seq"]


def test_namespaces_frame_what_is_in_them() -> None:
    billing = Namespace(name="billing")
    invoices = table("billing.invoices", ID)
    assert steps(EMPTY, model(invoices, billing)) == [
        "CreateObject billing",
        "CreateTable billing.invoices",
    ]
    assert steps(model(billing, invoices), EMPTY) == [
        "DropTable billing.invoices",
        "DropObject billing",
    ]


def test_default_privileges_count_for_nothing_that_is_made_beside_them() -> None:
    rights = DefaultPrivileges(
        objects="tables", privileges=Privileges(grants=(Grant("app", "SELECT"),))
    )
    assert steps(EMPTY, model(rights, USERS, ACTIVE)) == [
        "CreateTable users",
        "CreateObject active",
        "CreateObject //tables",
    ]


def test_parts_of_a_renamed_table_follow_it() -> None:
    policy = Policy(name="own", table="users", using="true")
    renamed = replace(USERS, name="people", renamed_from="users")
    assert steps(model(USERS, policy), model(renamed, replace(policy, table="people"))) == [
        "RenameTable people"
    ]


PARENT = table(
    "events",
    ID,
    Column(name="at", type="date"),
    details=TableDetails(partition_by="RANGE (at)"),
)


def partition(name: str, parent: Table, **parts: Any) -> Table:
    columns = [
        replace(column, details=replace(column.details, inherited=True))
        for column in parent.columns.values()
    ]
    details = TableDetails(partition_of=parent.name, bound="DEFAULT")
    return table(name, *columns, details=details, **parts)


def test_partitions_come_after_their_parents_and_take_over_their_columns() -> None:
    more = table(
        "events",
        *PARENT.columns.values(),
        Column(name="n", type="integer", nullable=True),
        details=PARENT.details,
    )
    child = partition("a_child", PARENT)
    assert steps(EMPTY, model(child, PARENT)) == ["CreateTable events", "CreateTable a_child"]
    assert steps(model(PARENT, child), EMPTY) == ["DropTable a_child", "DropTable events"]
    assert steps(model(child, PARENT), model(partition("a_child", more), more)) == ["AddColumn n"]
    assert steps(model(partition("a_child", more), more), model(child, PARENT)) == ["DropColumn n"]


def test_attaching_a_table_keeps_the_key_that_its_parent_has_too() -> None:
    def with_key(name: str) -> dict[str, PrimaryKey]:
        return {f"{name}_pkey": PrimaryKey(name=f"{name}_pkey", columns=("id", "at"))}

    parent = replace(PARENT, constraints=with_key("events"))
    alone = table("old", *PARENT.columns.values(), constraints=with_key("old"))
    operations = diff(model(parent, alone), model(parent, partition("old", parent)))
    assert [words(operation) for operation in operations] == ["AlterTable old"]


def test_a_replica_identity_points_to_an_index_that_is_there() -> None:
    index = Index(name="u", keys=(IndexKey(column="id"),), unique=True)
    pointing = table(
        "t", ID, indexes={"u": index}, details=TableDetails(replica_identity_index="u")
    )
    assert steps(EMPTY, model(pointing)) == ["CreateTable t", "AddIndex u", "AlterTable t"]
    assert steps(model(pointing), EMPTY)[0] == "AlterTable t"


@pytest.mark.parametrize("size", [400])
def test_many_views_are_ordered_in_one_pass(size: int) -> None:
    views = [
        View(name=f"v{n}", query=f"SELECT * FROM v{n - 1}" if n else "SELECT 1")
        for n in range(size)
    ]
    found = steps(EMPTY, model(*reversed(views)))
    assert found == [f"CreateObject v{n}" for n in range(size)]


def test_all_that_is_made_anew_is_one_change() -> None:
    new = table("users", ID, Column(name="email", type="character varying(100)"))
    found = changes(diff(model(USERS, ACTIVE, RECENT), model(new, ACTIVE, RECENT)))
    assert [(one.slug, len(one.operations)) for one in found] == [("users_alter_column_email", 5)]
    other = replace(ACTIVE, query="SELECT 1 AS one", known_columns=(("one", "integer"),))
    known = replace(ACTIVE, known_columns=(("id", "integer"), ("email", "text")))
    found = changes(diff(model(USERS, known, RECENT), model(USERS, other, RECENT)))
    assert [(one.slug, len(one.operations)) for one in found] == [("alter_view_active", 4)]


def test_a_declared_rename_keeps_an_object() -> None:
    renamed = replace(ACTIVE, name="enabled", renamed_from="active")
    assert [type(o).__name__ for o in diff(model(USERS, ACTIVE), model(USERS, renamed))] == [
        "RenameObject"
    ]
    assert not diff(model(USERS, renamed), model(USERS, renamed))
    other = replace(TOTAL, name="sum_of", renamed_from="total")
    assert diff(model(TOTAL), model(other)) == (RenameObject(before=TOTAL.ref, after=other.ref),)
    policy = Policy(name="own", table="users", using="true")
    mine = replace(policy, name="mine", table="people", renamed_from="own")
    people = replace(USERS, name="people", renamed_from="users")
    operations = diff(model(USERS, policy), model(people, mine))
    assert [type(o).__name__ for o in operations] == ["RenameTable", "RenameObject"]
    with pytest.raises(DiffError, match='view "active" still exists'):
        diff(model(USERS, ACTIVE), model(USERS, ACTIVE, renamed))


def test_functions_come_after_what_their_bodies_mention_where_that_is_possible() -> None:
    reads = replace(TOTAL, name="a_reads", body="SELECT count(*) FROM users")
    assert steps(EMPTY, model(reads, USERS)) == [
        "CreateTable users",
        "CreateObject a_reads(integer)",
    ]
    default = table("t", Column(name="n", type="integer", default="loop(1)"))
    loop = replace(TOTAL, name="loop", body="SELECT n FROM t")
    assert steps(EMPTY, model(default, loop)) == ["CreateObject loop(integer)", "CreateTable t"]


def test_a_check_is_validated_and_an_index_tuned_in_place() -> None:
    check = Check(name="positive", expression="id > 0", validated=False)
    index = Index(name="by_id", keys=(IndexKey(column="id"),))
    old = table("t", ID, constraints={"positive": check}, indexes={"by_id": index})
    new = table(
        "t",
        ID,
        constraints={"positive": replace(check, validated=True, comment="so")},
        indexes={"by_id": replace(index, storage=(("fillfactor", "70"),))},
    )
    operations = diff(model(old), model(new))
    names = [type(operation).__name__ for operation in operations]
    assert names == ["AlterConstraint", "AlterIndex", "SetComment"]
    assert apply(operations, model(old)) == model(new)
    back = [inverse(operation) for operation in reversed(operations)]
    assert apply(back, model(new)) == model(old)


def test_the_public_schema_is_changed_and_never_made_or_dropped() -> None:
    public = Namespace(name="public", comment="ours")
    assert steps(EMPTY, model(public)) == ["AlterObject public"]
    assert steps(model(public), EMPTY) == ["AlterObject public"]


def test_a_type_made_anew_with_its_columns_and_indexes_is_one_change() -> None:
    old = Domain(name="amount", type="integer")
    index = Index(name="by_a", keys=(IndexKey(column="a"),))
    holder = table("t", Column(name="a", type="amount", default="1"), indexes={"by_a": index})
    operations = diff(model(holder, old), model(holder, replace(old, type="bigint")))
    assert [(one.slug, len(one.operations)) for one in changes(operations)] == [
        ("alter_domain_amount", len(operations))
    ]


def test_what_has_nothing_to_do_with_a_rebuild_stays_a_change_of_its_own() -> None:
    other = table("other", ID)
    more = table("other", ID, Column(name="n", type="integer", nullable=True))
    new = table("users", ID, Column(name="email", type="character varying(100)"))
    found = changes(diff(model(USERS, other, ACTIVE), model(new, more, ACTIVE)))
    assert sorted(one.slug for one in found) == ["other_add_column_n", "users_alter_column_email"]


def test_view_that_loses_a_column_is_made_anew_and_one_that_gains_one_is_not() -> None:
    def model(query: str) -> SchemaModel:
        view = View(name="v", query=query)
        return SchemaModel(objects={view.ref: view})

    short, long = model("SELECT a FROM t"), model("SELECT a, b FROM t")
    assert [type(one).__name__ for one in diff(short, long)] == ["AlterObject"]
    assert [type(one).__name__ for one in diff(long, short)] == ["DropObject", "CreateObject"]


def test_what_only_steps_aside_gives_no_change_its_name() -> None:
    low = Column(
        name="low", type="text", nullable=True, generated=Generated(expression="lower(email)")
    )
    short = Check(name="short", expression="length(email) < 9")
    parts = {"constraints": {"short": short}}
    new = Column(name="email", type="character varying(100)")
    old = model(table("users", ID, USERS.columns["email"], low, **parts), ACTIVE)
    found = changes(diff(old, model(table("users", ID, new, low, **parts), ACTIVE)))
    assert [change.slug for change in found] == ["users_alter_column_email"]
    assert {"DropColumn low", "AddColumn low"} <= {words(o) for o in found[0].operations}
    assert not suggestions(found[0].operations)


def test_a_default_steps_aside_without_what_stands_on_its_column() -> None:
    numbers = Sequence(name="users_id_seq", owned_by=Ref(Kind.COLUMN, "users", "id"))
    serial = replace(ID, default="nextval('users_id_seq'::regclass)")
    key = {"constraints": {"users_pkey": PrimaryKey(name="users_pkey", columns=("id",))}}
    assert steps(
        model(table("users", serial, **key), numbers),
        model(table("users", replace(ID, identity=Identity()), **key)),
    ) == ["AlterColumn id"]
    assert steps(
        model(table("users", serial, **key), numbers), model(table("users", ID, **key))
    ) == [
        "AlterObject users_id_seq",
        "AlterColumn id",
        "DropObject users_id_seq",
    ]


def test_a_table_that_moves_takes_its_sequences_along() -> None:
    def parts(namespace: str, **more: Any) -> SchemaModel:
        name, numbers = f"{namespace}orders", f"{namespace}orders_id_seq"
        identity = Identity(sequence=f"{namespace}special")
        return model(
            Namespace(name="billing"),
            table(
                name,
                replace(ID, default=f"nextval('{numbers}'::regclass)"),
                Column(name="n", type="integer", identity=identity),
                **more,
            ),
            Sequence(
                name=numbers,
                owned_by=Ref(Kind.COLUMN, name, "id"),
                renamed_from="billing.orders_id_seq" if more else None,
            ),
        )

    assert steps(parts("billing."), parts("", renamed_from="billing.orders")) == [
        "RenameTable orders"
    ]


def test_an_expression_that_an_older_server_cannot_set_makes_its_column_anew() -> None:
    def generated(expression: str) -> SchemaModel:
        column = Column(
            name="twice", type="integer", nullable=True, generated=Generated(expression=expression)
        )
        return model(table("users", ID, column))

    old, new = generated("id * 2"), generated("2 * id")
    assert [words(one) for one in diff(old, new, version=160000)] == [
        "DropColumn twice",
        "AddColumn twice",
    ]
    assert [words(one) for one in diff(old, new, version=170000)] == ["AlterColumn twice"]
