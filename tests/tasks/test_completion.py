"""Completion, by the shells themselves."""

import shutil
import subprocess
from pathlib import Path

import pytest

import fluentorm.tasks
from fluentorm.tasks.completion import SHELLS, commands, script
from tests.tasks.conftest import Project

TASKS = {name.removeprefix("task_") for name in fluentorm.tasks.__all__ if name[:5] == "task_"}
# What is typed, the last word being completed, and what is offered.
TYPED = [
    ("migrate_b", {"migrate_backfill", "migrate_baseline"}),
    ("", TASKS),
    ("migrate_status --js", {"--json"}),
    ("generate_models migrate --st", {"--steps", "--strict", "--status"}),
    ("check --format ", {"text", "json", "github"}),
    ("check --format=g", {"github"}),
    ("migrate --to 2026", {"20260101000000", "20260102000000"}),
    ("rebase --onto ", {"20260101000000", "20260102000000"}),
    ("completion z", {"zsh"}),
    ("adopt --from dj", {"django"}),
    ("--v", {"--version"}),
]
BASH = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_fluentorm
printf '%s\\n' "${COMPREPLY[@]}"
"""
# What zsh's own functions would offer; they work at a prompt only.
ZSH = """
compdef() { : }
compset() { PREFIX="${PREFIX#*=}" }
compadd() { shift $(( ${@[(i)--]} % ($# + 1) )); print -rl -- "$@" }
_describe() { print -rl -- "${(@P)@[-1]%%:*}" }
_files() { print files }
source "$1"
shift
words=("$@")
CURRENT=$#
_fluentorm
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with migrations, and the script of each shell."""
    root = tmp_path_factory.mktemp("completion")
    (root / "migrations").mkdir()
    for name in ("20260101000000_a", "20260102000000_b", "20260102000000_b_down", "2$(touch x)_c"):
        (root / "migrations" / f"{name}.sql").touch()
    found = commands(vars(fluentorm.tasks))
    for shell in SHELLS:
        (root / shell).write_text(script(shell, found))
    return root


def _shell(name: str, folder: Path, *words: str) -> set[str]:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    done = subprocess.run([name, *words], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return {line for line in done.stdout.splitlines() if line}


@pytest.mark.parametrize(("typed", "offered"), TYPED)
def test_bash(folder: Path, typed: str, offered: set[str]) -> None:
    words = ["fluentorm", *typed.replace("=", " = ").split(" ")]
    assert _shell("bash", folder, "--norc", "-c", BASH, "bash", "./bash", *words) == offered
    assert not (folder / "x").exists()


def test_bash_completes_files_where_nothing_is_offered(folder: Path) -> None:
    for typed in ("lint ", "docs --output ", "init x"):
        words = ["fluentorm", *typed.split(" ")]
        assert _shell("bash", folder, "--norc", "-c", BASH, "bash", "./bash", *words) == set()


@pytest.mark.parametrize(("typed", "offered"), TYPED)
def test_zsh(folder: Path, typed: str, offered: set[str]) -> None:
    words = ["fluentorm", *typed.split(" ")]
    start = words[-1].rpartition("=")[2]
    found = _shell("zsh", folder, "-f", "-c", ZSH, "zsh", "./zsh", *words)
    assert {word for word in found if word.startswith(start)} == offered


@pytest.mark.parametrize(("typed", "offered"), TYPED)
def test_fish(folder: Path, typed: str, offered: set[str]) -> None:
    code = f"source fish; complete -C 'fluentorm {typed}'"
    found = {line.partition("\t")[0] for line in _shell("fish", folder, "--no-config", "-c", code)}
    assert {word.rpartition("=")[2] for word in found} == offered


def test_it_is_printed_for_the_shell_named_or_the_users_own(tmp_path: Path) -> None:
    project = Project(tmp_path, {"SHELL": "/usr/bin/fish"})
    assert project.script("completion").out == project.script("completion", "fish").out
    assert project.script("completion", "bash").out.endswith("-F _fluentorm fluentorm\n")
    ran = project.script("completion", "tcsh")
    assert (ran.status, ran.out) == (2, "")
    assert '"tcsh" is no shell that can be completed\nhint: fluentorm completion bash' in ran.err
    assert list(tmp_path.iterdir()) == []
