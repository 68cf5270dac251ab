"""What has been spent in the current period of a budget, by a member, with a card: the accounts of spend.

A transaction counts in the period it was authorized in, and what is still held when that ends stays behind with it,
or comes along (choice `spend.holds_at_period_end`; BILL publishes neither). So an account counts its periods, and a
transaction remembers in which of them it is.
"""

from typing import Literal

from ...gateway.call import Call
from ...gateway.validation import dollars
from ...world.store import Row

What = Literal["holds", "cleared"]


def period_of(account: Row | None, what: What) -> int | None:
    """The number of an account's period for what is held or what has cleared."""
    return None if account is None else int(account.hidden.get(what, 0))


def turn(call: Call, account: Row) -> float:
    """Begin an account's next period; answers what is spent in it already, in USD."""
    account.hidden["cleared"] = account.hidden.get("cleared", 0) + 1
    if call.choose("spend.holds_at_period_end") == "stay":
        account.hidden |= {"holds": account.hidden.get("holds", 0) + 1, "pending": 0}
    return dollars(account.hidden.get("pending", 0))
