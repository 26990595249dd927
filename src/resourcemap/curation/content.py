"""What a row of a file says, as one hash: the same words again mean nothing to do."""

import hashlib
import json
from dataclasses import replace

from resourcemap.model.hsds import Bundle

_CANONICAL = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True, default=str)


def content_hash(bundle: Bundle) -> str:
    """
    Hash what a row says of a listing.

    When it was fetched does not count, so that the same file fetched again is the same.
    """
    sal = bundle.service_at_location
    if sal.source is not None:
        sal = replace(sal, source=replace(sal.source, fetched_at=None))
    bundle = replace(bundle, service_at_location=sal)
    documents = {name: record.to_document() for name, record in bundle.records()}
    return hashlib.sha256(_CANONICAL.encode(documents).encode()).hexdigest()
