"""What the resources of Spend & Expense share: who may write, amounts, refusals."""

from typing import Annotated, Any

from annotated_types import Ge

from ...gateway.call import Call
from ...gateway.errors import Complaint, Refusal, refuse
from ...gateway.operations import Resource
from ...gateway.verbs import find, look_up
from ...gateway.wire import Money
from ...world.store import Row

PATH = "/connect/v3/spend"
ADMIN_ONLY: dict[str, Any] = {"role": "admin", "scope": "full"}
"""Writes that only an ADMIN may do (D docs/budgets-and-users), and no app with accounting scope (I)."""
ADMIN_BOOKS: dict[str, Any] = {"role": "admin"}
"""What an ADMIN sets up for the books: an app with accounting scope may (I)."""

Amount = Annotated[Money, Ge(0)]
"""US dollars, zero or more (zero O for members; that less is refused is I)."""


def refused(call: Call, *messages: str, status: int = 400) -> Refusal:
    """A refusal that BILL documents or implies, without a published code or text: 400, `field: rule` (I)."""
    code = call.choose("validation.code")
    return Refusal(status, [Complaint(code, message) for message in messages], "I")


def active(call: Call, resource: Resource, key: str) -> Row:
    """A row that is not retired, or 404: what is deleted can be read, not written (I)."""
    row = find(call, resource, key)
    if row["retired"]:
        raise refuse("BDC_1205")
    return row


def active_reference(call: Call, resource: Resource, key: str) -> Row:
    """A row that a body refers to, or 422 BDC_1205 (I)."""
    row = look_up(call, resource, key)
    if row is None or row["retired"]:
        raise refuse("BDC_1205", status=422)
    return row
