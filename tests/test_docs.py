"""The documents are true: their snippets run, and everything that exists is in them.

A fenced block with a path after its language is a file of the reader's project, one with a ``*`` in
the path a generated one, which is compared; a ``yaml`` block directly after a ``python`` block says
the same; lines of a ``console`` block that begin with ``$`` are typed, the others are what they
print; a ``diff`` block changes a file of the project, or, in front of an ``sql`` block, the table
that the SQL changes. What an HTML comment ``typed before:`` above a block holds is typed unseen.
"""

import ast
import dataclasses
import datetime
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import fluentorm
from fluentorm import DatabaseSchema, Place, TableSchema, config
from fluentorm.dialects.postgres.ddl import down_notes, hazards, render
from fluentorm.dialects.postgres.online.forms import online_form
from fluentorm.embedded import available
from fluentorm.migrate.directory import Directory
from fluentorm.migrate.generate import Renderer, plan_generation
from fluentorm.registry.yaml_fields import COLUMN_OPTIONS, FIELD_METHODS
from fluentorm.registry.yaml_file import parse_yaml
from fluentorm.registry.yaml_keys import TABLE
from fluentorm.registry.yaml_objects import OBJECT_OPTIONS
from fluentorm.schema.attached_options import (
    PolicyOptions,
    RuleOptions,
    StatisticsOptions,
    TriggerOptions,
)
from fluentorm.schema.builder_assembly import Built, Override
from fluentorm.schema.builder_indexes import IndexOptions
from fluentorm.schema.builder_options import ColumnOptions
from fluentorm.schema.builder_partitions import BoundOptions
from fluentorm.schema.builder_relations import ForeignKeyOptions
from fluentorm.schema.database_grants import Targets
from fluentorm.schema.database_state import SqlFile
from fluentorm.schema.index_keys import KEY_OPTIONS
from fluentorm.schema.objects import SchemaModel
from fluentorm.schema.qualified import qualify
from fluentorm.snapshot.store import Snapshot
from tests.documents import DOCUMENTS, FENCE, ROOT, Block, after, blocks, named
from tests.stories import Session, Story, rewrite

PACKAGE = Path(fluentorm.__file__).parent

# --- schema snippets: evaluated, and the same in both languages ---------------------------------


def sql_file(path: str) -> SqlFile:
    """Stand for the SQL files that snippets name."""
    return SqlFile(f"SELECT 1 -- {path}", Place(path, 1))


def evaluate_python(block: Block) -> tuple[TableSchema, DatabaseSchema]:
    """Return what a snippet declares: calls on ``t`` and ``db``, or a whole schema file."""
    scope: dict[str, Any] = {name: getattr(fluentorm, name) for name in fluentorm.__all__}
    table, database = TableSchema.create_empty("users"), DatabaseSchema(sql_file)
    scope |= {"t": table, "db": database}
    exec(compile(block.text, block.name, "exec"), scope)  # noqa: S102 what the reader would do
    if "build" in scope:
        name = scope["table_name"]
        table = TableSchema.create_empty(qualify(scope.get("namespace", "public"), name))
        scope["build"](table)
    if "define" in scope:
        scope["define"](database)
    return table, database


def evaluate_yaml(block: Block) -> tuple[TableSchema, DatabaseSchema]:
    read = parse_yaml(block.text.encode(), block.file or "schemas/01_users.yaml")
    table = TableSchema.create_empty(read.table_name or "users")
    database = DatabaseSchema(sql_file)
    read.build(table)
    read.define(database)
    return table, database


def everything(found: tuple[TableSchema, DatabaseSchema]) -> object:
    """Return all that was declared, in an order that does not depend on the language."""
    table, database = found
    built, declared = table.finish(), database.finish()
    parts = {"problems", "objects", "attachments"}
    return (
        plain({n: getattr(built, n) for n in Built.__dataclass_fields__ if n not in parts}),
        sorted(map(repr, (plain(item) for item in (*built.objects, *declared.objects)))),
        sorted(repr(plain((a.ref, a.privileges, a.comment))) for a in declared.attachments),
        plain(declared.enums),
    )


