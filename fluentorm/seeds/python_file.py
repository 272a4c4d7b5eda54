"""One Python seed file: its ``seed(s)``, called with what takes the rows."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem, SeedError
from fluentorm.seeds.builder import Seed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from fluentorm.seeds.rows import Block

_FORM = "the form is: def seed(s: Seed) -> None, with: from fluentorm.seeds import Seed"


def read_python(path: Path, shown: str) -> tuple[Block, ...]:
    """Return the rows that a file declares; ``path`` is absolute.

    Raises SeedError where it does not compile, raises, or has no function ``seed``.
    """
    filename = str(path)
    module = ModuleType(f"_fluentorm_seed_{path.stem}")
    module.__file__ = filename
    seed = Seed(shown, filename)
    try:
        code = compile(path.read_bytes(), filename, "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102 - running it is what a seed file is for
        function = getattr(module, "seed", None)
        if not callable(function):
            raise SeedError([Problem("the file has no function seed", Place(shown), _FORM)])
        function(seed)
    except SeedError:
        raise
    except SyntaxError as error:
        place = Place(shown if error.filename == filename else str(error.filename))
        line = Place(place.file, error.lineno or 0, max(error.offset or 0, 0))
        raise SeedError([Problem(error.msg, line)]) from error
    except (Exception, SystemExit) as error:
        lines = list(_lines(error.__traceback__, filename))
        place = Place(shown, lines[-1] if lines else 0)
        said = f"{type(error).__name__}: {error}".rstrip(": ")
        raise SeedError([Problem(f"the file raised {said}", place)]) from error
    return seed.blocks()


def _lines(traceback: TracebackType | None, filename: str) -> Iterator[int]:
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            yield traceback.tb_lineno
        traceback = traceback.tb_next
