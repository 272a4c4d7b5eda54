"""Three snapshots to one, object by object."""

from dataclasses import replace

from fluentorm import TableSchema
from fluentorm.schema.objects import Enum, SchemaModel
from fluentorm.snapshot.merging import merge
from fluentorm.snapshot.store import Head, Snapshot, dump, parse
from tests.object_samples import SAMPLES


def _snapshot(columns: str, head: str = "", **more: object) -> Snapshot:
    t = TableSchema.create_empty("users")
    t.big_increments("id", primary_key=True)
    for column in columns.split():
        t.string(column.rstrip("?"), nullable=column.endswith("?"))
    for index in str(more.pop("indexes", "")).split():
        t.index([index])
    table, _ = t.build()
    model = SchemaModel(tables={"users": replace(table, **more)})
    return Snapshot(model=model, head=Head(migration=head, digest=f"of {head}"))


def _columns(snapshot: Snapshot | None) -> list[str]:
    assert snapshot is not None
    assert parse(dump(snapshot), "merged") == snapshot
    return list(snapshot.model.tables["users"].columns)


def test_columns_and_indexes_of_both_are_taken_in_their_order() -> None:
    base = _snapshot("a b c", "1", source_files=("1.py", "old.py"))
    ours = _snapshot("a x b c", "2", indexes="x", source_files=("1.py", "old.py", "x.py"))
    theirs = _snapshot("a b y", "3", indexes="b", source_files=("0.py", "1.py"))
    found = merge(base, ours, theirs)
    assert (found.conflicts, found.forked) == ((), True)
    assert _columns(found.snapshot) == ["id", "a", "x", "b", "y"]
    assert found.snapshot is not None
    table = found.snapshot.model.tables["users"]
    assert sorted(table.indexes) == ["idx_users_b", "idx_users_x"]
    assert table.source_files == ("0.py", "1.py", "x.py")
    head = found.snapshot.head
    assert head.migration == "3"
    assert head.digest not in ("of 2", "of 3")
    assert merge(base, theirs, ours).snapshot is not None


def test_what_only_one_side_generated_leaves_its_head() -> None:
    base = _snapshot("a", "1")
    hints = _snapshot("a", "1", comment="people")
    column = _snapshot("a b", "2")
    for found in (merge(base, hints, column), merge(base, column, hints)):
        assert (found.forked, _columns(found.snapshot)) == (False, ["id", "a", "b"])
        assert found.snapshot is not None
        assert found.snapshot.head == column.head
        assert found.snapshot.model.tables["users"].comment == "people"


def test_what_both_changed_or_one_took_away_is_a_conflict() -> None:
    base = _snapshot("a b", comment="old")
    assert merge(base, _snapshot("a? b"), _snapshot("a b")).conflicts == ()
    changed = merge(base, _snapshot("a? b", comment="one"), _snapshot("b", comment="two"))
    assert (changed.snapshot, changed.conflicts) == (None, ("users, its comment", "users.a"))
    assert merge(base, _snapshot("a b"), _snapshot("a b")).conflicts == ()
    gone = replace(base, model=SchemaModel())
    assert merge(base, gone, base).snapshot == gone
    assert merge(base, gone, _snapshot("a b c")).conflicts == ("users",)
    assert merge(gone, base, _snapshot("c")).conflicts == ("users",)


def test_enums_and_other_objects_are_whole() -> None:
    items = {item.ref: item for item in SAMPLES}
    some, others = (dict(list(items.items())[n::2]) for n in (0, 1))
    moods = [Enum(name="mood", values=values) for values in (("a",), ("a", "b"), ("a", "c"))]
    base, ours, theirs = (
        Snapshot(model=SchemaModel(enums={"mood": mood}, objects=objects))
        for mood, objects in zip(moods, ({}, some, others), strict=True)
    )
    assert merge(base, ours, theirs).conflicts == ("enum mood",)
    theirs = replace(theirs, model=replace(theirs.model, enums=base.model.enums))
    found = merge(base, ours, theirs).snapshot
    assert found is not None
    assert found.model.objects == items
    assert found.model.enums["mood"] == moods[1]
