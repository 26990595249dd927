"""The difference between two states of a record, field by field."""

from resourcemap.model.change import FieldChange, field_changes
from resourcemap.model.hsds import HsdsRecord


def record_changes(resource_type: str, before: HsdsRecord, after: HsdsRecord) -> tuple[FieldChange, ...]:
    """List the fields in which two states of one record differ."""
    if before == after:
        return ()
    return field_changes(resource_type, after.id, before.to_document(), after.to_document())
