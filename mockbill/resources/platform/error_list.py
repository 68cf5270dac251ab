"""The list of BILL's error codes, for whoever asks (D docs/common-api-error-codes: one list for v2 and v3, no login).

BILL has it at `https://api-stage.bill.com/api/v2/Errors.json` and calls it `/v2/Errors.json`; the page of v3 asks by GET,
that of v2 by POST (D v2/docs/common-error-codes). Ours has the codes that we know. v2 writes a parameter `{0}` as
`${paramName0}` (O).
"""

import re

from ...gateway.call import Call
from ...gateway.errors import CODES
from ...gateway.operations import Answer, declared_operation

PLACES = {"errors": "/api/v2/Errors.json", "errors_short": "/v2/Errors.json"}


def listed(call: Call) -> Answer:
    """The error codes that there are, and their texts."""
    texts = {code: re.sub(r"\{(\d)\}", r"${paramName\1}", known.message) for code, known in CODES.items()}
    found = dict(sorted((texts | call.world.choices["error.texts"]).items()))
    if call.choose("error.list_form") == "bare":
        return found
    return {"response_status": 0, "response_message": "Success", "response_data": found}


OPERATIONS = tuple(
    declared_operation(
        f"{method.lower()}_{name}", method, path, listed, auth="none", standing="auxiliary", evidence="I"
    )
    for name, path in PLACES.items()
    for method in ("GET", "POST")
)
