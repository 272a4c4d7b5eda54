"""Writing the generated package: only what changed, and nobody else's files.

Every file is replaced in one step, so that a kill at any moment leaves the old file or the new one,
and the next run finishes the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

from fluentorm.codegen import cache
from fluentorm.codegen.headers import MARK
from fluentorm.codegen.package import render_enums, render_init, render_registry
from fluentorm.codegen.spec import PackageSpec, package_spec
from fluentorm.codegen.templates import render_table
from fluentorm.errors import CodegenError, GenerationError, Place
from fluentorm.files import replace_file
from fluentorm.schema.objects import SchemaModel
from fluentorm.stats import Stat, Stats, folder_stats, stat_of
from fluentorm.values import dataclass

_CONFLICT = b"<<<<<<< "


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteResult:
    """What was done, or would be, to the files of the package; the others are right already."""

    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether a file on disk was not what it should be."""
        return bool(self.written or self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """The bytes to write by file name, in order, and the files to remove.

    ``keys`` holds a digest of what each file that was looked at is made from, ``found`` the stats
    of what was in the folder.
    """

    writes: Mapping[str, bytes]
    removals: tuple[str, ...]
    in_the_way: tuple[str, ...]
    keys: Mapping[str, str]
    found: Stats


def generate_models(
    model: SchemaModel,
    models_dir: Path,
    *,
    only: Collection[str] | None = None,
    cache_file: Path | None = None,
) -> WriteResult:
    """Write the package of models for a schema.

    Files whose bytes would stay the same are not touched; generated files that no table asks for
    any more are removed. ``only`` names the tables that may have changed, for a caller that
    knows: the modules of others are written only when missing. ``cache_file`` (derived, safe to
    delete) spares rendering and reading what has not changed since the last run.

    Raises CodegenError when a file that fluentorm did not write is in the way, before anything is
    written, and GenerationError when the folder cannot be read or written.
    """
    entries = cache.load(cache_file)
    plan = _plan(package_spec(model), models_dir, only, entries)
    if plan.in_the_way:
        raise _in_the_way(models_dir, plan.in_the_way)
    try:
        _apply(plan, models_dir)
        if cache_file is not None:
            _remember(plan, models_dir, cache_file, entries)
    except OSError as error:
        raise _cannot("write", models_dir, error) from error
    return _result(plan, models_dir)


def compare_models(
    model: SchemaModel, models_dir: Path, *, cache_file: Path | None = None
) -> WriteResult:
    """Return what ``generate_models`` would do, and write nothing.

    A file that is in the way counts as one to be written. Raises GenerationError when the folder
    cannot be read.
    """
    plan = _plan(package_spec(model), models_dir, None, cache.load(cache_file))
    return _result(plan, models_dir)


def remove_models(models_dir: Path) -> tuple[Path, ...]:
    """Remove every generated file from the folder and return their paths; others stay.

    Raises GenerationError when one cannot be removed.
    """
    try:
        paths = tuple(
            models_dir / name for name in _stale(models_dir, sorted(_listing(models_dir)))
        )
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot("remove", models_dir, error) from error
    return paths


def model_files(model: SchemaModel) -> tuple[str, ...]:
    """Return the names of all files that the package for a schema consists of."""
    return tuple(name for name, _ in _files(package_spec(model)))


def _files(spec: PackageSpec) -> Iterator[tuple[str, str | None]]:
    """Yield each file, after those that it imports, and the table that it is for if any."""
    if spec.enums:
        yield "enums.py", None
    for table, module in spec.modules.items():
        yield f"{module}.py", table
    yield "registry.py", None
    yield "__init__.py", None


def _plan(
    spec: PackageSpec,
    models_dir: Path,
    only: Collection[str] | None,
    entries: Mapping[str, cache.Entry],
) -> _Plan:
    """Compare what should be with what is."""
    writes: dict[str, bytes] = {}
    keys: dict[str, str] = {}
    try:
        found = _listing(models_dir)
        expected = {name for name, _ in _files(spec)}
        in_the_way = list(_shadowing(models_dir, found, expected))
        for name, content in _contents(spec, found, only, entries, keys):
            old = _read(models_dir / name)
            if content == old:
                continue
            if old and not _is_ours(old):
                in_the_way.append(name)
            else:
                writes[name] = content
        removals = tuple(_stale(models_dir, sorted(found.keys() - expected)))
    except OSError as error:
        raise _cannot("read", models_dir, error) from error
    return _Plan(
        writes=writes,
        removals=removals,
        in_the_way=tuple(in_the_way),
        keys=keys,
        found=found,
    )


def _contents(
    spec: PackageSpec,
    found: Mapping[str, Stat],
    only: Collection[str] | None,
    entries: Mapping[str, cache.Entry],
    keys: dict[str, str],
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file that is not known to be right.

    Adds the key of each file looked at to ``keys``.
    """
    for name, table in _files(spec):
        stat = found.get(name)
        if only is not None and table is not None and table not in only and stat is not None:
            continue
        made_from, render = _recipe(spec, name, table)
        key = keys[name] = cache.key_of(made_from)
        if stat is None or entries.get(name) != (key, *stat):
            yield name, render().encode()


def _recipe(
    spec: PackageSpec, name: str, table: str | None
) -> tuple[tuple[object, ...], Callable[[], str]]:
    """Return everything that a file's text depends on, and the function that makes the text."""
    if table is not None:
        return spec.made_from(table), lambda: render_table(spec.table(table))
    if name == "enums.py":
        return spec.enums, partial(render_enums, spec)
    render = render_registry if name == "registry.py" else render_init
    return (*spec.modules.items(), *spec.classes.items(), spec.enums), partial(render, spec)


def _listing(models_dir: Path) -> Stats:
    """Return everything in the folder by name, nothing when there is no folder."""
    try:
        return folder_stats(models_dir)
    except FileNotFoundError:
        return {}


def _read(path: Path) -> bytes | None:
    """Return a file's bytes, None when there is none, and what is not ours for a folder."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        return b"a folder"


def _is_ours(content: bytes) -> bool:
    """Say whether we wrote a file, or both sides of one that git left in conflict."""
    mark = MARK.encode()
    if not content.startswith(_CONFLICT):
        return content.startswith(mark)
    ours, _, theirs = content.partition(b"\n=======\n")
    return all(side.partition(b"\n")[2].startswith(mark) for side in (ours, b"\n" + theirs))


def _shadowing(models_dir: Path, found: Collection[str], expected: set[str]) -> Iterator[str]:
    """Yield the packages that Python would import in place of a generated module."""
    for name in found:
        if f"{name}.py" in expected and (models_dir / name / "__init__.py").exists():
            yield name


def _stale(models_dir: Path, names: list[str]) -> Iterator[str]:
    """Yield the generated files among those that nothing asks for."""
    for name in names:
        path = models_dir / name
        if name.endswith(".py") and path.is_file():
            with path.open("rb") as file:
                line = file.readline()
                rest = file.read() if line.startswith(_CONFLICT) else b""
            if _is_ours(line + rest):
                yield name


def _apply(plan: _Plan, models_dir: Path) -> None:
    folder = str(models_dir)
    for name, content in plan.writes.items():
        replace_file(f"{folder}/{name}", content)
    for name in plan.removals:
        (models_dir / name).unlink(missing_ok=True)


def _remember(
    plan: _Plan, models_dir: Path, cache_file: Path, entries: Mapping[str, cache.Entry]
) -> None:
    """Write the cache anew, if what it should hold is not what it held."""
    found = {**plan.found, **{name: stat_of(models_dir / name) for name in plan.writes}}
    kept = {name: entry for name, entry in entries.items() if name in plan.found}
    for name in plan.removals:
        kept.pop(name, None)
    for name, key in plan.keys.items():
        kept[name] = cache.Entry(key, *found[name])
    if kept != entries:
        cache.save(cache_file, kept)


def _result(plan: _Plan, models_dir: Path) -> WriteResult:
    return WriteResult(
        written=tuple(models_dir / name for name in (*plan.in_the_way, *plan.writes)),
        removed=tuple(models_dir / name for name in plan.removals),
    )


def _in_the_way(models_dir: Path, names: tuple[str, ...]) -> CodegenError:
    listed = ", ".join(f'"{name}"' for name in names)
    what = "file is" if len(names) == 1 else "files are"
    return CodegenError(
        f"a model cannot be written where a hand-written {what} in the way: {listed}",
        place=Place(str(models_dir / names[0])),
        hint=f"move or delete what is in the way, or keep your own code outside {models_dir}",
    )


def _cannot(verb: str, models_dir: Path, error: OSError) -> GenerationError:
    path = error.filename or models_dir
    reason = (error.strerror or str(error)).lower()
    return GenerationError(
        f"cannot {verb} models: {reason}",
        place=Place(str(path)),
        hint=f"check that {models_dir} is a folder that you may write to, with space left",
    )
