"""Proving migrations on a scratch database of the embedded PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.dialects.base import Script
from fluentorm.diff.differ import diff
from fluentorm.diff.inheritance import parents
from fluentorm.errors import EmbeddedError, Place, SnapshotError
from fluentorm.migrate.directory import chain_digest, checksum, extend_chain, scan
from fluentorm.migrate.file import parse_header
from fluentorm.migrate.generate import origin_of, origins_of, statements_of, texts_of, without_pairs
from fluentorm.migrate.verdicts import VerdictKind, verify_chain
from fluentorm.migrate.verify import (
    Declared,
    Migration,
    dependencies_before,
    prove,
    state_after,
)
from fluentorm.schema.objects import EMPTY, SchemaModel
from fluentorm.schema.partition_names import ancestors
from fluentorm.schema.refs import Kind
from fluentorm.schema.roles import roles_of
from fluentorm.snapshot.store import load
from fluentorm.tasks.action import Refusal, counted, note, say, say_json
from fluentorm.tasks.existing import existing_chain
from fluentorm.tasks.locking import require_complete
from fluentorm.tasks.project import current_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from fluentorm.dialects.postgres.scratch import ScratchServer
    from fluentorm.diff.operations import Change
    from fluentorm.migrate.directory import Directory, Entry
    from fluentorm.migrate.file import MigrationPair
    from fluentorm.migrate.generate import Generation
    from fluentorm.migrate.verdicts import ChainReport, Verdict
    from fluentorm.schema.catalog import CatalogState
    from fluentorm.schema.dependencies import Depends
    from fluentorm.schema.objects import SchemaModel
    from fluentorm.snapshot.store import Snapshot
    from fluentorm.tasks.project import Project

_WITHOUT = "to do without the proof: --no-verify, or FLUENT_VERIFY=0"
_NEEDS_EXTRA = "pip install 'fluentorm[embedded]'"


def prove_generation(
    project: Project, generation: Generation, old: Snapshot | None, model: SchemaModel
) -> Generation:
    """Prove migrations before they are written, or say that there is nothing to prove them on.

    Returns what is to be written: the snapshot alone where migrations by hand did all of it.
    Raises VerificationFailed.
    """
    from fluentorm.embedded import available

    if not available():
        note(f"the migrations are not proven: there is no scratch server; {_NEEDS_EXTRA}")
        return generation
    before = existing_chain(project, by_hand=any(not link.generated for link in generation.links))
    after = before.digest
    for pair in generation.pairs:
        after = extend_chain(after, pair.up.name, checksum(pair.up.text))
    state = old.model if old is not None else EMPTY
    with _optional_server(project) as scratch:
        scratch.ensure_roles([*roles_of(state), *roles_of(model)])
        proof = prove(
            scratch,
            before=before,
            after=after,
            new=[
                _planned(project, pair, change)
                for pair, change in zip(generation.pairs, generation.changes, strict=True)
            ],
            old=state,
            declared=_declared(model),
        )
    if proof.done_by_hand:
        say("migrations by hand made these changes already: only the snapshot is written")
        return without_pairs(generation)
    count = counted(len(generation.pairs), "migration")
    say(f"proved {count} on a scratch database: up, down and up again")
    return generation


def known_dependencies(project: Project, *, by_hand: bool) -> Depends | None:
    """Return what depends on what at the end of the chain; None where no server can tell.

    ``by_hand`` says that some of its migrations are written by hand. Raises VerificationFailed.
    """
    from fluentorm.embedded import available

    if not available():
        return None
    with _optional_server(project) as scratch:
        return dependencies_before(scratch, existing_chain(project, by_hand=by_hand))


def chain_state(project: Project) -> CatalogState:
    """Return what the migrations, those written by hand among them, make of an empty database.

    Raises VerificationFailed, EmbeddedError without a scratch server.
    """
    from fluentorm.embedded import available

    if not available():
        raise EmbeddedError(
            "there is no scratch server to run the migrations on", hint=_NEEDS_EXTRA
        )
    with _scratch_server(project) as scratch:
        return state_after(scratch, existing_chain(project))


def verify(*, as_json: bool) -> None:
    """Prove the whole chain from empty and print a verdict for each migration.

    Refusal when a migration cannot be undone and does not say so, or when the chain does not end
    in the snapshot.
    Raises VerificationFailed when an up file fails, EmbeddedError without a scratch server.
    """
    from fluentorm.embedded import available

    project = current_project()
    require_complete(project)
    if not available():
        raise EmbeddedError("there is no scratch server to prove anything on", hint=_NEEDS_EXTRA)
    directory = scan(project.migrations_dir)
    snapshot = load(project.snapshot, str(project.snapshot))
    if snapshot is None and directory.entries:
        raise SnapshotError(
            "does not exist", place=Place(str(project.snapshot)), hint="run: doit generate_models"
        )
    model = snapshot.model if snapshot is not None else EMPTY
    report = prove_folder(project, directory, model, said=None if as_json else _say_verdict)
    _say_report(report, as_json=as_json)


def prove_folder(
    project: Project,
    directory: Directory,
    model: SchemaModel,
    *,
    said: Callable[[Verdict], None] | None = None,
) -> ChainReport:
    """Run all migrations of a folder, which need not be on disk, up, down and up again.

    Raises VerificationFailed when an up file fails, EmbeddedError where no server can be started.
    """
    with _scratch_server(project) as scratch:
        scratch.ensure_roles(roles_of(model))
        return verify_chain(
            scratch,
            [_existing(directory, entry) for entry in directory.entries],
            digest=chain_digest(directory.chain()),
            declared=_declared(model),
            said=said,
        )


def _say_verdict(verdict: Verdict) -> None:
    say(f"{verdict.kind.value:<12}  {verdict.name}")
    for reason in verdict.reasons:
        say(f"{'':<12}    {reason}")


def _say_report(report: ChainReport, *, as_json: bool) -> None:
    if as_json:
        verdicts = [
            {"name": v.name, "verdict": v.kind.value, "reasons": list(v.reasons)}
            for v in report.verdicts
        ]
        say_json({"verdicts": verdicts, "differences": list(report.differences)})
    if report.differences:
        raise Refusal(
            "the migrations do not end in the declared schema:\n"
            + "\n".join(f"  {line}" for line in report.differences)
            + "\nhint: a migration by hand changed it: let the schema files say the same, then "
            "run: doit generate_models; or change it back by another one"
        )
    irreversible = [v for v in report.verdicts if v.kind is VerdictKind.IRREVERSIBLE]
    stuck = [v.name for v in irreversible if not v.declared]
    if stuck:
        raise Refusal(
            f"{counted(len(stuck), 'migration')} cannot be undone\nhint: correct the down file, or "
            'let it begin with the reason why not: "-- Irreversible: the reason"'
        )
    if not as_json:
        proven = counted(len(report.verdicts) - len(irreversible), "migration")
        say(f"proved {proven}: up, down and up again")


def _optional_server(project: Project) -> ScratchServer:
    """Return the scratch server of a proof that the user may do without."""
    try:
        return _scratch_server(project)
    except EmbeddedError as error:
        error.hint = "; ".join(filter(None, (error.hint, _WITHOUT)))
        raise


def _scratch_server(project: Project) -> ScratchServer:
    from fluentorm.dialects.postgres.scratch import ScratchServer
    from fluentorm.tasks.database import embedded_server

    server = embedded_server(project)
    if not server.status().running:
        note(f"starting the embedded PostgreSQL in {project.state_dir}/ for the proof")
    server.start()
    return ScratchServer(server.url("postgres"), str(Path.cwd()))


def _declared(model: SchemaModel) -> Declared:
    from fluentorm.dialects.postgres.ddl import render

    def statements(part: SchemaModel) -> list[str]:
        around = _around(part, model)
        whole = SchemaModel(
            tables={**around.tables, **part.tables},
            enums=part.enums,
            objects={**around.objects, **part.objects},
        )
        return [text for operation in diff(around, whole) for text in render(operation)]

    return Declared(model=model, render=statements)


def _around(part: SchemaModel, model: SchemaModel) -> SchemaModel:
    """Return what is there when a part of a model is created, as far as that has to know it."""
    names = {
        name
        for table in part.tables.values()
        for name in (
            *parents(table),
            *(above.name for above in ancestors(table, model.tables)),
            *(key.references_table for key in table.foreign_keys),
        )
    }
    defaults = (ref for ref in model.objects if ref.kind is Kind.DEFAULT_PRIVILEGES)
    return SchemaModel(
        tables={
            n: model.tables[n] for n in sorted(names - part.tables.keys()) if n in model.tables
        },
        objects={ref: model.objects[ref] for ref in defaults if ref not in part.objects},
    )


def _planned(project: Project, pair: MigrationPair, change: Change) -> Migration:
    from fluentorm.dialects.postgres.ddl import render

    header = parse_header(pair.up.text, pair.up.name)
    return Migration(
        name=pair.up.name,
        up=Script(path=str(project.migrations_dir / pair.up.name), text=pair.up.text),
        down=Script(path=str(project.migrations_dir / pair.down.name), text=pair.down.text),
        losses=header.down_notes,
        origin=origin_of(change),
        origins=origins_of(change),
        texts=lambda: texts_of(change),
        statements=lambda: statements_of(change, render),
    )


def _existing(directory: Directory, entry: Entry) -> Migration:
    header = directory.source(entry.name).header
    if entry.python:
        return Migration(
            name=entry.name,
            up=directory.source(entry.name).script,
            down=directory.source(entry.name).way_back,
            losses=header.down_notes,
            irreversible=header.irreversible,
            no_way_back="it has no function down(db)",
        )
    down = directory.source(entry.down).header if entry.down else None
    return Migration(
        name=entry.name,
        up=directory.source(entry.name).script,
        down=directory.source(entry.down).script if entry.down else None,
        losses=header.down_notes,
        irreversible=down.irreversible if down else None,
    )