def plain(value: object) -> object:
    """Return everything a declaration says, places left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [f.name for f in dataclasses.fields(value)]
        left_out = ("origin", "source_files", "place")
        return {f: plain(getattr(value, f)) for f in fields if f not in left_out}
    if isinstance(value, Override):
        return [value.column, plain(value.options)]
    if isinstance(value, Mapping):
        return [(key, plain(item)) for key, item in value.items()]
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def is_schema(block: Block) -> bool:
    if block.file is not None and not block.file.startswith("schemas/"):
        return False
    if block.language == "yaml":
        return True
    return re.search(r"^ *(t|db)\.\w+\(", block.text, re.MULTILINE) is not None


SCHEMA_BLOCKS = [p for p in named("python", "yaml") if is_schema(p.values[0])]
OTHER_PYTHON = [
    p for p in named("python") if not is_schema(p.values[0]) and p.values[0].file is None
]
PAIRS = [
    p
    for p in SCHEMA_BLOCKS
    if p.values[0].language == "python"
    and (other := after(p.values[0]))
    and other.language == "yaml"
]


@pytest.mark.parametrize("block", SCHEMA_BLOCKS)
def test_schema_snippet_declares_something_sound(block: Block) -> None:
    if "from _mixins" in block.text:
        return  # test_helper_snippet has it
    partial = re.search(r"^(alter_fields|drop_indexes):", block.text, re.MULTILINE)
    if block.language == "yaml" and partial:
        assert parse_yaml(block.text.encode(), "schemas/01_users.yaml").calls
        return
    found = evaluate_python(block) if block.language == "python" else evaluate_yaml(block)
    assert [str(problem) for schema in found for problem in schema.problems] == []


@pytest.mark.parametrize("block", PAIRS)
def test_python_and_yaml_say_the_same(block: Block) -> None:
    other = after(block)
    assert other is not None
    assert everything(evaluate_python(block)) == everything(evaluate_yaml(other))


@pytest.mark.parametrize("block", OTHER_PYTHON)
def test_other_python_runs(block: Block) -> None:
    exec(compile(block.text, block.name, "exec"), {})  # noqa: S102 what the reader would do


PRINTED = re.compile(r"^ *print\(.*\)  # (.*)$", re.MULTILINE)


@pytest.mark.parametrize("name", ["models.md", "queries.md"])
def test_snippets_about_models_run_in_order(
    name: str, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The parts of ``blog.py`` are one program, and each ``print`` shows what stands behind it."""
    import psycopg

    with psycopg.connect(database, autocommit=True) as connection:
        for path in sorted((ROOT / "migrations").glob("*.sql")):
            if not path.stem.endswith("_down"):
                connection.execute(path.read_text(encoding="utf-8").encode())
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.syspath_prepend(ROOT)
    parts = [block for block in blocks(ROOT / "docs" / name) if block.file == "blog.py"]
    text = "\n".join(block.text for block in parts)
    exec(compile(text, name, "exec"), {"__name__": "blog"})  # noqa: S102 what the reader would do
    assert capsys.readouterr().out.splitlines() == PRINTED.findall(text)


def test_readme_shows_the_first_schema_file() -> None:
    shown = next(b for b in blocks(ROOT / "README.md") if b.file == "schemas/01_users.py")
    scaffold = PACKAGE / "tasks" / "scaffold" / "01_users.py.txt"
    assert shown.text == scaffold.read_text(encoding="utf-8")


def test_helper_snippet(tmp_path: Path) -> None:
    """The files of schema.md that go together are read together."""
    from fluentorm.registry.evaluate import evaluate

    for block in blocks(ROOT / "docs" / "schema.md"):
        if block.file and block.file.endswith(".py"):
            path = tmp_path / block.file
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    users = (
        "from fluentorm import TableSchema\n\n\ndef build(t):\n    t.uuid('id', primary_key=True)\n"
    )
    (tmp_path / "schemas" / "01_users.py").write_text(users, encoding="utf-8")
    model = evaluate(tmp_path / "schemas", root=tmp_path).model
    assert list(model.tables) == ["users", "posts", "documents", "billing.invoices"]
    assert "fk_documents_owner" in model.tables["documents"].constraints


# --- changes and their SQL ----------------------------------------------------------------------


def table_of(block: Block, sign: str) -> SchemaModel:
    """Return the table on one side of a diff: the lines with the sign and those of both sides."""
    lines = ['t.uuid("id", primary_key=True)']
    lines += [line[1:].strip() for line in block.text.splitlines() if line[:1] in (sign, " ")]
    side = dataclasses.replace(block, text="\n".join(lines))
    table, enums = evaluate_python(side)[0].build()
    return SchemaModel(tables={table.name: table}, enums={enum.name: enum for enum in enums})


def sql_lines(block: Block) -> list[str]:
    return [line for line in block.text.splitlines() if line.strip()]


