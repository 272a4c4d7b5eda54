"""From a folder to a model: merging, order, places, and doing no more than is needed."""

import os
from pathlib import Path

import pytest

from fluentorm.errors import Place, SchemaError
from fluentorm.registry.evaluate import Evaluation, evaluate, load_schemas
from fluentorm.schema.objects import SchemaModel

HEAD = "from fluentorm import TableSchema, sql\n\n\n"


def _table(*lines: str, table_name: str | None = None, head: str = HEAD) -> str:
    name = f'table_name = "{table_name}"\n\n\n' if table_name else ""
    body = "".join(f"    {line}\n" for line in lines)
    return f"{head}{name}def build(t: TableSchema) -> None:\n{body}"


ID = "t.uuid('id', primary_key=True)"


class Folder:
    """A project's schemas folder, and how it is evaluated."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.schemas = root / "schemas"
        self.cache = root / ".fluent" / "cache" / "evaluation"
        self.schemas.mkdir()

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.schemas / f"{name.removeprefix('n')}.py").write_text(text)

    def evaluate(self, *, cached: bool = True) -> Evaluation:
        cache = self.cache if cached else None
        return evaluate(self.schemas, root=self.root, cache_file=cache)

    def problems(self) -> list[str]:
        with pytest.raises(SchemaError) as caught:
            self.evaluate()
        return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_folder_whose_last_file_was_removed_may_be_empty(folder: Folder) -> None:
    folder.schemas.mkdir(exist_ok=True)
    evaluation = evaluate(folder.schemas, root=folder.schemas.parent, may_be_empty=True)
    assert (evaluation.model, evaluation.entries) == (SchemaModel(), {})


def test_folder_without_files_says_how_to_begin(folder: Folder) -> None:
    (problem,) = folder.problems()
    assert problem == (
        'the folder "schemas" has no schema files\n'
        "hint: write the first one, schemas/01_users.py, or run: fluentorm init"
    )
    folder.schemas.rmdir()
    assert 'the folder "schemas" does not exist' in folder.problems()[0]
    folder.schemas.write_text("")
    assert '"schemas" is not a folder' in folder.problems()[0]


def test_tables_come_in_the_order_of_their_first_files(folder: Folder) -> None:
    folder.write(
        n03_users_more=_table("t.string('bio')", table_name="users"),
        n02_posts=_table(ID),
        n01_users=_table(ID),
    )
    found = folder.evaluate()
    assert list(found.model.tables) == ["users", "posts"]
    assert found.entries == {
        "users": ("schemas/01_users.py", "schemas/03_users_more.py"),
        "posts": ("schemas/02_posts.py",),
    }
    users = found.model.tables["users"]
    assert list(users.columns) == ["id", "bio"]
    assert users.source_files == found.entries["users"]
    assert users.origin == Place("schemas/01_users.py")
    assert users.columns["bio"].origin == Place("schemas/03_users_more.py", 8)


def test_python_and_yaml_merge_into_one_table(folder: Folder) -> None:
    folder.write(n01_users=_table(ID))
    (folder.schemas / "02_users.yaml").write_text(
        "table_name: users\nfields:\n  bio: {type: string, nullable: true}\n"
    )
    found = folder.evaluate()
    assert list(found.model.tables["users"].columns) == ["id", "bio"]
    assert found.entries["users"] == ("schemas/01_users.py", "schemas/02_users.yaml")
    assert folder.evaluate() == Evaluation(model=found.model, entries=found.entries, evaluated=())


def test_two_files_with_one_number_are_ordered_by_name(folder: Folder) -> None:
    folder.write(n01_b=_table(ID), n01_a=_table(ID))
    assert list(folder.evaluate().model.tables) == ["a", "b"]


def test_field_defined_differently_in_two_files_names_both(folder: Folder) -> None:
    folder.write(
        n01_users=_table(ID, "t.string('email')"),
        n02_more=_table("t.string('email', nullable=True)", table_name="users"),
    )
    (problem,) = folder.problems()
    assert problem == (
        'schemas/02_more.py:8: column "email" is already defined differently at '
        "schemas/01_users.py:6 (nullable, create_input)\n"
        'hint: remove one of the two, or change it with t.alter_field("email", ...)'
    )


def test_file_may_change_what_an_earlier_one_declared(folder: Folder) -> None:
    folder.write(
        n01_users=_table(ID, "t.string('email')", "t.index('i', ['email'])"),
        n02_more=_table(
            "t.alter_field('email', nullable=True)", "t.drop_index('i')", table_name="users"
        ),
    )
    users = folder.evaluate().model.tables["users"]
    assert users.columns["email"].nullable
    assert users.indexes == {}


def test_problems_between_tables_come_with_those_of_each(folder: Folder) -> None:
    folder.write(
        n01_users=_table(ID, "t.string('email', nulable=True)"),
        n02_posts=_table(ID, "t.uuid('user_id')", "t.belongs_to('author', 'user_id', 'user')"),
    )
    first, second = folder.problems()
    assert first.startswith('schemas/01_users.py:6: column "email" has an unknown option "nulable"')
    assert second.startswith("schemas/02_posts.py:7: ")
    assert second.endswith(
        'references table "user", which does not exist\nhint: did you mean "users"?'
    )


def test_table_whose_file_fails_is_not_reported_as_missing(folder: Folder) -> None:
    folder.write(
        n01_users=_table(ID, "1 / 0", "t.string('email')"),
        n02_posts=_table(ID, "t.belongs_to('author', 'id', 'users', 'email')"),
        n03_tags="def build(t:\n",
        n04_likes=_table(ID, "t.belongs_to('tag', 'id', 'tags')"),
    )
    assert [problem.split(":")[0] for problem in folder.problems()] == [
        "schemas/01_users.py",
        "schemas/03_tags.py",
    ]


def test_enum_shared_by_two_tables(folder: Folder) -> None:
    enum = "t.enum('mood', ['a', 'b'], type_name='mood')"
    folder.write(n01_a=_table(ID, enum), n02_b=_table(ID, enum))
    assert list(folder.evaluate().model.enums) == ["mood"]
    folder.write(n02_b=_table(ID, enum.replace("'b'", "'c'")))
    (problem,) = folder.problems()
    assert problem.startswith("schemas/02_b.py:6: ")


def test_model_is_the_same_from_the_cache(folder: Folder) -> None:
    folder.write(
        _mixins="def audited(t):\n    t.timestamps()\n",
        n01_users=_table(
            "t.increments('id', primary_key=True, always=True)",
            "t.string('email', unique=True, redacted=True, renamed_from='mail', comment='c')",
            "t.enum('mood', ['glad'], renamed_values={'glad': 'happy'}, default='glad')",
            "t.integer('n', using='n::int', backfill=0, nullable=True)",
            "t.check('c', 'n > 0', renamed_from='d')",
            "t.unique(['email', 'n'], nulls_not_distinct=True)",
            "t.has_many('posts', 'posts', 'user_id')",
            "t.renamed_from('people')",
            "t.comment('who')",
            "audited(t)",
            head="from _mixins import audited\n" + HEAD,
        ),
        n02_posts=_table(
            ID,
            "t.integer('user_id')",
            "t.belongs_to('user', 'user_id', 'users', on_delete='cascade', deferrable=True)",
            "t.index('i', [{'column': 'user_id', 'order': 'desc'}, sql('id::text')],"
            " where='user_id > 0', storage={'fillfactor': 70}, renamed_from='j')",
        ),
    )
    fresh = folder.evaluate(cached=False)
    folder.evaluate()
    again = folder.evaluate()
    assert again.evaluated == ()
    assert repr(again.model) == repr(fresh.model)  # repr shows what == leaves out


def test_only_the_edited_table_is_evaluated(folder: Folder) -> None:
    folder.write(
        n01_users=_table(ID),
        n02_posts=_table(ID),
        n03_users=_table("t.string('bio')", table_name="users"),
        n04_tags=_table(ID),
    )
    assert len(folder.evaluate().evaluated) == 4
    assert folder.evaluate().evaluated == ()
    folder.write(n02_posts=_table(ID, "t.string('title')"))
    found = folder.evaluate()
    assert found.evaluated == ("schemas/02_posts.py",)
    assert list(found.model.tables) == ["users", "posts", "tags"]
    assert list(found.model.tables["posts"].columns) == ["id", "title"]


def test_files_of_one_table_are_evaluated_together(folder: Folder) -> None:
    folder.write(
        n01_users=_table(ID),
        n02_more=_table("t.string('bio')", table_name="users"),
        n03_a=_table(ID),
    )
    folder.evaluate()
    folder.write(n02_more=_table("t.string('biography')", table_name="users"))
    found = folder.evaluate()
    assert sorted(found.evaluated) == ["schemas/01_users.py", "schemas/02_more.py"]
    assert list(found.model.tables["users"].columns) == ["id", "biography"]


def test_edit_of_a_helper_evaluates_all(folder: Folder) -> None:
    user = _table("add(t)", head="from _mixins import add\n" + HEAD)
    folder.write(_mixins="def add(t):\n    t.uuid('a')\n", n01_users=user, n02_posts=_table(ID))
    folder.evaluate()
    folder.write(_mixins="def add(t):\n    t.uuid('b')\n")
    found = folder.evaluate()
    assert len(found.evaluated) == 2
    assert list(found.model.tables["users"].columns) == ["b"]


def test_removed_and_renamed_files_are_seen(folder: Folder) -> None:
    folder.write(n01_users=_table(ID), n02_posts=_table(ID), n03_tags=_table(ID))
    folder.evaluate()
    (folder.schemas / "02_posts.py").unlink()
    (folder.schemas / "03_tags.py").rename(folder.schemas / "00_labels.py")
    found = folder.evaluate()
    assert list(found.model.tables) == ["labels", "users"]
    assert found.evaluated == ("schemas/00_labels.py",)


def test_file_that_moves_to_another_table_is_seen(folder: Folder) -> None:
    folder.write(
        n01_users=_table(ID),
        n02_posts=_table(ID),
        n03_more=_table("t.date('d')", table_name="users"),
    )
    folder.evaluate()
    folder.write(n03_more=_table("t.date('d')", table_name="posts"))
    found = folder.evaluate()
    assert list(found.model.tables["users"].columns) == ["id"]
    assert list(found.model.tables["posts"].columns) == ["id", "d"]


def test_problems_come_again_until_they_are_mended(folder: Folder) -> None:
    folder.write(n01_users=_table(ID), n02_posts=_table(ID, "t.belongs_to('u', 'id', 'user')"))
    first = folder.problems()
    assert folder.problems() == first
    folder.write(n02_posts=_table(ID, "t.belongs_to('u', 'id', 'users')"))
    assert folder.evaluate().evaluated == ("schemas/02_posts.py",)
    (folder.schemas / "01_users.py").unlink()
    assert len(folder.problems()) == 1


def test_new_broken_file_is_reported_beside_a_valid_cache(folder: Folder) -> None:
    folder.write(n01_users=_table(ID))
    folder.evaluate()
    folder.write(n02_posts="def build(t:\n")
    assert len(folder.problems()) == 1
    (folder.schemas / "02_posts.py").unlink()
    assert folder.evaluate().evaluated == ()


def test_names_in_messages_follow_the_root(folder: Folder) -> None:
    folder.write(n01_users=_table(ID))
    for root, shown in (
        (folder.root.parent, f"{folder.root.name}/schemas/01_users.py"),
        (folder.root / "elsewhere", f"{folder.schemas}/01_users.py"),
    ):
        found = evaluate(folder.schemas, root=root, cache_file=folder.cache)
        assert found.entries == {"users": (shown,)}


def test_relative_folder(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write(n01_users=_table(ID))
    monkeypatch.chdir(folder.root)
    assert evaluate(Path("schemas"), root=Path()).entries == {"users": ("schemas/01_users.py",)}


def test_load_schemas_gives_the_merged_tables(folder: Folder) -> None:
    folder.write(n01_users=_table(ID), n02_more=_table("t.date('d')", table_name="users"))
    (table,) = load_schemas(folder.schemas)
    assert list(table.columns) == ["id", "d"]
    assert table.source_files == ("schemas/01_users.py", "schemas/02_more.py")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_that_cannot_be_read(folder: Folder) -> None:
    folder.write(n01_users=_table(ID))
    (folder.schemas / "01_users.py").chmod(0)
    assert folder.problems() == ["schemas/01_users.py: cannot be read: permission denied"]


def test_link_to_nowhere_is_reported(folder: Folder) -> None:
    folder.write(n01_users=_table(ID))
    (folder.schemas / "02_posts.py").symlink_to("nowhere.py")
    (folder.schemas / "_mixins.py").symlink_to("nowhere.py")
    assert folder.problems() == [
        "schemas/_mixins.py: cannot be read: no such file or directory",
        "schemas/02_posts.py: cannot be read: no such file or directory",
    ]


def test_odd_names_of_tables_and_columns(folder: Folder) -> None:
    folder.write(
        n01_users=_table("t.uuid('Ünï \"q\" 😀', primary_key=True)", table_name="Order 😀")
    )
    table = folder.evaluate().model.tables["Order 😀"]
    assert list(table.columns) == ['Ünï "q" 😀']
    assert repr(folder.evaluate().model.tables["Order 😀"]) == repr(table)


def test_file_that_declares_nothing_is_still_a_source(folder: Folder) -> None:
    folder.write(n01_users=_table(ID), n02_more=_table("pass", table_name="users"))
    (folder.schemas / "03_more.yaml").write_text("table_name: users\n")
    users = folder.evaluate().model.tables["users"]
    assert users.source_files == (
        "schemas/01_users.py",
        "schemas/02_more.py",
        "schemas/03_more.yaml",
    )


def test_a_table_may_have_no_columns(folder: Folder) -> None:
    folder.write(n01_users=_table("pass"))
    assert folder.evaluate().model.tables["users"].columns == {}
