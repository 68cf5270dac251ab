"""What has been spent in the current period of a budget, by a member, with a card: the accounts of spend.

A transaction counts in the period it was authorized in, and what is still held when that ends stays behind with it,
or comes along (choice `spend.holds_at_period_end`; BILL publishes neither). So an account counts its periods, and a
transaction remembers in which of them it is.
"""

from typing import Literal

from ...gateway.call import Call
from ...gateway.wire import dollars
from ...world.store import Row

What = Literal["holds", "cleared"]


def note(account: Row, held: int, cleared: int, shared: bool) -> None:
    """Keep what an account never shows: how much of what was spent is held, and how much of it came out of funds that
    are nobody's own; in cents.
    """
    parts = {"pending": held}
    if shared:
        parts |= {"shared": held + cleared, "sharedPending": held}
    for name, amount in parts.items():
        account.hidden[name] = account.hidden.get(name, 0) + amount


def period_of(account: Row | None, what: What) -> int | None:
    """The number of an account's period for what is held or what has cleared."""
    return None if account is None else int(account.hidden.get(what, 0))


def turn(call: Call, account: Row) -> float:
    """Begin an account's next period; answers what is spent in it already, in USD."""
    hidden = account.hidden
    hidden["cleared"] = hidden.get("cleared", 0) + 1
    if call.choose("spend.holds_at_period_end") == "stay":
        hidden |= {"holds": hidden.get("holds", 0) + 1, "pending": 0, "sharedPending": 0}
    hidden["shared"] = hidden.get("sharedPending", 0)
    return dollars(hidden.get("pending", 0))
