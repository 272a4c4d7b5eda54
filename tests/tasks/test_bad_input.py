"""What the user reads when files, settings or the disk are wrong; nothing is ever lost."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tasks.conftest import Project

SNAPSHOT = "schemas/.fluent_snapshot.json"
BOMB = "table_name: bomb\na: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdef", "bcdefg", strict=True)
)


def _table(name: str, *lines: str) -> str:
    body = "".join(f"    {line}\n" for line in ('t.uuid("id", primary_key=True)', *lines))
    return f'table_name = "{name}"\n\n\ndef build(t):\n{body}'


def _refused(project: Project, *words: str, status: int = 1) -> str:
    """Run a command that must fail cleanly and change no file; return what it said."""
    before = project.contents()
    ran = project.script(*words)
    assert ran.status == status, ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err
    assert ran.err.splitlines()[-2:]
    assert "error: " in ran.err
    assert project.contents() == before
    return ran.err


# Schema files


def test_no_schemas_folder(blog) -> None:
    shutil.rmtree(blog.root / "schemas")
    said = _refused(blog, "generate_models")
    assert 'error: the folder "schemas" does not exist\nhint: write the first one, ' in said
    assert "schemas/01_users.py, or run: fluentorm init" in said


def test_an_empty_schemas_folder(blog) -> None:
    shutil.rmtree(blog.root / "schemas")
    (blog.root / "schemas").mkdir()
    said = _refused(blog, "generate_models")
    assert 'error: the folder "schemas" has no schema files\nhint: ' in said


def test_a_file_in_the_place_of_the_schemas_folder(blog) -> None:
    shutil.rmtree(blog.root / "schemas")
    blog.write("schemas", "")
    said = _refused(blog, "generate_models")
    assert 'error: "schemas" is not a folder\nhint: FLUENT_SCHEMAS_DIR names the folder' in said


UNUSABLE: dict[str, tuple[str, str | bytes, list[str]]] = {
    "does not parse": ("a.py", "def build(t)\n", [":1:13: expected ':'"]),
    "raises": ("a.py", "boom\n", [":1: the file raised NameError: "]),
    "build raises": ("a.py", _table("a", "1 / 0"), [":6: build raised ZeroDivisionError: divi"]),
    "no such method": (
        "a.py",
        _table("a", 't.strin("x")'),
        [":6: build raised AttributeError", "hint: did you mean t.string?"],
    ),
    "exits": ("a.py", "import sys\nsys.exit(0)\n", [":2: the file raised SystemExit"]),
    "no build": (
        "a.py",
        'table_name = "a"\n',
        [": the file has no function build", "hint: the form is: def build("],
    ),
    "not UTF-8, Python": ("a.py", b"# \xff\n", [": "]),
    "NUL": ("a.py", b"x = '\0'\n", [": source code string cannot contain null bytes"]),
    "tab": (
        "a.yaml",
        "table_name: a\nfields:\n\tid: {type: uuid}\n",
        [":3:1: a tab cannot indent in YAML", "hint: use spaces"],
    ),
    "anchor bomb": (
        "a.yaml",
        BOMB,
        [": its aliases stand for ", "100000 are the most", "hint: write out"],
    ),
    "wrong type": (
        "a.yaml",
        "table_name: a\nfields:\n  id: {type: uuidd, primary_key: 7}\n",
        [
            ':3:14: field "id" has the unknown type "uuidd"\nhint: did you mean "uuid"?',
            ':3:34: primary_key of field "id" must be true or false, not "7"',
        ],
    ),
    "wrong shape": (
        "a.yaml",
        "table_name: a\nfields: [id]\n",
        [":2:9: fields of the table must be names with values, not a list"],
    ),
    "empty": ("a.yaml", "", [": the file is empty", "hint: a table needs"]),
    "not UTF-8, YAML": (
        "a.yaml",
        b"\xff\xfe\n",
        [":1:1: the file is not UTF-8", "hint: save it as UTF-8"],
    ),
}


@pytest.mark.parametrize(("file", "content", "told"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_schema_file_that_cannot_be_used(
    generated, file: str, content: str | bytes, told: list[str]
) -> None:
    path = generated.root / "schemas" / f"03_{file}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    said = _refused(generated, "generate_models")
    assert [text for text in told if text not in said] == []
    assert all(f"schemas/03_{file}{text}" in said for text in told if text[0] == ":")


def test_all_problems_of_all_files_are_told_at_once(generated) -> None:
    generated.write("schemas/03_a.py", "def build(t)\n")
    generated.write("schemas/04_b.yaml", "fields: [id]\n")
    generated.write("schemas/05_c.py", _table("c", 't.foreign_key("user_id", "user")'))
    said = _refused(generated, "generate_models")
    assert [said.count(f"schemas/0{n}_") for n in (3, 4, 5)] == [1, 1, 1]


def test_two_files_with_one_number_are_ordered_by_name(blog) -> None:
    blog.write("schemas/01_zebras.py", _table("zebras"))
    blog.write("schemas/01_apes.py", _table("apes"))
    assert blog.script("generate").status == 0
    registry = (blog.root / "schemas/registry.py").read_text()
    order = [registry.index(f'"{name}"') for name in ("apes", "users", "zebras", "posts")]
    assert order == sorted(order)


def test_one_field_defined_twice_differently_names_both_places(generated) -> None:
    generated.write(
        "schemas/03_more.py", 'table_name = "users"\n\n\ndef build(t):\n    t.text("email")\n'
    )
    said = _refused(generated, "generate_models")
    assert 'schemas/03_more.py:5: column "email" is already defined differently at ' in said
    assert "schemas/01_users.py:8" in said
    assert "hint: remove one of the two" in said


def test_one_field_defined_twice_alike_is_one_field(generated) -> None:
    line = 't.string("email", unique=True)'
    generated.write("schemas/03_more.py", f'table_name = "users"\n\n\ndef build(t):\n    {line}\n')
    before = generated.contents("migrations")
    assert generated.script("generate_models").status == 0
    assert generated.contents("migrations") == before


def test_names_of_64_bytes(generated) -> None:
    generated.write("schemas/03_long.py", _table("x" * 64, f't.string("{"é" * 32}")'))
    said = _refused(generated, "generate_models")
    assert f'table "{"x" * 64}" has a name of 64 bytes; PostgreSQL keeps 63' in said
    assert f'column "{"é" * 32}" of table' in said
    assert said.count('hint: shorten it, for instance to "') == 2


# The snapshot


@pytest.mark.parametrize("harm", [b"junk\n", b"\xff\xfe", b"", b"[]\n", b'{"version": 1}\n'])
def test_a_corrupt_snapshot_comes_back_from_the_copy(generated, harm: bytes) -> None:
    before = generated.contents()
    (generated.root / SNAPSHOT).write_bytes(harm)
    ran = generated.script("generate_models")
    assert (ran.status, ran.err) == (
        0,
        f"restored {SNAPSHOT}, which had been deleted or changed by hand\n",
    )
    assert generated.contents() == before


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (b"junk\n", ":1:1: is not JSON: Expecting value"),
        (b"\xff\xfe", ": is not UTF-8"),
        (b"[]\n", ": is not a snapshot"),
        (b'{"version": 1}\n', ": was changed by hand: its content does not have the fingerprint"),
    ],
)
def test_a_corrupt_snapshot_without_a_copy_is_refused(generated, harm: bytes, told: str) -> None:
    (generated.root / SNAPSHOT).write_bytes(harm)
    (generated.root / ".fluent/snapshot.json").unlink()
    said = _refused(generated, "generate_models")
    assert f"error: {SNAPSHOT}{told}" in said
    assert f"hint: restore it from version control: git checkout -- {SNAPSHOT}" in said
    assert "1 thing out of step" in _refused(generated, "check")


def test_a_deleted_snapshot_without_a_copy_is_refused(generated) -> None:
    (generated.root / SNAPSHOT).unlink()
    (generated.root / ".fluent/snapshot.json").unlink()
    said = _refused(generated, "generate_models")
    assert "does not exist, but migrations/ holds generated migrations" in said


@pytest.mark.parametrize("command", ["generate_models", "plan", "check"])
def test_a_snapshot_of_a_newer_version(generated, command: str) -> None:
    generated.replace(SNAPSHOT, '"version": 1', '"version": 99')
    before = generated.contents()
    ran = generated.script(command)
    assert ran.status == 1
    assert generated.contents() == before
    told = f"{SNAPSHOT}: is of version 99; this fluentorm reads up to version 1\n"
    assert f"{told}hint: upgrade fluentorm: pip install --upgrade fluentorm" in ran.out + ran.err


def test_a_snapshot_of_another_chain(generated) -> None:
    for path in sorted((generated.root / "migrations").iterdir()):
        path.rename(path.with_name(f"1999{path.name[4:]}"))
    said = _refused(generated, "generate_models")
    assert f'error: {SNAPSHOT}: belongs to other migrations: its last one, "' in said
    assert "hint: restore the missing migrations, or the snapshot" in said


def test_a_snapshot_with_another_digest(generated) -> None:
    generated.replace(SNAPSHOT, '"digest": "', '"digest": "0')
    said = _refused(generated, "generate_models")
    assert f"error: {SNAPSHOT}: does not match the migrations up to " in said


# Migrations


def test_a_generated_migration_without_its_down_file(generated) -> None:
    down = next((generated.root / "migrations").glob("*_create_posts_down.sql"))
    down.unlink()
    up = f"migrations/{down.name.replace('_down', '')}"
    told = f"{up}: its down file is gone\nhint: restore it from version control: git checkout -- "
    assert f"{told}migrations/{down.name}" in _refused(generated, "generate_models")
    ran = generated.script("check")
    assert (ran.status, ran.err) == (1, "error: 1 thing out of step\n")
    assert told in ran.out


@pytest.mark.parametrize("command", ["generate_models", "plan", "verify", "migrate"])
def test_a_migration_without_its_up_file(generated, command: str) -> None:
    up = next((generated.root / "migrations").glob("*_create_posts.sql"))
    up.unlink()
    said = _refused(generated, command)
    assert f'_create_posts_down.sql: a down file without its up file "{up.name}"\nhint: ' in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", ": the file is empty\nhint: write its SQL, or delete it"),
        (b" \n\t\n", ": the file is empty\nhint: "),
        (
            "-- é\nSELECT 1;\n".encode("latin-1"),
            ":1:4: is not UTF-8: byte 0xe9 at offset 3\nhint: save the file as UTF-8",
        ),
        ("SELECT 1;\n".encode("utf-16"), ":1:1: is not UTF-8: byte 0xff at offset 0\nhint: "),
        (b"SELECT 1;\0\n", ":1:10: a NUL character\nhint: remove it"),
        (b"SELECT 1;\n-- migrate:down\nSELECT 2;\n", ':2: a section "-- migrate:down"'),
    ],
)
def test_a_migration_that_cannot_be_read(generated, content: bytes, told: str) -> None:
    name = "migrations/20990101000000_mine.sql"
    (generated.root / name).write_bytes(content)
    assert f"error: {name}{told}" in _refused(generated, "generate_models")
    assert f"{name}{told}" in generated.script("check").out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mine.sql", "the name has no version\nhint: name it like 20241202103000_add_phone.sql"),
        (
            "2099_a.SQL",
            'the ending must be written in small letters\nhint: rename it to "2099_a.sql"',
        ),
    ],
)
def test_a_migration_that_is_named_wrongly(generated, name: str, told: str) -> None:
    generated.write(f"migrations/{name}", "SELECT 1;\n")
    assert f"error: migrations/{name}: {told}" in _refused(generated, "plan")


def test_two_migrations_of_one_version(generated) -> None:
    generated.write("migrations/20990101000000_a.sql", "SELECT 1;\n")
    generated.write("migrations/20990101000000_b.sql", "SELECT 1;\n")
    said = _refused(generated, "generate_models")
    assert "have the same version\nhint: give the newer one" in said


def test_bom_and_crlf_make_no_difference(generated) -> None:
    for path in (generated.root / "migrations").iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = generated.contents()
    assert generated.script("generate_models").err == ""
    assert generated.script("check").status == 0
    assert generated.contents() == before


def test_a_migrations_folder_that_is_a_file(blog) -> None:
    blog.write("migrations", "")
    ran = blog.script("generate_models")
    assert ran.status == 1
    assert "error: migrations: the folder of migrations cannot be read: not a dir" in ran.err


# Settings


@pytest.mark.parametrize("script", [True, False])
def test_a_port_that_is_no_number(blog, script: bool) -> None:
    blog.env["FLUENT_DB_PORT"] = "five"
    ran = (blog.script if script else blog.doit)("migrate")
    assert ran.status == 2
    assert 'environment: FLUENT_DB_PORT is "five", which is not a port from 1 to 65535' in ran.err
    assert "hint: write it like FLUENT_DB_PORT=5432" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"what is this\n", ".env:1: expected NAME=value\nhint: a comment starts with #"),
        (b"A=1\nFLUENT_DB_NAME=\xff\n", ".env:2: not UTF-8\nhint: save the file as UTF-8"),
        (b"FLUENT_DB_HOTS=x\n", ".env:1: FLUENT_DB_HOTS is not a setting\nhint: did you mean"),
        (b'FLUENT_DB_NAME="x\n', ".env:1: a quote that is not closed\nhint: close it with"),
    ],
)
def test_a_broken_env_file(blog, text: bytes, told: str) -> None:
    (blog.root / ".env").write_bytes(text)
    assert f"error: {told}" in _refused(blog, "generate_models", status=2)


# The file system


def _as_ordinary_user() -> list[str]:
    """Return what to put before a command so that permissions bind; root loses its privilege."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root is bound by no permissions, and there is no setpriv to change that")
    lost = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={lost}", f"--inh-caps={lost}"]


