"""The task lint: what it prints in each form, and what check and a generation take of it."""

import json
import re
import sys

import pytest

BAD = "CREATE INDEX users_created ON users (created_at);\n"
NAME = "migrations/20990101000000_by_hand.sql"
DOWN = "migrations/20990101000000_by_hand_down.sql"


@pytest.fixture
def hurting(generated):
    """A project with a migration by hand that stops writes."""
    generated.write(NAME, f"-- by hand\n\n{BAD}")
    generated.write(DOWN, "-- Step: 1 bare\nDROP INDEX CONCURRENTLY users_created;\n")
    return generated


def test_generated_files_have_no_errors(generated) -> None:
    ran = generated.script("lint")
    assert (ran.status, ran.err) == (0, "")
    assert " error " not in ran.out


def test_people_read_file_line_rule_message_fix_and_page(hurting) -> None:
    ran = hurting.script("lint", "--severity", "error")
    assert ran.status == 1
    assert ran.out == (
        f"{NAME}\n"
        '     3  error    LK001  building "users_created" stops writes to "users"\n'
        "        CREATE INDEX users_created ON users (created_at)\n"
        "        fix: CREATE INDEX CONCURRENTLY in a bare step of its own\n"
        "        see: fluentorm explain LK001\n\n"
    )
    hidden = r"(, \d+ \w+)+ \(lint --severity=(warning|info) shows all\)"
    assert re.fullmatch(rf"error: 1 error({hidden})?\n", ran.err)


def test_what_is_not_shown_is_counted_with_the_option_that_shows_it(generated) -> None:
    assert generated.script("lint").out == "1 note (lint --severity=info shows all)\n"
    shown = generated.script("lint", "--severity=info").out
    assert "ST001" in shown
    assert shown.endswith("\n1 note\n")


def test_machines_read_json(hurting) -> None:
    ran = hurting.script("lint", "--json")
    data = json.loads(ran.out)
    assert (ran.status, data["ok"], data["counts"]["error"]) == (1, False, 1)
    (found,) = [f for f in data["findings"] if f["rule"] == "LK001"]
    assert found["file"] == NAME
    assert (found["line"], found["table"], found["allowed"]) == (3, "users", None)
    assert set(found) >= {"severity", "message", "fix", "page", "statement"}


def test_github_reads_annotations(hurting) -> None:
    ran = hurting.script("lint", "--format", "github", "--severity", "error")
    (line,) = ran.out.splitlines()
    assert line.startswith(f"::error file={NAME},line=3,title=LK001 an index is built without ")
    assert '::building "users_created" stops writes to "users"%0Afix: ' in line


def test_tools_read_sarif(hurting) -> None:
    hurting.write(NAME, f"-- fluentorm: allow LK001 small\n{BAD}")
    ran = hurting.script("lint", "--format", "sarif")
    assert ran.status == 0
    (run,) = json.loads(ran.out)["runs"]
    (result,) = [r for r in run["results"] if r["ruleId"] == "LK001"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "LK001"
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": NAME}, "region": {"startLine": 2}}
    assert result["suppressions"] == [{"kind": "inSource", "justification": "small"}]


def test_files_may_be_named_from_the_folder_and_from_elsewhere(hurting) -> None:
    other = hurting.write("draft.sql", "ALTER TABLE posts ALTER COLUMN title TYPE varchar(3);\n")
    ran = hurting.script("lint", "--json", "draft.sql")
    assert {f["file"] for f in json.loads(ran.out)["findings"]} == {"draft.sql"}
    assert "RW003" in {f["rule"] for f in json.loads(ran.out)["findings"]}
    other.unlink()
    ran = hurting.script("lint", "--json", NAME)
    assert {f["file"] for f in json.loads(ran.out)["findings"]} == {NAME}
    ran = hurting.script("lint", "draft.sql")
    assert (ran.status, ran.err) == (1, "error: draft.sql: there is no such file\n")


def test_levels(hurting) -> None:
    hurting.write(NAME, "ALTER TABLE posts ALTER COLUMN title TYPE varchar(3);\n")
    assert hurting.script("lint", "--level", "a").status == 0  # no file tells the old type
    assert hurting.script("lint", "--level", "s").status == 1
    ran = hurting.script("lint", "--level", "x")
    assert ran.status == 2
    assert "Traceback" not in ran.err


def test_sizes_come_from_a_file(hurting) -> None:
    sizes = {"version": 1, "tables": {"users": {"rows": 10, "bytes": 8192}}}
    hurting.write("stats.json", json.dumps(sizes))
    ran = hurting.script("lint", "--stats", "stats.json")
    assert ran.status == 0
    assert "warning  LK001" in ran.out
    hurting.write("stats.json", "{}")
    ran = hurting.script("lint", "--stats", "stats.json")
    assert ran.err.startswith("error: stats.json: is no statistics file\nhint: ")
    ran = hurting.script("lint", "--stats", "none.json")
    assert ran.err.startswith("error: none.json: there is no such statistics file\nhint: ")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"SELECT '\xff';", "is not UTF-8: byte 0xff"),
        (b"SELECT 1\0;", "a NUL character"),
        (b"", "the file is empty"),
        (b"\xef\xbb\xbfCREATE INDEX i ON users (created_at);", 'building "i" stops writes'),
    ],
)
def test_bytes_that_are_no_text(generated, data: bytes, told: str) -> None:
    (generated.root / NAME).write_bytes(data)
    ran = generated.script("lint", "--severity", "error")
    assert ran.status == 1
    assert told in ran.out
    assert "Traceback" not in ran.err


