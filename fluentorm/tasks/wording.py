"""What servers of different versions hold, in the words of one: that of the scratch databases.

PostgreSQL 16 and later leave out the names of tables in views where they can, for example, so the
texts of an older server differ from those of a newer one where nothing does.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import FluentError
from fluentorm.tasks.action import note
from fluentorm.tasks.loading import load_model
from fluentorm.tasks.scratch import scratch_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.dialects.postgres.scratch import ScratchServer
    from fluentorm.embedded import EmbeddedServer
    from fluentorm.schema.objects import SchemaModel
    from fluentorm.tasks.project import Project
    from fluentorm.tasks.reading import Reading

_MAJOR = 10000


def differ_in_version(readings: Sequence[Reading]) -> bool:
    """Say whether the texts come from servers of more than one major version."""
    return len({reading.version // _MAJOR for reading in readings if reading.version}) > 1


def in_scratch_words(
    project: Project, readings: Sequence[Reading], home: EmbeddedServer | None = None
) -> list[Reading]:
    """Return readings as the scratch server words them; ``home`` is it where it runs already.

    What comes from a server of its version is left as it is, and so is, with a note, what it cannot
    create. Without a scratch server nothing changes.
    """
    from fluentorm.dialects.postgres.scratch import ScratchServer
    from fluentorm.embedded import available

    if not available() or all(_is_known(reading) for reading in readings):
        return list(readings)
    purpose = "to compare servers of different versions"
    running = contextlib.nullcontext(home) if home else scratch_home(project, purpose)
    with running as found, ScratchServer(found.url("postgres"), str(Path.cwd())) as server:
        return [r if _is_known(r) else _worded(server, r) for r in readings]


def _is_known(reading: Reading) -> bool:
    """Say whether a reading is in the words of the scratch server, or holds none."""
    from fluentorm.embedded import installation

    return reading.version // _MAJOR in (0, int(installation.find().major))


def _worded(server: ScratchServer, reading: Reading) -> Reading:
    model = reading.state.model
    try:
        with load_model(server, _with_any_versions(model)) as database:
            version, read = database.session.server.version, database.introspect().model
    except FluentError as error:
        note(
            f"{reading.side.shown} is compared in the words of PostgreSQL "
            f"{reading.version // _MAJOR}: {error.message}"
        )
        return reading
    state = replace(reading.state, model=_with_versions_of(model, read))
    return replace(reading, state=state, version=version)


def _with_any_versions(model: SchemaModel) -> SchemaModel:
    """Return a model whose extensions may have the version that the scratch server has."""
    from fluentorm.schema.database_objects import Extension

    return replace(
        model,
        objects={
            ref: replace(item, version=None) if isinstance(item, Extension) else item
            for ref, item in model.objects.items()
        },
    )


def _with_versions_of(model: SchemaModel, read: SchemaModel) -> SchemaModel:
    """Return what was read with the extensions of the model, which have their versions."""
    from fluentorm.schema.database_objects import Extension

    extensions = {ref: item for ref, item in model.objects.items() if isinstance(item, Extension)}
    return replace(read, objects={**read.objects, **extensions})
