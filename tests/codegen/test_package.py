"""Generated packages as their users meet them: imported, type-checked, linted, read."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import importlib
import os
import re
import subprocess
import sys
import typing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fluentorm.codegen import generate_models
from fluentorm.codegen.package import render_enums, render_init, render_registry
from fluentorm.codegen.spec import package_spec
from fluentorm.codegen.templates import render_table
from fluentorm.schema.hints import FieldHints, InputMode, Relation, RelationKind
from fluentorm.schema.objects import Column, Enum, SchemaModel, Table

GOLDEN = Path(__file__).parent / "golden" / "golden_blog"
REWRITE = os.environ.get("FLUENT_REWRITE_GOLDEN") == "1"
CONFIG = Path(__file__).parents[2] / "pyproject.toml"
RUFF = (sys.executable, "-m", "ruff")
MYPY = (
    *(sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary"),
    *("--python-version=3.11", "--cache-dir=.mypy_cache"),
)

# What an application writes; a line that ends in "# wrong" must be an error.
APPLICATION = """
import datetime as dt
from decimal import Decimal
from uuid import UUID

from golden_blog import MODELS, Posts, PostsCreateInput, Users, UsersJson, UsersUpdateInput
from golden_blog.enums import PostsStatus
from nasty import EveryType, Nasty

import golden_blog


def name_of(user: Users) -> str:
    made: dt.datetime = user.created_at
    user.name = "x"  # wrong
    user.nickname  # wrong
    bio: str = user.bio  # wrong
    return f"{user.name} {made}"


def respond(user: Users) -> UsersJson:
    safe = user.to_json_response_safe()
    safe["password_hash"]  # wrong
    return user.to_json_response()


def inputs(user_id: UUID, document: dict[str, list[int]]) -> None:
    PostsCreateInput(title="t", user_id=user_id)
    Posts.CreateInput(title="t", user_id=user_id, status=PostsStatus.IN_REVIEW, rating=None)
    Posts.CreateInput(title="t", user_id=user_id, rating=Decimal("1.5"), settings=document)
    Posts.CreateInput(title="t")  # wrong
    Posts.CreateInput(title="t", user_id="1")  # wrong
    Posts.CreateInput(title="t", user_id=user_id, status=None)  # wrong
    Posts.CreateInput(title="t", user_id=user_id, created_at=dt.datetime.now())  # wrong
    UsersUpdateInput(bio=None)
    UsersUpdateInput(name=None)  # wrong
    given: UsersUpdateInput = Users.UpdateInput(name="n")
    UsersUpdateInput(id=user_id)  # wrong


def models() -> None:
    for model in MODELS.values():
        model.from_row({}).to_json_response()
    golden_blog.Userz  # wrong
    Users.from_row(1)  # wrong
    Users.from_row((1, "a@b"))  # wrong


def nasty(row: Nasty, every: EveryType) -> None:
    text: str | None = row.class_
    number: int = every.c0