def _script(*words: str) -> list[str]:
    return [sys.executable, "-m", "fluentorm.tasks.script", *words]


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        (".", 'cannot create the lock file ".fluent/generate.lock": permission denied'),
        ("schemas", '"schemas/registry.py": permission denied'),
        ("migrations", '_create_users.sql": permission denied\nhint: nothing was written; make'),
        ("models", "cannot write models: permission denied\nhint: check that models is a folder"),
        (".fluent", 'cannot create the lock file ".fluent/generate.lock": permission denied'),
    ],
)
def test_a_read_only_folder(blog, folder: str, told: str) -> None:
    place = blog.root / folder
    place.mkdir(exist_ok=True)
    place.chmod(0o555)
    ran = blog.run(*_as_ordinary_user(), *_script("generate_models"))
    place.chmod(0o755)
    assert ran.status == 1
    assert "Traceback" not in ran.err
    assert told in ran.err
    assert blog.script("generate_models", "check").status == 0


def test_reports_need_no_folder_to_write_to(generated) -> None:
    before = generated.contents()
    for folder in (".", "schemas", "migrations", "models", ".fluent"):
        (generated.root / folder).chmod(0o555)
    prefix = _as_ordinary_user()
    ran = [
        generated.run(*prefix, *_script(*words))
        for words in (["check"], ["show"], ["list"], ["plan"], ["migrate_status"])
    ]
    for folder in (".", "schemas", "migrations", "models", ".fluent"):
        (generated.root / folder).chmod(0o755)
    assert [each.status for each in ran[:4]] == [0, 0, 0, 0], ran
    # The embedded server cannot be made there.
    assert ran[4].status == 1
    assert "Traceback" not in ran[4].err
    assert generated.contents() == before


