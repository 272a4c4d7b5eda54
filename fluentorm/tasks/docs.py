"""The schema to look at: a site, or text for other places; what is shown are the schema files."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.document.history import Touch, history
from fluentorm.files import replace_file
from fluentorm.migrate.directory import scan
from fluentorm.tasks.action import counted, say, say_text
from fluentorm.tasks.generate import evaluated
from fluentorm.tasks.project import current_project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fluentorm.schema.objects import SchemaModel
    from fluentorm.tasks.project import Project

    Migrations = Mapping[str, tuple[str, ...]]

DEFAULT_FOLDER = "schema_docs"


def docs(style: str, output: str) -> None:
    """Write the site into a folder, or print the text of another format, or write it to a file."""
    project = current_project()
    model = evaluated(project).model
    migrations = history(list(model.tables), _touches(project))
    if style == "html":
        _write_site(model, migrations, Path(output or DEFAULT_FOLDER))
        return
    text = _writer(style)(model, migrations)
    if not output:
        say_text(text)
        return
    replace_file(Path(output), text.encode())
    say(f"wrote {output}")


def _write_site(model: SchemaModel, migrations: Migrations, folder: Path) -> None:
    from fluentorm.document.site import site
    from fluentorm.document.write import write_site

    done = write_site(folder, site(model, migrations))
    if done.written or done.removed:
        removed = f", {len(done.removed)} removed" if done.removed else ""
        say(f"wrote {counted(len(done.written), 'file')}{removed}; open {folder / 'index.html'}")
    else:
        say(f"nothing changed in {folder / 'index.html'}")


def _writer(style: str) -> Callable[[SchemaModel, Migrations], str]:
    """Return what writes a format; the options let no other come here."""
    if style == "markdown":
        from fluentorm.document.markdown import markdown

        return markdown
    module = import_module(f"fluentorm.document.{style}")
    return lambda model, _: str(getattr(module, style)(model))


def _touches(project: Project) -> list[Touch]:
    directory = scan(project.migrations_dir)
    found = []
    for entry in directory.entries:
        source = directory.source(entry.name)
        header = source.header
        table = header.table if header.generated is not None else None
        if header.generated is None or table is not None:
            found.append(Touch(name=entry.name, table=table, kind=header.kind, text=source.text))
    return found
