"""What credit memos give to invoices: an invoice says how much, not of which memo (D docs/ar-credit-memos)."""

from ...gateway.call import Call
from ...world.store import Row


def draw(call: Call, invoice: Row, amount: int) -> None:
    """Draw more of the customer's credit memos for a stored invoice.

    Parameters:
        amount: cents; below zero they are given back.

    Raises:
        Refusal: the memos hold less (code I).
    """
    if amount > 0:
        raise call.business("creditAmount", "More than what is left of the customer's credit memos.")
