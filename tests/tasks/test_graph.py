"""What runs and what is written after each kind of edit, seen through the real doit."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import fluentorm

RUN, IDLE = "run", "up to date"
NOTHING = {"generate": IDLE, "generate_migrations": IDLE, "generate_models": IDLE}
EVERYTHING = {"generate": RUN, "generate_migrations": RUN, "generate_models": RUN}
SNAPSHOT = "schemas/.fluent_snapshot.json"
REGISTRY = "schemas/registry.py"


def _new_pair(written: list[str], slug: str) -> list[str]:
    """Take one pair of migrations with this slug out of a list of files."""
    pair = [name for name in written if name.startswith("migrations/")]
    assert len(pair) == 2
    assert pair[0].endswith(f"_{slug}.sql")
    assert pair[1].endswith(f"_{slug}_down.sql")
    return [name for name in written if name not in pair]


def test_the_first_run_writes_everything(blog) -> None:
    ran = blog.doit("generate_models")
    assert ran.status == 0
    assert ran.tasks == EVERYTHING
    names = blog.contents()
    assert {REGISTRY, SNAPSHOT, "models/users.py", "models/posts.py"} <= set(names)
    slugs = [name.split("_", 1)[1] for name in names if name.startswith("migrations/")]
    assert sorted(slugs) == [
        "create_posts.sql",
        "create_posts_down.sql",
        "create_users.sql",
        "create_users_down.sql",
        "posts_add_fk_user_id.sql",
        "posts_add_fk_user_id_down.sql",
    ]


def test_nothing_edited_runs_nothing(generated) -> None:
    before = generated.contents()
    ran = generated.doit("generate_models")
    assert ran.tasks == NOTHING
    assert generated.written(before) == []


def test_nothing_to_do_imports_nothing_slow(generated) -> None:
    ran = generated.run(sys.executable, "-X", "importtime", "-m", "doit", "generate_models")
    assert ran.tasks == NOTHING
    imported = {line.rpartition("|")[2].strip() for line in ran.err.splitlines()}
    assert "fluentorm.tasks" in imported
    slow = {"psycopg", "rich", "jinja2", "yaml", "fluentorm.tasks.generate", "fluentorm.schema"}
    assert not imported & slow


def test_a_comment_is_evaluated_and_writes_nothing(generated) -> None:
    generated.replace("schemas/01_users.py", "table_name", "# who signs in\ntable_name")
    before = generated.contents()
    ran = generated.doit("generate_models")
    assert ran.tasks == {**NOTHING, "generate": RUN}
    assert generated.written(before) == []
    assert generated.doit("generate_models").tasks == NOTHING


def test_a_model_option_writes_snapshot_and_that_one_model(generated) -> None:
    generated.replace("schemas/01_users.py", "unique=True", "unique=True, redacted=True")
    before = generated.contents()
    ran = generated.doit("generate_models")
    assert ran.tasks == EVERYTHING
    assert generated.written(before) == ["models/users.py", SNAPSHOT, REGISTRY]


def test_a_new_has_many_writes_no_migration(generated) -> None:
    generated.replace(
        "schemas/01_users.py",
        "    t.timestamps()",
        '    t.timestamps()\n    t.has_many("posts", "posts", "user_id")',
    )
    before = generated.contents()
    generated.doit("generate_models")
    assert generated.written(before) == ["models/users.py", SNAPSHOT, REGISTRY]


def test_a_new_column_writes_one_pair_and_one_model(generated) -> None:
    generated.replace(
        "schemas/01_users.py", "    t.timestamps()", '    t.string("phone", nullable=True)'
    )
    generated.replace("schemas/01_users.py", "True)\n", "True)\n    t.timestamps()\n")
    before = generated.contents()
    ran = generated.doit("generate_models")
    assert ran.tasks == EVERYTHING
    rest = _new_pair(generated.written(before), "users_add_column_phone")
    assert rest == ["models/users.py", SNAPSHOT, REGISTRY]


def test_an_edited_helper_counts_as_an_edit_of_its_users(generated) -> None:
    generated.write("schemas/_mixins.py", "def audited(t):\n    t.string('by', nullable=True)\n")
    generated.replace(
        "schemas/01_users.py", "from fluentorm", "from _mixins import audited\nfrom fluentorm"
    )
    generated.replace(
        "schemas/01_users.py", "    t.timestamps()", "    t.timestamps()\n    audited(t)"
    )
    generated.doit("generate_models")
    generated.replace("schemas/_mixins.py", "'by'", "'changed_by'")
    before = generated.contents()
    ran = generated.doit("generate_models")
    assert ran.tasks == EVERYTHING
    written = generated.written(before)
    assert sum(name.startswith("migrations/") for name in written) == 4  # a drop and an add
    assert "models/users.py" in written
    assert 'renamed_from="by"' in ran.err


def test_a_removed_schema_file_drops_its_table(generated) -> None:
    (generated.root / "schemas/02_posts.yaml").unlink()
    before = generated.contents()
    assert generated.doit("generate_models").tasks == EVERYTHING
    written = generated.written(before)
    assert "models/posts.py" in written
    assert not (generated.root / "models/posts.py").exists()
    assert any(name.endswith("_drop_posts.sql") for name in written)


def test_a_renamed_schema_file_writes_no_migration(generated) -> None:
    (generated.root / "schemas/02_posts.yaml").rename(generated.root / "schemas/05_posts.yaml")
    before = generated.contents()
    assert generated.doit("generate_models").status == 0
    assert generated.written(before) == ["models/posts.py", SNAPSHOT, REGISTRY]


@pytest.mark.parametrize(
    ("name", "task"),
    [
        (REGISTRY, "generate"),
        (SNAPSHOT, "generate_migrations"),
        ("models/users.py", "generate_models"),
        ("models/__init__.py", "generate_models"),
    ],
)
@pytest.mark.parametrize("harm", ["deleted", "edited"])
def test_a_generated_file_that_is_deleted_or_edited_comes_back(
    generated, name: str, task: str, harm: str
) -> None:
    before = generated.contents()
    path = generated.root / name
    if harm == "deleted":
        path.unlink()
    else:
        path.write_text("something else\n")
    ran = generated.doit("generate_models")
    if harm == "edited" and name.startswith("models/"):
        # Its first line no longer says that it is ours: nobody's work is overwritten.
        assert ran.status == 1
        assert name in ran.err
        return
    assert ran.status == 0, ran.out
    assert ran.tasks[task] == RUN
    assert generated.written(before) == []


def test_an_edited_model_that_still_says_it_is_generated_is_restored(generated) -> None:
    before = generated.contents()
    path = generated.root / "models/users.py"
    path.write_text(path.read_text() + "\nx = 1\n")
    assert generated.doit("generate_models").tasks == {**NOTHING, "generate_models": RUN}
    assert generated.written(before) == []


def test_an_edited_migration_is_refused_by_name_and_never_overwritten(generated) -> None:
    path = next((generated.root / "migrations").glob("*_create_users.sql"))
    path.write_text(path.read_text() + "-- edited\n")
    before = generated.contents()
    ran = generated.doit("generate_models")
    assert ran.status == 1
    assert path.name in ran.err
    assert generated.written(before) == []


def test_an_edit_of_a_migration_stays_when_it_is_allowed(generated) -> None:
    first, second = sorted((generated.root / "migrations").glob("*_create_*s.sql"))[:2]
    first.write_text(first.read_text() + "-- edited\n")
    assert generated.doit("generate_migrations", "--allow-changed", second.name).status == 1
    assert generated.doit("generate_migrations", "--allow-changed", "99990101000000").status == 1
    ran = generated.doit("generate_migrations", "--allow-changed", first.name)
    assert ran.status == 0, ran.out + ran.err
    assert first.read_text().endswith("-- edited\n")
    assert generated.doit("check").status == 0
    assert generated.doit("generate_models").status == 0


def test_a_deleted_migration_is_refused(generated) -> None:
    for path in (generated.root / "migrations").glob("*_create_users*.sql"):
        path.unlink()
    before = generated.contents()
    ran = generated.doit("generate_models")
    assert ran.status == 1
    assert "_create_users.sql removed" in ran.err
    assert generated.written(before) == []


def test_only_models_with_skip_migrations(blog) -> None:
    ran = blog.doit("generate_models", "--skip-migrations")
    assert ran.status == 0, ran.out
    assert (blog.root / "models/users.py").exists()
    assert not (blog.root / "migrations").exists()
    assert not (blog.root / SNAPSHOT).exists()
    assert blog.doit("generate_models").status == 0
    assert (blog.root / SNAPSHOT).exists()


def test_clean_removes_what_is_derived_and_it_comes_back_the_same(generated) -> None:
    before = generated.contents()
    assert generated.doit("clean").status == 0
    after = generated.contents()
    assert not [name for name in after if name.startswith("models/")]
    assert REGISTRY not in after
    assert SNAPSHOT in after
    assert [n for n in after if n.startswith("migrations/")] == [
        n for n in before if n.startswith("migrations/")
    ]
    assert generated.doit().status == 0
    assert generated.written(before) == []


def test_clean_keeps_models_written_by_hand(generated) -> None:
    mine = generated.write("models/mine.py", "x = 1\n")
    generated.doit("clean")
    assert mine.read_text() == "x = 1\n"


def test_forget_runs_everything_and_writes_the_same_bytes(generated) -> None:
    before = generated.contents()
    generated.doit("forget")
    assert generated.doit("generate_models").tasks == EVERYTHING
    assert generated.written(before) == []


def test_several_processes_make_the_same(blog, tmp_path: Path) -> None:
    ran = blog.doit("-n", "4", "generate_models")
    assert ran.status == 0, ran.out + ran.err
    assert blog.doit("generate_models").tasks == NOTHING
    assert blog.doit("check").status == 0


@pytest.mark.parametrize("at_once", [(), ("-n", "2"), ("-n", "2", "-P", "thread")])
def test_tasks_wait_for_those_typed_before_them(blog, at_once: tuple[str, ...]) -> None:
    ran = blog.doit(*at_once, "generate_models", "check", "new_migration", "--name", "x")
    expected = [*EVERYTHING, "check", "new_migration"]
    assert (ran.status, list(ran.tasks)) == (0, expected), ran.out + ran.err
    assert "agree" in ran.out


def test_a_report_does_not_wait_for_the_success_of_another(generated) -> None:
    (generated.root / "models/users.py").unlink()
    ran = generated.doit("--continue", "check", "plan", "new_migration", "--name", "x")
    assert list(ran.tasks) == ["check", "plan"]
    assert "error: new_migration was not run: check did not succeed\n" in ran.err


def test_what_failed_is_told_to_the_tasks_behind_it(blog) -> None:
    blog.replace("schemas/01_users.py", "t.uuid", "t.uid")
    for run in (blog.doit, blog.script):
        ran = run("--continue", "generate_models", "--no-verify", "check")
        assert ran.status != 0
        assert "UnmetDependency" not in ran.out + ran.err
        assert "error: generate_models was not run: generate_migrations did not" in ran.err
        assert "error: check was not run: generate_models did not succeed\n" in ran.err


def test_the_value_of_an_option_is_no_task(blog) -> None:
    ran = blog.doit("new_migration", "--name", "generate_models", "check")
    assert "generate_models" not in ran.tasks


def test_two_generations_at_once_make_one_set_of_migrations(blog) -> None:
    commands = [sys.executable, "-m", "fluentorm.tasks.script", "generate_models"]
    env = {**os.environ, **blog.env}
    # doit keeps one file of what it did: two runs in one folder get one each.
    both = [
        subprocess.Popen(
            [*commands[:3], "run", "--db-file", f".doit{n}.db", commands[3]],
            cwd=blog.root,
            env=env,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(2)
    ]
    errors = [process.communicate(timeout=60)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], errors
    names = [name for name in blog.contents("migrations") if not name.endswith("_down.sql")]
    assert len(names) == 3
    assert blog.doit("check").status == 0


def test_another_fluentorm_writes_its_files_anew(generated, tmp_path_factory) -> None:
    site = tmp_path_factory.mktemp("site")
    shutil.copytree(Path(fluentorm.__file__).parent, site / "fluentorm")
    generated.env["PYTHONPATH"] = str(site)
    generated.doit("generate_models")
    for module, old in (
        ("codegen/package.py", "Typed models"),
        ("registry/writer.py", "Generated"),
    ):
        path = site / "fluentorm" / module
        path.write_text(path.read_text().replace(f'"""{old}', f'"""Newly {old}'))
    before = generated.contents()
    ran = generated.doit("generate_models")
    assert ran.status == 0, ran.err
    assert generated.written(before) == ["models/__init__.py", "schemas/registry.py"]
    assert generated.doit("check").status == 0


def test_removing_the_last_schema_file_drops_the_last_table(generated) -> None:
    for name in ("01_users.py", "02_posts.yaml"):
        (generated.root / "schemas" / name).unlink()
    before = generated.contents()
    ran = generated.doit("generate_models")
    assert ran.status == 0, ran.err
    written = "\n".join(generated.written(before))
    assert "_drop_users.sql" in written
    assert "_drop_posts.sql" in written
    assert "models/users.py" in written
    assert generated.doit("check").status == 0
    assert generated.script("generate_models").out == ""
    listed = generated.run(
        sys.executable, "-c", "from schemas.registry import *; print(get_all_schemas())"
    )
    assert listed.out == "[]\n"


@pytest.mark.parametrize(
    "words",
    [("list",), ("help", "migrate"), ("info", "generate_models"), ("info", "migrate")],
)
def test_doits_own_commands_work(generated, words: tuple[str, ...]) -> None:
    ran = generated.doit(*words)
    assert "Traceback" not in ran.out + ran.err
    if words[0] != "info":  # its exit status tells whether the task is up to date
        assert ran.status == 0


def test_an_ignored_task_is_not_taken_for_one_with_nothing_to_do(generated) -> None:
    generated.script("ignore", "generate")
    ran = generated.script("generate_models")
    assert (ran.status, ran.out) == (0, "")
    assert [line.partition(";")[0] for line in ran.err.splitlines()] == [
        f"not run: {name}" for name in EVERYTHING
    ]
    assert "(fluentorm forget ends that)\n" in ran.err
    generated.script("forget", "generate")
    assert generated.script("generate_models").err == ""


def test_info_says_what_is_looked_at(generated) -> None:
    (generated.root / "models/users.py").unlink()
    shown = generated.doit("info", "generate_models").out
    assert re.search(r"^    - models, .*: as this task left it", shown, re.MULTILINE)


def test_help_explains_every_option(generated) -> None:
    text = generated.doit("help", "migrate").out
    for option in ("--to", "--steps", "--dry-run", "--strict", "--status", "--rollback", "--json"):
        assert option in text
