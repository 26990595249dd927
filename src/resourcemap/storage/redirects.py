"""The way from the ids of merged listings to those that were kept."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from resourcemap.storage.desk_tables import merge


def read_redirects(connection: Connection) -> Mapping[str, str]:
    """Read where the ids of merged listings lead to, to the end of the way."""
    rows = connection.execute(
        select(merge.c.gone_id, merge.c.kept_id).where(merge.c.undone_at.is_(None)).order_by(merge.c.at)
    )
    step = {row.gone_id: row.kept_id for row in rows}
    return {gone_id: _end(gone_id, step) for gone_id in step}


def _end(listing_id: str, step: Mapping[str, str]) -> str:
    seen = {listing_id}
    while listing_id in step and step[listing_id] not in seen:
        listing_id = step[listing_id]
        seen.add(listing_id)
    return listing_id
