"""The helpers ``_*.py`` that schema files import, loaded afresh for each evaluation."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from fluentorm.errors import Place, Problem
from fluentorm.registry.bytecode import compiled


# Neither class derives from importlib.abc, whose import takes longer than all that is done here.
class _HelperLoader:
    """Load one helper from its source, with bytecode that is checked by content."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave making the module to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the helper's code in its module."""
        module.__file__ = str(self._path)
        code = compiled(self._path, self._path.read_bytes())
        exec(code, module.__dict__)  # noqa: S102 as importlib does


class _HelperFinder:
    """Find helpers by name, without putting the folder on sys.path.

    On sys.path every schema file and every folder beside it could be imported too, and nothing
    would know that they matter.
    """

    def __init__(self, helpers: Iterable[Path]) -> None:
        self._helpers = {path.stem: path for path in helpers}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load a helper, None for every other module."""
        parent, _, name = fullname.rpartition(".")
        found = self._helpers.get(name)
        if found is None or (parent and str(found.parent) not in (path or ())):
            return None
        loader = _HelperLoader(found)
        return ModuleSpec(fullname, loader, origin=str(found))  # type: ignore[arg-type]  # see above


@contextmanager
def importable(helpers: Sequence[Path]) -> Iterator[None]:
    """Let schema files import the helpers inside, and forget their modules afterwards."""
    names = {path.stem for path in helpers}
    hidden = {name: sys.modules.pop(name) for name in names & sys.modules.keys()}
    before = set(sys.modules)
    finder = _HelperFinder(helpers)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        folders = {str(path.parent) for path in helpers}
        for name in set(sys.modules) - before:
            if name in names or _is_within(sys.modules[name], folders):
                del sys.modules[name]
        sys.modules.update(hidden)


def _is_within(module: ModuleType, folders: set[str]) -> bool:
    """Say whether a module is of one of the folders, or is the folder itself as a package."""
    file = getattr(module, "__file__", None)
    path = getattr(module, "__path__", None)
    places = [str(Path(file).parent)] if file else list(path or ())
    return not folders.isdisjoint(places)


def name_problems(helpers: Iterable[Path], shown: str) -> Iterator[Problem]:
    """Say which helpers have the name of a module of Python itself, such as ``_json``.

    ``shown`` is their folder as the user would type it.
    """
    for path in helpers:
        if path.stem in sys.stdlib_module_names:
            yield Problem(
                f'helper "{path.name}" has the name of a module of Python itself',
                Place(f"{shown}/{path.name}"),
                "rename it",
            )
