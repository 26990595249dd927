"""The sources of imports: how each stands, how often it should come, and letting one be."""

from datetime import datetime

from resourcemap.actions.directory import Directory
from resourcemap.actions.roles import check_role
from resourcemap.interchange.reading import authority_of
from resourcemap.model.change import Actor
from resourcemap.model.edit import HAND_FORMATS
from resourcemap.model.source import SOURCES, SourceFile, SourcePolicy, SourceState, source_states


def sources(directory: Directory, *, by: Actor, now: datetime) -> tuple[SourceState, ...]:
    """List the sources of imports, those that failed or are late first."""
    check_role("imports", by)
    store = directory.store
    return source_states(
        store.imports(without=HAND_FORMATS),
        store.staging.source_files(),
        store.staging.files(),
        _policy(directory),
        now,
    )


def source_policy(directory: Directory, *, by: Actor) -> SourcePolicy:
    """Give how often files of the sources should come."""
    check_role("imports", by)
    return _policy(directory)


def set_source_policy(directory: Directory, policy: SourcePolicy, *, by: Actor, now: datetime) -> None:
    """
    Set how often files of the sources should come.

    Raises
    ------
    ResourceMapError
        When something is no number of days.
    """
    check_role("set_source_policy", by)
    read = SourcePolicy.read(policy.to_document())
    directory.store.policies.put(SOURCES, read.to_document(), by=by.name, at=now)


def note_source_file(
    directory: Directory,
    *,
    file_name: str,
    source_name: str | None,
    is_readable: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Remember that a file of a source came, and whether it could be read; nothing of it is kept."""
    check_role("stage_file", by)
    directory.store.staging.note_source_file(
        SourceFile(
            authority=authority_of(source_name, file_name),
            file_name=file_name[:200],
            at=now,
            by=by.name,
            is_readable=is_readable,
        )
    )


def let_source_be(directory: Directory, authority: str, *, by: Actor) -> None:
    """Forget that the last file of a source could not be read."""
    check_role("stage_file", by)
    directory.store.staging.forget_source_file(authority)


def _policy(directory: Directory) -> SourcePolicy:
    return SourcePolicy.read(directory.store.policies.value(SOURCES) or {})
