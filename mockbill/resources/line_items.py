"""Lines that are sent meet lines that are stored, whatever stands in them."""

from collections.abc import Sequence
from typing import Any

from ..gateway.call import Call
from ..gateway.errors import refuse


def named(
    call: Call, stored: Sequence[dict[str, Any]], sent: Sequence[dict[str, Any]], member: str
) -> dict[str, dict[str, Any]]:
    """The stored lines by id. Refuses an id of no line of this object, and one that is given twice (I)."""
    known = {old["id"]: old for old in stored}
    ids = [fields["id"] for fields in sent if fields.get("id")]
    if any(id not in known for id in ids):
        raise refuse("BDC_1205", status=422)
    if len(set(ids)) < len(ids):
        raise call.business(member, "A line item is given more than once.")
    return known
