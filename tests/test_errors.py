"""Every kind of error has an id, a section in the documents, and the exit status told there."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import fluentorm
from fluentorm import errors
from fluentorm.errors import DatabaseError, FluentError, Place, Problem
from fluentorm.tasks import action, failure, task

PACKAGE = Path(fluentorm.__file__).parent
TEXT = (PACKAGE.parent / "docs" / "errors.md").read_text(encoding="utf-8")
KINDS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, FluentError) and not name.startswith("_")
}
# What only commands end with: id -> something that ends so.
OF_COMMANDS: dict[str, BaseException] = {
    "refused": action.Refusal("no"),
    "wrong-usage": action.WrongUsage("no", "yes"),
    "no-answer": action.NoAnswer("no"),
    "system-error": OSError(28, "No space left on device"),
    "defect": ZeroDivisionError(),
}


class Section(NamedTuple):
    """What the document says of one id."""

    id: str
    text: str

    @property
    def first(self) -> str:
        return self.text.strip().partition("\n\n")[0]

    @property
    def status(self) -> int:
        return int(re.findall(r"Exit status (\d+)\.$", self.first)[0])

    @property
    def messages(self) -> list[str]:
        """The pieces of the messages that are quoted, between what is filled in."""
        entries = re.findall(r"^- (`.*?)(?=^- |^\*\*|^$|\Z)", self.text, re.MULTILINE | re.DOTALL)
        quoted = [m for e in entries for m in re.findall(r"`([^`]+)`", e.split("`:")[0] + "`")]
        pieces = [p.strip(' :";,') for m in quoted for p in re.split("…", " ".join(m.split()))]
        return [piece for piece in pieces if len(piece) > 7]


SECTIONS = {
    id_: Section(id_, text)
    for id_, text in re.findall(r"^### (.*?)\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL)
}


def made(kind: type[FluentError]) -> FluentError:
    """Return an error of a kind."""
    if kind is errors.Failed:
        return errors.Failed("no", file="1_a.sql", statement=1, cause=DatabaseError("no"))
    if hasattr(kind, "problems") or issubclass(kind, errors._Problems):
        return kind([Problem("no", Place("a", 1), "yes")])
    return kind("no")


def ended_by(error: BaseException) -> tuple[str, int]:
    """Return the id and the exit status of a command that ends with an error."""

    @action.action
    def fail() -> None:
        raise error

    return failure.id_of(error), action.status_of(fail())


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a defect leaves a log


def test_every_kind_has_an_id_of_its_own() -> None:
    assert len({kind.id for kind in KINDS.values()}) == len(KINDS)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)+|[a-z]{9,}", kind.id) for kind in KINDS.values())
    assert not {kind.id for kind in KINDS.values()} & OF_COMMANDS.keys()


def test_an_error_of_an_application_has_the_id_of_its_parent() -> None:
    class Gone(errors.NotFound):
        pass

    assert Gone("no").id == "not-found"


def test_every_id_has_a_section_and_every_section_an_id() -> None:
    assert set(SECTIONS) == {kind.id for kind in KINDS.values()} | OF_COMMANDS.keys()


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_section_names_the_class_its_parent_and_its_exit_status(kind: type[FluentError]) -> None:
    section = SECTIONS[kind.id]
    assert section.first.startswith(f"`{kind.__name__}`")
    parent = kind.__bases__[0]
    if parent in KINDS.values() and parent is not FluentError:
        assert f"a kind of [{parent.id}](#{parent.id})" in section.first
    assert ended_by(made(kind)) == (kind.id, section.status)
    assert section.text.count("**Next:** ") == 1


@pytest.mark.parametrize("id_", OF_COMMANDS)
def test_a_section_of_what_commands_answer_tells_the_exit_status(id_: str) -> None:
    assert ended_by(OF_COMMANDS[id_]) == (id_, SECTIONS[id_].status)
    assert SECTIONS[id_].text.count("**Next:** ") == 1


def test_an_interrupt_has_the_same_id_wherever_it_came() -> None:
    assert ended_by(KeyboardInterrupt()) == ("interrupted", 130)


def told_beside(name: str) -> str:
    """Return the text of all strings in the modules that name a class, with … in the gaps."""
    found = (texts for source, texts in modules() if re.search(rf"\b{name}\b", source))
    return "\n".join(text for texts in found for text in texts)


@functools.cache
def modules() -> list[tuple[str, list[str]]]:
    """Return the source of each module, and all strings in it."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))]
    return [(source, list(strings(source))) for source in sources]


def strings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [v.value if isinstance(v, ast.Constant) else "…" for v in node.values]
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


# Their problems are found all over the package, and collected elsewhere.
COLLECTED = ("schema-error", "seed-error", "diff-error")
NAMES = {
    "refused": "Refusal",
    "wrong-usage": "WrongUsage",
    "no-answer": "NoAnswer",
    "defect": "_crashed",
    **{kind.id: kind.__name__ for kind in KINDS.values()},
}


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_messages_are_those_of_the_code(section: Section) -> None:
    if section.messages:
        said = told_beside(r"\w+" if section.id in COLLECTED else NAMES[section.id])
        assert [piece for piece in section.messages if piece not in said] == []


def test_json_of_a_failed_migration_has_the_id_of_what_the_server_refused() -> None:
    cause = errors.UniqueViolation("taken", sqlstate="23505")
    error = errors.Failed("no", file="1_a.sql", statement=2, cause=cause, applied=("0_z.sql",))
    told = failure.failure_json(error, str(error))["error"]
    assert isinstance(told, dict)
    assert (told["id"], told["kind"], told["cause"]) == (
        "migration-failed",
        "Failed",
        "unique-violation",
    )
    assert (told["sqlstate"], told["applied"]) == ("23505", ["0_z.sql"])


def test_json_of_an_answer_has_the_id_of_the_error_that_it_was_made_of() -> None:
    answer = action.NoAnswer("no server there")
    answer.__cause__ = errors.ConnectionFailed("no server there")
    told = failure.failure_json(answer, "no server there")["error"]
    assert isinstance(told, dict)
    assert told["id"] == "connection-failed"


def test_the_end_before_any_task_is_wrong_usage_or_what_it_came_of() -> None:
    assert failure.id_of(task.Ended(2)) == "wrong-usage"
