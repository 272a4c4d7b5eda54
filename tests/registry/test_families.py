"""Partitions and children across files: resolved, and resolved again only when needed."""

from pathlib import Path

import pytest

from fluentorm.errors import SchemaError
from fluentorm.registry import families
from fluentorm.registry.evaluate import Evaluation, evaluate
from fluentorm.schema.privileges import Grant
from fluentorm.snapshot.tables import table_text

EVENTS = (
    "t.uuid('id')",
    "t.timestamp('at')",
    "t.partition_by('range', 'at')",
    "t.partition('events_old', start='2020-01-01', end='2024-01-01')",
)


class Folder:
    """A schemas folder that is evaluated with a cache, as generation does it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.schemas = root / "schemas"
        self.schemas.mkdir()

    def table(self, name: str, *lines: str) -> None:
        body = "".join(f"    {line}\n" for line in lines)
        (self.schemas / f"{name}.py").write_text(f"def build(t):\n{body}")

    def evaluate(self) -> Evaluation:
        cache = self.root / "cache"
        return evaluate(self.schemas, root=self.root, cache_file=cache, text_of=table_text)

    def problems(self) -> list[str]:
        with pytest.raises(SchemaError) as caught:
            self.evaluate()
        return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_partitions_of_any_file_follow_their_parent(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.table("01_new", "t.partition_of('events', default=True)")
    folder.table("02_events", *EVENTS)
    folder.table("03_people", "t.uuid('id')")
    found = folder.evaluate()
    assert list(found.model.tables) == ["new", "events", "events_old", "people"]
    assert list(found.entries) == ["new", "events", "people"]
    assert list(found.model.tables["new"].columns) == ["id", "at"]
    assert list(found.model.tables["events_old"].columns) == ["id", "at"]

    resolved: list[str] = []
    resolve = families.resolve_child
    monkeypatch.setattr(
        families,
        "resolve_child",
        lambda child, parents: resolved.append(child.table.name) or resolve(child, parents),
    )
    assert folder.evaluate().model == found.model
    assert resolved == []
    folder.table("03_people", "t.uuid('id')", "t.string('name')")
    folder.evaluate()
    assert resolved == []
    folder.table("02_events", *EVENTS, "t.string('what')")
    tables = folder.evaluate().model.tables
    assert list(tables["new"].columns) == ["id", "at", "what"]
    assert list(tables["events_old"].columns) == ["id", "at", "what"]
    assert resolved == ["new", "events_old"]


def test_grants_of_another_file_reach_partitions(folder: Folder) -> None:
    folder.table("02_events", *EVENTS)
    (folder.schemas / "03_grants.py").write_text(
        "def define(db):\n    db.grant('select', 'app', table='events_old', columns='at')\n"
    )
    for _ in range(2):
        column = folder.evaluate().model.tables["events_old"].columns["at"]
        assert column.details.privileges.grants == (Grant("app", "SELECT"),)


def test_partition_of_a_partition_in_files_of_their_own(folder: Folder) -> None:
    folder.table("01_c", "t.partition_of('b', values=[1])")
    folder.table("02_b", "t.partition_of('a', values=[1])", "t.partition_by('list', 'x')")
    folder.table("03_a", "t.integer('x')", "t.partition_by('list', 'x')")
    assert list(folder.evaluate().model.tables["c"].columns) == ["x"]


def test_parents_that_are_none_are_refused(folder: Folder) -> None:
    folder.table("01_a", "t.partition_of('event', default=True)")
    folder.table("02_events", *EVENTS)
    folder.table("03_b", "t.inherits('c')", "t.string('x')")
    folder.table("04_c", "t.inherits('b')", "t.string('y')")
    folder.table("05_events_old", "t.string('x')")
    assert folder.problems() == [
        (
            'schemas/01_a.py: table "a" is a partition of table "event", which does not exist\n'
            'hint: did you mean "events"?'
        ),
        'schemas/04_c.py: table "c" is a parent of itself, through "b"',
        (
            'schemas/05_events_old.py: table "events_old" is already declared at '
            "schemas/02_events.py:5\nhint: remove one of the two"
        ),
    ]