"""


@pytest.fixture(scope="module")
def packages(blog, nasty, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    generate_models(blog, folder / "golden_blog")
    generate_models(nasty, folder / "nasty")
    return folder


@pytest.fixture
def imported(packages, monkeypatch):
    """Return a function that imports a generated package for the time of one test."""
    monkeypatch.syspath_prepend(packages)
    yield importlib.import_module
    for name in [name for name in sys.modules if name.split(".")[0] in ("golden_blog", "nasty")]:
        del sys.modules[name]


def test_golden_package_is_what_is_generated(blog):
    if REWRITE:
        generate_models(blog, GOLDEN)
    spec = package_spec(blog)
    wanted = {f"{spec.modules[name]}.py": render_table(spec.table(name)) for name in blog.tables}
    wanted["enums.py"] = render_enums(spec)
    wanted["registry.py"] = render_registry(spec)
    wanted["__init__.py"] = render_init(spec)
    found = {path.name: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.py")}
    assert found == wanted, "review the change, then run with FLUENT_REWRITE_GOLDEN=1"


def test_packages_pass_mypy_strict_and_mistakes_do_not(packages):
    (packages / "application.py").write_text(APPLICATION)
    done = subprocess.run(
        [*MYPY, "-p", "golden_blog", "-p", "nasty", "-m", "application"],
        cwd=packages,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = APPLICATION.splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    errors = re.findall(r"^(\S+?):(\d+): error: .*$", done.stdout, re.MULTILINE)
    assert {file for file, _ in errors} == {"application.py"}, done.stdout + done.stderr
    assert {int(number) for _, number in errors} == wrong, done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--config", str(CONFIG), "golden_blog", "nasty"],
        ["format", "--check", "--config", str(CONFIG), "golden_blog"],
        ["check", "--isolated", "golden_blog", "nasty"],
        ["format", "--check", "--isolated", "golden_blog", "nasty"],
        ["format", "--check", "--isolated", "--line-length", "120", "golden_blog"],
    ],
    ids=" ".join,
)
def test_packages_pass_ruff_with_our_settings_without_any_and_with_longer_lines(packages, command):
    done = subprocess.run(
        [*RUFF, *command, "--no-cache"],
        cwd=packages,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", ["golden_blog", "nasty"])
def test_every_model_works_and_can_be_introspected(imported, package):
    module = imported(package)
    assert sorted(module.__all__) == sorted(set(module.__all__))
    assert set(module.__all__) <= set(dir(module)) | set(module.__all__)
    for name in module.__all__:
        exported = getattr(module, name)
        if isinstance(exported, type):
            typing.get_type_hints(exported)
    for table, model in module.MODELS.items():
        info = model.__table__
        assert info.name == table
        columns = [column.name for column in info.columns]
        row = model.from_row(dict.fromkeys(columns))
        assert copy.deepcopy(row) == row
        assert list(row.to_json_response()) == columns
        fields = [field.name for field in dataclasses.fields(model)]
        assert fields == [column.attribute for column in info.columns]
        for data in (model.CreateInput, model.UpdateInput):
            assert {field.name for field in dataclasses.fields(data)} <= set(fields)
        relations = [relation.attribute for relation in info.relations]
        assert len({*fields, *relations}) == len(fields) + len(relations)


def test_input_leaves_out_what_the_hints_exclude(imported):
    users = imported("golden_blog").Users
    create = dataclasses.fields(users.CreateInput)
    assert [field.name for field in create] == [
        "email",
        "name",
        "password_hash",
        "id",
        "bio",
        "is_active",
    ]
    update = [field.name for field in dataclasses.fields(users.UpdateInput)]
    assert update == ["email", "name", "bio", "password_hash", "is_active"]
    with pytest.raises(TypeError, match="email"):
        users.CreateInput(name="x")


def test_response_is_json_and_the_safe_one_hides_redacted_columns(imported):
    users = imported("golden_blog").Users
    now = dt.datetime(2024, 12, 2, tzinfo=dt.UTC)
    values = ["1", "a@b", "n", None, now, None, "hash", True]
    names = [column.name for column in users.__table__.columns]
    row = users.from_row(dict(zip(names, values, strict=True)))
    assert row.to_json_response()["password_hash"] == "hash"
    assert row.to_json_response_safe() == {
        "id": "1",
        "email": "a@b",
        "name": "n",
        "bio": None,
        "created_at": "2024-12-02T00:00:00+00:00",
        "deleted_at": None,
        "is_active": True,
    }


def test_each_module_is_imported_when_first_used(packages):
    code = """
import sys, golden_blog
print(*sorted(name for name in sys.modules if name.startswith("golden_blog.")))
golden_blog.Users
print(*sorted(name for name in sys.modules if name.startswith("golden_blog.")))
golden_blog.MODELS["comments"]
print(*sorted(name for name in sys.modules if name.startswith("golden_blog.")))
print({"psycopg", "doit", "jinja2", "yaml", "rich"} & set(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=packages, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "",
        "golden_blog.users",
        "golden_blog.comments golden_blog.registry golden_blog.users",
        "set()",
    ]


def test_name_that_is_not_exported_is_an_attribute_error(imported):
    with pytest.raises(AttributeError, match="module 'golden_blog' has no attribute 'Userz'"):
        _ = imported("golden_blog").Userz


def test_package_works_wherever_the_folder_is(blog, tmp_path):
    generate_models(blog, tmp_path / "deep" / "in" / "app")
    code = "from deep.in_.app import MODELS, Posts; assert MODELS['posts'] is Posts"
    (tmp_path / "deep" / "in").rename(tmp_path / "deep" / "in_")
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


@pytest.mark.parametrize("package", ["golden_blog", "nasty"])
def test_first_line_of_every_file_says_who_wrote_it(packages, package):
    for path in (packages / package).glob("*.py"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# Generated by fluentorm from ")
    if package == "golden_blog":
        text = (packages / package / "users.py").read_text()
        sources = "schemas/01_users.py, schemas/02_users_auth.py"
        assert text.startswith(f"# Generated by fluentorm from {sources}.\n# Do not edit.\n")


TEXT = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=70)
TYPES = st.sampled_from(["text", "uuid", "jsonb[]", "inet", "date", "numeric(3,1)", "odd"])
COLUMNS = st.builds(
    Column,
    name=TEXT,
    type=TYPES,
    nullable=st.booleans(),
    hints=st.builds(FieldHints, create_input=st.sampled_from(InputMode), redacted=st.booleans()),
)


@given(TEXT, st.lists(COLUMNS, max_size=6), st.lists(TEXT, max_size=3), TEXT)
def test_any_names_give_code_that_compiles(name, columns, values, file):
    relation = Relation(
        name=file,
        kind=RelationKind.ONE_TO_MANY,
        columns=(name,),
        references_table=name,
        references_columns=(file,),
    )
    table = Table(
        name=name,
        columns={column.name: column for column in columns},
        relations={file: relation},
        source_files=(file, name),
    )
    enum = Enum(name=file, values=tuple(dict.fromkeys(values)))
    spec = package_spec(SchemaModel(tables={name: table}, enums={file: enum}))
    for text in (render_table(spec.table(name)), render_enums(spec), render_init(spec)):
        compile(text, "generated", "exec", dont_inherit=True)
    compile(render_registry(spec), "generated", "exec", dont_inherit=True)
