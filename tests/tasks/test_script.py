"""The ``fluentorm`` script and doit's own command: what they print where, and how they end."""

import json
import re
import subprocess
import sys

import pytest

import fluentorm.tasks
from fluentorm import __version__

TASKS = sorted(
    name.removeprefix("task_") for name in fluentorm.tasks.__all__ if name[:5] == "task_"
)


def _listed(text: str) -> list[str]:
    return sorted(line.split()[0] for line in text.splitlines() if re.match(r"\w+  ", line))


def test_version(blog) -> None:
    assert blog.script("--version").out == f"fluentorm {__version__}\n"


def test_list_shows_all_tasks_as_doit_does(blog) -> None:
    assert _listed(blog.script("list").out) == TASKS
    assert blog.script("list").out == blog.doit("list").out


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_help_lists_the_tasks_and_says_how_to_go_on(blog, words: tuple[str, ...]) -> None:
    ran = blog.script(*words)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("usage: fluentorm TASK ")
    assert sorted(re.findall(r"^  (\w+) ", ran.out, re.MULTILINE)) == TASKS
    assert "fluentorm help TASK explains a task" in ran.out
    assert "\nother tasks:" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize(
    "words", [("help", "migrate"), ("migrate", "--help"), ("migrate", "--to", "1", "-h")]
)
def test_help_of_a_task_shows_its_options(blog, words: tuple[str, ...]) -> None:
    ran = blog.script(*words)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("migrate  Apply the pending migrations.\n")
    assert all(f"  --{option}" in ran.out for option in ("to=", "steps=", "dry-run", "status"))


def test_every_task_and_every_option_has_a_help_text(blog, monkeypatch) -> None:
    monkeypatch.chdir(blog.root)
    for task in TASKS:
        creator = getattr(fluentorm.tasks, f"task_{task}")
        assert re.fullmatch(r"[A-Z].*\.", creator.__doc__), task
        assert all(option["help"] for option in creator().params)
    shown = blog.script("help", "generate_models").out.splitlines()[1:]
    assert [line.split()[0] for line in shown] == ["--skip-migrations", "--no-verify"]


def test_it_works_without_a_dodo_file(blog) -> None:
    (blog.root / "dodo.py").unlink()
    assert blog.script("generate_models", "check").status == 0
    assert _listed(blog.script("list").out) == TASKS


def test_it_adds_our_tasks_to_a_dodo_file_of_other_things(blog) -> None:
    blog.write("dodo.py", "def task_own():\n    return {'actions': ['echo mine']}\n")
    assert blog.script("generate_models", "check", "own").status == 0
    assert _listed(blog.script("list").out) == sorted([*TASKS, "own"])
    assert re.search(r"^other tasks:\n  own +-\n\n", blog.script("--help").out, re.MULTILINE)


def test_a_task_of_the_dodo_file_wins_over_ours(blog) -> None:
    blog.write(
        "dodo.py",
        "from fluentorm.tasks import *\n"
        "def task_check():\n    return {'actions': ['echo my check'], 'verbosity': 2}\n",
    )
    assert blog.script("check").out == "my check\n"


def test_another_folder_and_another_dodo_file(blog) -> None:
    elsewhere = blog.root / "elsewhere"
    elsewhere.mkdir()
    ran = blog.run(
        "sh", "-c", f"cd elsewhere && {sys.executable} -m fluentorm.tasks.script -d .. show users"
    )
    assert (ran.status, ran.out.partition(" ")[0]) == (0, "users")
    blog.write("mine.py", "def task_own():\n    return {'actions': ['true']}\n")
    assert blog.script("-f", "mine.py", "own").status == 0
    assert blog.script("-f", "none.py", "own").status == 2


def test_only_the_tasks_own_output_is_on_standard_output(blog) -> None:
    ran = blog.script("generate_models")
    assert re.fullmatch(r"the migrations are not proven: .*\n", ran.err)
    assert all(line.startswith("wrote ") for line in ran.out.splitlines())
    again = blog.script("generate_models")
    assert (again.status, again.out, again.err) == (0, "", "")


ASCII = {"PYTHONIOENCODING": "ascii"}