@pytest.mark.parametrize("path", ["schemas/01_users.py", "schemas", ".env"])
def test_what_may_not_be_read(blog, path: str) -> None:
    place = blog.root / path
    if path == ".env":
        place.write_text("")
    mode = place.stat().st_mode
    place.chmod(0)
    ran = blog.run(*_as_ordinary_user(), *_script("generate_models"))
    place.chmod(mode)
    assert ran.status == (2 if path == ".env" else 1)
    assert f"error: {path}: cannot be read: permission denied\n" in ran.err
    assert "Traceback" not in ran.err


def test_a_disk_that_is_full_at_any_size_leaves_nothing_half(blog) -> None:
    sizes = ["0", "1", "2", "3", "5"]  # blocks of 512 bytes that a file may have
    for size in sizes:
        command = f"ulimit -f {size}; exec {sys.executable} -m fluentorm.tasks.script generate"
        ran = blog.run("sh", "-c", f"{command}_models")
        assert "Traceback" not in ran.err
        assert ran.status in (0, 1)
        if ran.status:
            assert '": file too large\n' in ran.err or "models: file too large\n" in ran.err
        migrations = blog.contents("migrations")
        assert (blog.root / SNAPSHOT).exists() == bool(migrations)
        assert all(text.endswith(b"\n") for text in migrations.values())
    assert blog.script("generate_models", "check").status == 0
    assert len(blog.contents("migrations")) == 6