def generated_lines(block: Block, *, down: bool) -> list[str]:
    generation = plan_generation(
        old=Snapshot(model=table_of(block, "-")),
        new=table_of(block, "+"),
        directory=Directory(path="migrations"),
        links=(),
        renderer=Renderer(
            render=render,
            hazards=hazards,
            down_notes=down_notes,
            online=online_form if block.document.name == "online.md" else None,
        ),
        now=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )
    lines = []
    for pair in generation.pairs:
        for file in (pair.up, pair.down) if down else (pair.up,):
            lines.append(f"-- {file.name.partition('_')[2]}")
            head = re.compile(r"-- (Migration|Rollback|Generated|Table|Type|Parent|Contract):")
            lines += [x for x in file.text.splitlines() if x.strip() and not head.match(x)]
    return lines


CHANGES = [p for p in named("diff") if p.values[0].file is None]


@pytest.mark.parametrize("block", CHANGES)
def test_change_gives_the_sql_below_it(block: Block) -> None:
    other = after(block)
    assert other is not None
    assert other.language == "sql"
    wanted = sql_lines(other)
    assert generated_lines(block, down=any("_down.sql" in line for line in wanted)) == wanted


# --- transcripts --------------------------------------------------------------------------------

STORIES = [path for path in DOCUMENTS if any(b.language == "console" for b in blocks(path))]


@pytest.mark.acceptance
@pytest.mark.skipif(not available(), reason="the transcripts need the extra embedded")
@pytest.mark.parametrize("document", STORIES, ids=lambda path: path.name)
def test_transcripts_show_what_happens(document: Path, tmp_path: Path) -> None:
    session = Session(tmp_path)
    try:
        story = Story(document, session)
        for block in blocks(document):
            story.play(block)
    finally:
        session.leave()
    if story.rewritten:
        rewrite(document, story.rewritten)


# --- everything is mentioned, and what is mentioned exists --------------------------------------

PROSE = {path: path.read_text(encoding="utf-8") for path in DOCUMENTS}
ALL = "\n".join(PROSE.values())
CODE = re.findall(r"`([^`\n]+)`", FENCE.sub("", ALL))
WORDS = {word for code in CODE for word in re.findall(r"[\w.-]+", code)}
FENCED = {word for path in DOCUMENTS for b in blocks(path) for word in re.findall(r"\w+", b.text)}