def test_an_output_that_is_not_utf8_loses_letters_and_nothing_else(blog) -> None:
    blog.replace("schemas/02_posts.yaml", "title:", "größe 📏:")
    blog.env.update(ASCII)
    for run in (blog.script, blog.doit):
        ran = run("generate_models")
        assert (ran.status, "defect" in ran.err) == (0, False), ran.err
        ran = run("show", "posts")
        assert (ran.status, "Error" in ran.err) == (0, False), ran.err
        assert r"gr\xf6\xdfe \U0001f4cf" in ran.out
    ran = blog.script("show", "posts", "--json")
    names = [found["name"] for found in json.loads(ran.out)["posts"]["fields"]]
    assert "größe 📏" in names


def test_doit_says_the_same_with_its_lines_about_tasks(blog) -> None:
    ran = blog.doit("generate_models")
    assert set(ran.tasks.values()) == {"run"}
    plain = [line for line in ran.out.splitlines() if not line.startswith((".  ", "-- "))]
    assert all(line.startswith("wrote ") for line in plain)


@pytest.mark.parametrize("words", [("show",), ("plan",), ("check",), ("yaml_schema",), ("db_url",)])
def test_the_script_prints_what_doit_prints(generated, words: tuple[str, ...]) -> None:
    generated.env["FLUENT_DB_URL"] = "postgresql://ann:secret@127.0.0.1:1/x"
    ran, through_doit = generated.script(*words), generated.doit(*words)
    assert through_doit.out == f".  {words[0]}\n{ran.out}"
    assert (ran.status, ran.err) == (through_doit.status, through_doit.err)
    assert "secret" not in ran.out + ran.err


@pytest.mark.parametrize("script", [True, False])
def test_an_error_is_one_message_on_standard_error(generated, script: bool) -> None:
    ran = (generated.script if script else generated.doit)("show", "user")
    assert ran.status == 1
    assert ran.out == ("" if script else ".  show\n")
    assert (
        ran.err == 'error: nothing that is declared is called "user"\nhint: did you mean "users"?\n'
    )


def test_an_error_is_the_same_from_another_process(generated) -> None:
    ran = generated.doit("-n", "2", "show", "user")
    assert (ran.status, ran.out) == (1, ".  show\n")
    assert (
        ran.err == 'error: nothing that is declared is called "user"\nhint: did you mean "users"?\n'
    )


# Wrong usage

WRONG = {
    ("nonsense",): ['"nonsense" is no task', "hint: fluentorm list shows all tasks"],
    ("migrat",): ['"migrat" is no task', 'hint: did you mean "migrate"? fluentorm list'],
    ("migrate-status",): ['"migrate-status" is no task', 'did you mean "migrate_status"?'],
    ("help", "nonsense"): ['"nonsense" is no task'],
    ("migrate", "stray"): ['"stray" is no task'],
    ("migrate", "--nope"): ["option --nope not recognized", "hint: its options: --to, --steps, "],
    ("list", "--nope"): ["option --nope not recognized"],
    ("migrate", "--dryrun"): ["option --dryrun not recognized\nhint: did you mean --dry-run?\n"],
    ("migrate", "--to"): ["option --to requires argument\nhint: its options: --to, "],
    ("migrate", "--st"): ["option --st not a unique prefix\nhint: its options: --to, "],
    ("generate_models", "--nope"): ["hint: its options: --skip-migrations, --no-verify\n"],
    ("check", "--json=1"): ["check: option --json must not have an argument\nhint: "],
    ("db_start", "-x"): ["db_start: option -x not recognized\nhint: it has no options\n"],
    ("show", "users", "--jsn"): ["show: option --jsn not recognized\nhint: did you mean --json?"],
    ("init", "here", "--force"): ["init: option --force not recognized\nhint: its options: --git"],
    ("migrate", "--to", ""): ["one of the words is empty, as of a variable that is not set"],
    ("migrate", "--to="): ["--to is empty", "hint: --to VERSION; doit migrate_status lists"],
    ("migrate", "--steps", "-1"): ['--steps is "-1", which is no number of migrations', "hint: "],
    ("migrate", "--steps", "0"): ['--steps is "0", which is no number of migrations'],
    ("migrate_down", "--steps", "1.5"): ['--steps is "1.5", which is no number of migrations'],
    ("migrate_redo", "--steps", "9" * 5000): ["which is no number of migrations"],
    ("lint", "--level", "z"): ['lint: --level is "z"\nhint: it takes a, s, t\n'],
    ("",): ["one of the words is empty"],
}