def test_a_real_disk_that_is_full(blog) -> None:
    disk = blog.root / "disk"
    disk.mkdir()
    size = "size=24k"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        small = Project(disk, blog.env)
        for name in ("dodo.py", "schemas/01_users.py", "schemas/02_posts.yaml"):
            small.write(name, (blog.root / name).read_text())
        ran = small.script("generate_models")
        assert ran.status == 1
        assert "Traceback" not in ran.err
        assert "no space left on device" in ran.err
        assert (disk / SNAPSHOT).exists() == bool(small.contents("migrations"))
        subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
        assert small.script("generate_models", "check").status == 0
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.parametrize("harm", [b"", b"{", b"[]", b'{"generate": 1}', b"\xff"])
def test_what_doit_remembers_may_be_lost(generated, harm: bytes) -> None:
    before = generated.contents()
    memory = generated.root / ".doit.db.json"
    memory.write_bytes(harm)
    ran = generated.script("generate_models")
    assert "Traceback" not in ran.err
    if harm == b"\xff":  # nothing that a kill leaves behind
        assert (ran.status, "you can just remove" in ran.err) == (1, True)
        memory.unlink()
    assert generated.doit("generate_models").status == 0
    assert generated.contents() == before


# Interruptions


@pytest.mark.parametrize("how", ["build", "helper"])
def test_ctrl_c_while_a_schema_file_runs(generated, how: str) -> None:
    slow = "import pathlib, time\npathlib.Path('begun').touch()\ntime.sleep(60)\n"
    if how == "build":
        generated.write("schemas/03_slow.py", f"{slow}\ndef build(t): ...\n")
    else:
        generated.write("schemas/_slow.py", slow)
        generated.write("schemas/03_a.py", f"import _slow\n{_table('a')}")
    before = generated.contents()
    process = subprocess.Popen(
        _script("generate_models"),
        cwd=generated.root,
        env={**os.environ, **generated.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 20
    while not (generated.root / "begun").exists() and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "error: interrupted\n")
    assert generated.contents() == before


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("fluentorm.tasks.script show", 1),
        ("fluentorm.tasks.script list", 1),
        ("doit generate_models", 0),
    ],
)
def test_a_reader_that_leaves_early(generated, command: str, status: int) -> None:
    for number in range(40):
        generated.write(f"schemas/1{number}_t.py", _table(f"t{number}", 't.string("a" * 60)'))
    shell = f"({sys.executable} -m {command}; echo $? >&2) | true"
    ran = generated.run("sh", "-c", shell)
    assert "Traceback" not in ran.err
    assert "Exception ignored" not in ran.err
    assert ran.err.splitlines()[-1] in (str(status), "1"), ran.err
    assert generated.script("generate_models", "check").status == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["fluentorm.tasks.script show", "doit show"])
def test_output_that_cannot_be_written(generated, command: str) -> None:
    ran = generated.run("sh", "-c", f"{sys.executable} -m {command} > /dev/full")
    assert ran.status in (0, 1)
    assert "no space left on device" in ran.err
    assert "Traceback" not in ran.err
    assert "Exception ignored" not in ran.err