def test_an_edit_of_a_generated_file_is_a_finding(generated) -> None:
    name = next(name for name in generated.contents() if name.endswith("_create_users.sql"))
    generated.replace(name, "CREATE TABLE", "CREATE  TABLE")
    ran = generated.script("lint", "--json")
    assert ran.status == 1
    assert "HI001" in {f["rule"] for f in json.loads(ran.out)["findings"]}


def test_two_heads_are_a_finding(generated) -> None:
    name = next(name for name in generated.contents() if name.endswith("_create_posts.sql"))
    text = (generated.root / name).read_text(encoding="utf-8")
    parent = re.search(r"-- Parent: .*", text)
    assert parent
    generated.write(NAME, f"{parent[0]}\n\nSELECT 1;\n")
    ran = generated.script("lint", "--json")
    told = [f["message"] for f in json.loads(ran.out)["findings"] if f["rule"] == "HI001"]
    assert any("two branches were merged" in message for message in told)


def test_a_second_run_reads_nothing_again(hurting) -> None:
    first = hurting.script("lint", "--severity", "info")
    code = (
        "import sys; sys.modules['google.protobuf'] = None; "
        "from fluentorm.tasks.script import main; sys.exit(main(['lint', '--severity', 'info']))"
    )
    again = hurting.run(sys.executable, "-c", code)
    assert (again.status, again.out) == (first.status, first.out)
    assert (hurting.root / ".fluent" / "lint.cache").exists()


def test_older_migrations_can_be_left_out(hurting) -> None:
    hurting.env["FLUENT_LINT_SINCE"] = "20990101000001"
    assert hurting.script("lint").status == 0
    hurting.env["FLUENT_LINT_SINCE"] = "soon"
    ran = hurting.script("lint")
    assert ran.status == 2
    assert "is no version" in ran.err


def test_check_counts_errors(hurting) -> None:
    ran = hurting.script("check")
    assert ran.status == 1
    assert f'{NAME}:3: building "users_created" stops writes to "users" (LK001)' in ran.out
    hurting.env["FLUENT_LINT"] = "0"
    assert hurting.script("check").status == 0


def test_without_the_parser_check_says_that_it_skipped_lint(hurting) -> None:
    code = (
        "import sys, importlib.util as u; find = u.find_spec; "
        "u.find_spec = lambda name, *a: None if name == 'postgast' else find(name, *a); "
        "from fluentorm.tasks.script import main; sys.exit(main(sys.argv[1:]))"
    )
    ran = hurting.run(sys.executable, "-c", code, "check")
    assert ran.status == 0
    assert ran.err == (
        "lint was skipped: lint needs PostgreSQL's parser, which is not installed; "
        "pip install 'fluentorm[lint]'\n"
    )
    ran = hurting.run(sys.executable, "-c", code, "check", "--json")
    assert json.loads(ran.out) == {"ok": True, "problems": [], "lint": "skipped"}
    ran = hurting.run(sys.executable, "-c", code, "lint")
    assert ran.status == 1
    assert ran.err == (
        "error: lint needs PostgreSQL's parser, which is not installed\n"
        "hint: pip install 'fluentorm[lint]'\n"
    )


def test_a_generation_says_what_it_finds_in_what_it_wrote(generated) -> None:
    generated.replace(
        "schemas/01_users.py", 'string("email"', 'string("mail", renamed_from="email"'
    )
    ran = generated.script("generate_models")
    assert ran.status == 0
    assert re.search(
        r'^warning: migrations/\d+_users_rename_column_email_to_mail.sql:\d+: the column "email" '
        r"has another name \(CP001\)$",
        ran.err,
        re.MULTILINE,
    )
    assert "LK0" not in ran.err


def test_a_generation_of_new_things_only_is_not_linted(blog) -> None:
    ran = blog.run(sys.executable, "-X", "importtime", "-m", "doit", "generate_models")
    assert ran.status == 0
    assert "postgast" not in ran.err