@pytest.fixture(scope="module")
def all_tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Task name -> its options, as the user types them."""
    from doit.loader import load_tasks

    import fluentorm.tasks

    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("empty"))
    try:
        loaded = load_tasks(vars(fluentorm.tasks))
    finally:
        os.chdir(before)
    return {
        task.name: [f"--{p['long']}" for p in [*task.params, *(task.creator_params or ())]]
        for task in loaded
    }


def section(document: str, heading: str) -> str:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return re.split(rf"^## {re.escape(heading)}$", text, flags=re.MULTILINE)[1].split("\n## ")[0]


def test_every_task_and_option_is_in_the_table(all_tasks: dict[str, list[str]]) -> None:
    rows: dict[str, str] = {}
    for line in section("migrations.md", "All tasks").splitlines():
        if line.startswith("| `"):
            names, told = line.split(" | ")[:2]
            rows |= dict.fromkeys(re.findall(r"`(\w+)`", names), told)
    assert sorted(rows) == sorted(all_tasks)
    for task, options in all_tasks.items():
        shown = set(re.findall(r"--[\w-]+", rows[task]))
        only_migrate = {"--status", "--rollback", "--yes"} if task == "migrate_up" else set()
        assert shown - only_migrate == set(options), task


def test_mentioned_commands_exist(all_tasks: dict[str, list[str]]) -> None:
    doit = {"list", "help", "clean", "forget", "info", "TASK", "--help", "--version"}
    typed = [*CODE, *(b.text for path in DOCUMENTS for b in blocks(path) if b.language != "python")]
    unknown = []
    for text in typed:
        command = r"(?:^|\$ |\()(?:doit|fluentorm) (?!has )([^\n`)]*)"
        for words in re.findall(command, text, re.MULTILINE):
            name, *rest = re.split(r" 2>| -- | > |; ", words)[0].split()
            known = {option for task in (name, *rest) for option in all_tasks.get(task, ())}
            options = [word for word in rest if word.startswith("--")]
            if name not in (*all_tasks, *doit) or not set(options) <= known:
                unknown.append(words)
    assert unknown == []


def test_mentioned_options_exist(all_tasks: dict[str, list[str]]) -> None:
    known = {option for options in all_tasks.values() for option in options}
    git = {"--theirs", "--ours"}
    alone = {
        word for code in CODE if code.startswith("--") for word in re.findall(r"--[a-z-]+", code)
    }
    assert alone - known - git == set()


def test_every_setting_is_in_the_table() -> None:
    rows = set(re.findall(r"^\| `(FLUENT_\w+)`", section("migrations.md", "Configuration"), re.M))
    settings = {v for v in vars(config).values() if isinstance(v, str) and v.startswith("FLUENT_")}
    assert rows == settings
    others = {"FLUENT_TEST_URL", *re.findall(r"FLUENT_REWRITE_\w+", ALL)}
    mentioned = {name for name in re.findall(r"FLUENT_[A-Z_]+", ALL) if not name.endswith("_")}
    assert mentioned <= settings | others


def test_every_builder_member_and_option_is_mentioned() -> None:
    schema = PROSE[ROOT / "docs" / "schema.md"]
    members = {name for name in dir(TableSchema) if not name.startswith("_")}
    options = {*ColumnOptions.__annotations__, *ForeignKeyOptions.__annotations__}
    options |= {*IndexOptions.__annotations__, *BoundOptions.__annotations__, *KEY_OPTIONS}
    for kind in (TriggerOptions, RuleOptions, PolicyOptions, StatisticsOptions):
        options |= {*kind.__annotations__}
    options |= {name for own in FIELD_METHODS.values() for name in own}
    words = set(re.findall(r"\w+", "\n".join(re.findall(r"`[^`\n]+`", FENCE.sub("", schema)))))
    assert members | options <= words


def test_every_member_and_option_of_the_database_is_mentioned() -> None:
    text = FENCE.sub("", PROSE[ROOT / "docs" / "objects.md"])
    words = set(re.findall(r"\w+", "\n".join(re.findall(r"`[^`\n]+`", text))))
    members = {name for name in dir(DatabaseSchema) if not name.startswith("_")}
    options = {option for own in OBJECT_OPTIONS.values() for option in own}
    # What these say is shown in the snippets.
    shown = {"start", "increment", "minimum", "maximum", "cache", "cycle", "unlogged", "columns"}
    assert (members | options | set(Targets.__annotations__)) - shown <= words


def test_every_yaml_key_is_mentioned_and_used() -> None:
    schema = PROSE[ROOT / "docs" / "schema.md"]
    rows = set()
    for line in section("schema.md", "YAML").splitlines():
        if line.startswith("| `"):
            rows |= set(re.findall(r"`(\w+)`", line.split(" | ")[0]))
    assert rows == set(TABLE.keys)
    documents = [ROOT / "docs" / name for name in ("schema.md", "objects.md", "online.md")]
    yaml = [b.text for path in documents for b in blocks(path) if b.language == "yaml"]
    used = set(re.findall(r"^(\w+):", "\n".join(yaml), re.MULTILINE))
    assert set(TABLE.keys) <= used
    options = {word for text in yaml for word in re.findall(r"\b(\w+):", text)}
    assert set(COLUMN_OPTIONS) <= options
    assert "type_comment" in schema


def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub makes of a document's headings."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", PROSE[document])):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        path = document.parent / name if name else document
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_path_of_some_machine(document: Path) -> None:
    assert re.findall(r"(?<![\w.])/(?:work|tmp|home|root|Users|opt)\b\S*", PROSE[document]) == []


def test_files_of_the_repository_that_are_mentioned_exist() -> None:
    paths = {
        code
        for code in CODE
        if re.fullmatch(r"(fluentorm|tests|benchmarks|\.ci)/[\w./-]+|\w+/\w+\.py", code)
    }
    roots = (ROOT, ROOT / "fluentorm")
    missing = {p for p in paths if not any((root / p).exists() for root in roots)}
    assert {
        p for p in missing if not re.match(r"tests/[A-Z]|schemas/|migrations/|models/", p)
    } == set()


# --- error messages -----------------------------------------------------------------------------


def said_in_code() -> str:
    """Return the text of every string in the package, with … for what is filled in."""
    texts = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [v.value if isinstance(v, ast.Constant) else "…" for v in node.values]
                texts.append("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
    return "\n".join(texts)


def test_messages_of_the_troubleshooting_are_those_of_the_code() -> None:
    said = said_in_code()
    listed = re.findall(
        r"^- (`.*?)(?=^- |^#|\Z)", section("migrations.md", "Troubleshooting"), re.M | re.S
    )
    assert len(listed) > 50
    unknown = []
    for entry in listed:
        for message in re.findall(r"`([^`]+)`", entry.split("`:")[0] + "`"):
            for piece in re.split(r"…|FLUENT_\w+", " ".join(message.split())):
                words = piece.strip(' :";,')
                if len(words) > 7 and words not in said:
                    unknown.append(words)
    assert unknown == []
