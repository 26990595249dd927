"""The difference between two states of a listing, field by field."""

from resourcemap.model.change import FieldChange, field_changes
from resourcemap.model.hsds import Bundle, HsdsRecord


def record_changes(resource_type: str, before: HsdsRecord, after: HsdsRecord) -> tuple[FieldChange, ...]:
    """List the fields in which two states of one record differ."""
    if before == after:
        return ()
    return field_changes(resource_type, after.id, before.to_document(), after.to_document())


def bundle_changes(before: Bundle, after: Bundle) -> tuple[FieldChange, ...]:
    """
    List the fields in which two states of one listing differ.

    A record that only `after` has comes in with all its fields; none is ever listed as leaving.
    """
    earlier = {(name, record.id): record for name, record in before.records()}
    changes: list[FieldChange] = []
    for name, record in after.records():
        known = earlier.get((name, record.id))
        if known is None:
            changes.extend(field_changes(name, record.id, {}, record.to_document()))
        else:
            changes.extend(record_changes(name, known, record))
    return tuple(changes)
