"""The hash that binds an answer to what was shown (gates.md 9)."""

import hashlib
import json
from collections.abc import Mapping


def content_hash(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of a content, 64 hex digits: the same for the same values in any order of keys.

    Days and moments are taken by their ISO text, so a content read back from either database hashes alike.
    """
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
