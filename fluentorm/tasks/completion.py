"""Completion for shells: a script for each, in which all tasks and options stand already.

So a press of the key starts no Python. Versions are completed from the names of the files.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from fluentorm.tasks.action import WrongUsage, say
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHELLS = ("bash", "zsh", "fish")
_VERSIONS = frozenset({"to", "onto"})
# Where these options mean a schema and no version.
_SIDES = frozenset({"db_diff"})
_SCRIPT_OPTIONS = ("--help", "--version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option as it is typed, without dashes; ``values`` empty are files or anything."""

    name: str
    text: str
    takes_value: bool
    values: tuple[str, ...] = ()
    is_version: bool = False

    @property
    def words(self) -> str:
        """What may follow it, for bash and zsh; nothing where that is not known."""
        return "$(_fluentorm_versions)" if self.is_version else " ".join(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A task with its options."""

    name: str
    text: str
    options: tuple[Option, ...]


def completion(shell: str) -> None:
    """Print the script for a shell; without a name for the one that the user has.

    Raises WrongUsage for one that is not known.
    """
    name = shell or os.path.basename(os.environ.get("SHELL", ""))  # noqa: PTH119 - no file of ours
    if name not in SHELLS:
        raise WrongUsage(
            f'"{name}" is no shell that can be completed' if name else "which shell is it for?",
            "fluentorm completion bash, zsh or fish",
        )
    import fluentorm.tasks

    say(script(name, commands(vars(fluentorm.tasks))).rstrip())


def commands(namespace: Mapping[str, Any]) -> tuple[Command, ...]:
    """Return the tasks that a namespace creates, by name."""
    from doit.loader import load_tasks

    tasks = load_tasks(dict(namespace))
    return tuple(
        Command(
            name=task.name,
            text=_plain(task.doc or ""),
            options=tuple(_option(task.name, given) for given in task.params),
        )
        for task in sorted(tasks, key=lambda task: str(task.name))
    )


def script(shell: str, found: Iterable[Command]) -> str:
    """Return the text of a shell's script."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](tuple(found))


def _option(task: str, given: Mapping[str, Any]) -> Option:
    name = str(given["long"])
    values = tuple(choice[0] for choice in given.get("choices", ()) if choice[0])
    if (task, name) == ("adopt", "from"):
        from fluentorm.adopt.tools import TOOLS

        values = tuple(TOOLS)
    return Option(
        name=name,
        text=_plain(str(given["help"])),
        takes_value=given["type"] is not bool,
        values=values,
        is_version=name in _VERSIONS and task not in _SIDES,
    )


def _plain(text: str) -> str:
    """Return text without what a shell could take for its own in single quotes."""
    return text.rstrip(".").replace("'", "").replace("\\", "")


def _cases(found: Iterable[Command]) -> Iterable[tuple[str, Option]]:
    return ((command.name, option) for command in found for option in command.options)


_BASH = """\
# fluentorm's completion for bash: source <(fluentorm completion bash)
_fluentorm() {
    local IFS=$' \\t\\n' word task="" current="${COMP_WORDS[COMP_CWORD]}"
    local previous="${COMP_WORDS[COMP_CWORD-1]}"
    # bash takes --option=value apart.
    if [ "$current" = "=" ]; then
        current=""
    elif [ "$previous" = "=" ]; then
        previous="${COMP_WORDS[COMP_CWORD-2]}"
    fi
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case "$word" in
            %(names)s) task="$word" ;;
        esac
    done
    COMPREPLY=()
    case "$task $previous" in
%(values)s
    esac
    case "$task:$current" in
%(options)s
        *:-*) COMPREPLY=($(compgen -W "%(own)s" -- "$current")) ;;
        completion:*) COMPREPLY=($(compgen -W "%(shells)s" -- "$current")) ;;
        # The names of files are completed where nothing is offered.
        init:*|lint:*) ;;
        *) COMPREPLY=($(compgen -W "%(words)s" -- "$current")) ;;
    esac
}
_fluentorm_versions() {
    local file folder="${FLUENT_MIGRATIONS_DIR:-migrations}"
    for file in "$folder"/[0-9]*_*; do
        case "$file" in *_down.sql) continue ;; esac
        file="${file##*/}"
        file="${file%%%%_*}"
        # Digits only: compgen would run what else a name may hold.
        case "$file" in *[!0-9]*) ;; *) echo "$file" ;; esac
    done
}
complete -o default -F _fluentorm fluentorm
"""


def _bash(found: tuple[Command, ...]) -> str:
    values = []
    for task, option in _cases(found):
        if option.takes_value:
            words = option.words
            reply = f'COMPREPLY=($(compgen -W "{words}" -- "$current")); ' if words else ""
            values.append(f'        "{task} --{option.name}") {reply}return ;;')
    options = [
        f'        {one.name}:-*) COMPREPLY=($(compgen -W "{_typed(one)}" -- "$current")) ;;'
        for one in found
        if one.options
    ]
    return _BASH % {
        "names": "|".join(one.name for one in found),
        "values": "\n".join(values),
        "options": "\n".join(options),
        "own": " ".join(_SCRIPT_OPTIONS),
        "shells": " ".join(SHELLS),
        "words": " ".join(one.name for one in found),
    }


def _typed(command: Command) -> str:
    return " ".join(f"--{option.name}" for option in command.options)


_ZSH = """\
#compdef fluentorm
# fluentorm's completion for zsh: source <(fluentorm completion zsh)
_fluentorm() {
    local word task="" current="${words[CURRENT]}" previous="${words[CURRENT-1]}"
    local -a found
    case "$current" in
        --*=*) previous="${current%%%%=*}"; compset -P '*=' ;;
    esac
    for word in "${(@)words[2,CURRENT-1]}"; do
        case "$word" in
            %(names)s) task="$word" ;;
        esac
    done
    case "$task $previous" in
%(values)s
    esac
    case "$task:$current" in
%(options)s
        *:-*) compadd -- %(own)s; return ;;
        completion:*) compadd %(shells)s; return ;;
        init:*|lint:*) _files; return ;;
    esac
    found=(
%(words)s
    )
    _describe task found
}
_fluentorm_versions() {
    local file
    for file in "${FLUENT_MIGRATIONS_DIR:-migrations}"/<->_*(N:t); do
        [[ "$file" = *_down.sql ]] || print -r -- "${file%%%%_*}"
    done
}
if [ "$funcstack[1]" = _fluentorm ]; then _fluentorm "$@"; else compdef _fluentorm fluentorm; fi
"""


def _zsh(found: tuple[Command, ...]) -> str:
    values = []
    for task, option in _cases(found):
        if option.takes_value:
            offer = f"compadd -- {option.words}" if option.words else "_files"
            values.append(f'        "{task} --{option.name}") {offer}; return ;;')
    options = []
    for one in found:
        if one.options:
            lines = (f"'--{o.name}:{_escaped(o.text)}'" for o in one.options)
            options.append(f"        {one.name}:-*) found=({' '.join(lines)})")
            options.append("            _describe -o option found; return ;;")
    return _ZSH % {
        "names": "|".join(one.name for one in found),
        "values": "\n".join(values),
        "options": "\n".join(options),
        "own": " ".join(_SCRIPT_OPTIONS),
        "shells": " ".join(SHELLS),
        "words": "\n".join(f"        '{one.name}:{_escaped(one.text)}'" for one in found),
    }


def _escaped(text: str) -> str:
    return text.replace(":", "\\:")


_FISH = """\
# fluentorm's completion for fish: fluentorm completion fish | source
function __fluentorm_task
    set -l last
    for word in (commandline -opc)[2..-1]
        contains -- $word $__fluentorm_tasks; and set last $word
    end
    test "$last" = "$argv[1]"
end
function __fluentorm_versions
    set -l folder migrations
    set -q FLUENT_MIGRATIONS_DIR; and set folder $FLUENT_MIGRATIONS_DIR
    for file in $folder/*_*
        string match -q '*_down.sql' $file; or string replace -rf '.*/(\\d+)_.*' '$1' $file
    end
end
set -g __fluentorm_tasks %(names)s
complete -c fluentorm -e
complete -c fluentorm -f
complete -c fluentorm -n '__fluentorm_task ""' -l help -d 'list all tasks'
complete -c fluentorm -n '__fluentorm_task ""' -l version -d 'print the version'
complete -c fluentorm -n '__fluentorm_task completion' -a '%(shells)s'
complete -c fluentorm -n '__fluentorm_task init; or __fluentorm_task lint' -F
%(tasks)s
%(options)s
"""


def _fish(found: tuple[Command, ...]) -> str:
    options = []
    for task, option in _cases(found):
        line = f"complete -c fluentorm -n '__fluentorm_task {task}' -l {option.name}"
        if option.is_version:
            line += " -x -a '(__fluentorm_versions)'"
        elif option.values:
            line += f" -x -a '{' '.join(option.values)}'"
        elif option.takes_value:
            line += " -r -F"
        options.append(f"{line} -d '{option.text}'")
    return _FISH % {
        "names": " ".join(one.name for one in found),
        "shells": " ".join(SHELLS),
        "tasks": "\n".join(f"complete -c fluentorm -a {one.name} -d '{one.text}'" for one in found),
        "options": "\n".join(options),
    }
