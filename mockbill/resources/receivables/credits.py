"""What credit memos give to invoices: an invoice says how much, not of which memo (D docs/ar-credit-memos)."""

from ...gateway.call import Call
from ...gateway.verbs import rewrite
from ...world.store import Row
from ..crediting import left, settle, take, used
from .credit_memos import credit_memos


def draw(call: Call, invoice: Row, amount: int) -> None:
    """Draw more of the customer's live credit memos for a stored invoice, the oldest first (I).

    Parameters:
        amount: cents; below zero they are given back, to the memo that was drawn on last first.

    Raises:
        Refusal: the memos hold less (code I).
    """
    if not amount:
        return
    by = {"invoiceId": invoice["id"]}
    memos = call.world.store.find(credit_memos.name, call.org, customerId=invoice["customerId"], archived=False)
    newest_first = (call.choose("credit_memo.drawn_first") == "newest") is (amount > 0)
    memos.sort(key=lambda memo: (memo["creditDate"], memo.seq), reverse=newest_first)
    if amount > sum(left(memo) for memo in memos):
        raise call.business("creditAmount", "More than what is left of the customer's credit memos.")
    for memo in memos:
        part = min(left(memo), amount) if amount > 0 else -min(used(memo, by), -amount)
        if part:
            take(call, memo, by, part)
            settle(memo)
            rewrite(call, credit_memos, memo)
            amount -= part