@pytest.mark.parametrize("words", WRONG, ids=lambda words: " ".join(words)[:30])
def test_wrong_usage_starts_nothing_and_ends_with_2(blog, words: tuple[str, ...]) -> None:
    ran = blog.script(*words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert [text for text in WRONG[words] if text not in ran.err] == []
    assert "CmdOption" not in ran.err
    assert "Traceback" not in ran.err
    assert not (blog.root / ".fluent").exists()


@pytest.mark.parametrize(
    "words", [words for words, told in WRONG.items() if "option" in told[0] or "--" in told[0]]
)
def test_wrong_options_are_told_alike_by_doit(blog, words: tuple[str, ...]) -> None:
    if words[0] == "list":
        pytest.skip("doit's own command is left to doit")
    by_script, by_doit = blog.script(*words), blog.doit(*words)
    assert by_doit == by_script
    assert by_doit.status == 2


def test_a_setting_that_does_not_parse_ends_doit_with_2(blog) -> None:
    blog.env["FLUENT_DB_PORT"] = "x"
    ran = blog.doit("list")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith('error: environment: FLUENT_DB_PORT is "x", which is not a port')


def test_options_may_follow_the_words_of_a_task(generated) -> None:
    asked = generated.script("show", "--json", "users")
    assert asked.status == 0
    assert generated.script("show", "users", "--json") == asked


def test_doit_refuses_a_number_of_steps_too(blog) -> None:
    ran = blog.doit("migrate_down", "--steps", "0")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith('error: migrate_down: --steps is "0", which is no number')
    assert not (blog.root / ".fluent").exists()


def test_options_that_contradict_each_other(blog) -> None:
    ran = blog.script("migrate", "--status", "--rollback")
    assert (ran.status, ran.out) == (1, "")
    assert (
        ran.err == "error: --status and --rollback contradict each other\nhint: give one of them\n"
    )


def test_words_after_a_task_that_make_no_sense(generated) -> None:
    ran = generated.script("init", "here", "there")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "error: init makes one project, and 2 folders are named\n"
    assert not (generated.root / "here").exists()


# Tasks and files of the user's own


def test_a_task_of_ones_own_that_fails_shows_what_doit_shows(blog) -> None:
    blog.write(
        "dodo.py",
        "from fluentorm.tasks import *\ndef task_bad():\n    return {'actions': [lambda: 1 / 0]}\n",
    )
    ran = blog.script("bad")
    assert (ran.status, ran.out) == (1, "")
    assert "TaskError - taskid:bad" in ran.err
    assert "ZeroDivisionError" in ran.err
    assert "ZeroDivisionError" in blog.doit("bad").out


def test_a_broken_dodo_file_shows_its_traceback(blog) -> None:
    blog.write("dodo.py", "1 / 0\n")
    ran = blog.script("check")
    assert (ran.status, ran.out) == (2, "")
    assert 'dodo.py", line 1' in ran.err


# Reports for machines


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (("check", "--json"), {"ok", "problems"}),
        (("plan", "--json"), {"generate", "migrate", "migrate_steps"}),
        (("show", "--json"), {"posts", "users"}),
        (("show", "users", "--json"), {"users"}),
        (("show", "--json", "users"), {"users"}),
        (("yaml_schema",), {"$schema", "title", "type", "properties"}),
    ],
)
def test_json_is_all_there_is_on_standard_output(generated, words, keys) -> None:
    ran = generated.script(*words)
    assert ran.status == 0, ran.err
    data = json.loads(ran.out)
    assert keys <= set(data) if words == ("yaml_schema",) else keys == set(data)


# Speed


def test_listing_tasks_imports_nothing_slow() -> None:
    slow = {"psycopg", "rich", "jinja2", "yaml", "difflib", "fluentorm.registry.evaluate"}
    code = "import sys, fluentorm.tasks; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert slow & set(done.stdout.split()) == set()
