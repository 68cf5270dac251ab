"""How card money moves: authorized, declined, cleared, reversed, refunded, moved to another budget.

D docs/transaction-management: a use that is allowed is an AUTHORIZATION, a refused one a DECLINE; money that leaves is
a CLEAR; what is cancelled before that is an AUTHORIZATION below zero, and after it a CLEAR below zero. What each step
does to the figures of budget, member and card is I.
"""

from collections.abc import Mapping
from typing import Any

from ...gateway.call import Call
from ...gateway.verbs import find, rewrite
from ...gateway.wire import cents, dollars
from ...world.clock import DAY
from ...world.store import Row
from ..arithmetic import apportion
from .budgets import budgets
from .card_funds import cards
from .charges import of_budget, record, save, transactions
from .declines import DECLINES, own_funds, why_not
from .figures import What, note, period_of
from .memberships import budget_members, membership
from .people import full_name, spend_users

CARRIED = (
    "userId", "userUuid", "userName", "budgetId", "budgetUuid", "budgetName", "parentBudgetUuid", "receiptRequired",
    "reviewRequired", "cardId", "cardUuid", "cardLastFour", "cardType", "cardPresent", "occurredTime", "authorizedTime",
    "merchantLocation", "merchantName", "rawMerchantName", "merchantCategoryCode", "network",
)  # fmt: skip
"""What a transaction that follows from another has from it."""


# The accounts


def accounts(call: Call, row: Mapping[str, Any]) -> dict[str, Row | None]:
    """Where a transaction counts: its budget, its user's membership there, its card."""
    budget, user = find(call, budgets, row["budgetUuid"]), find(call, spend_users, row["userUuid"])
    return {"budget": budget, "member": membership(call, budget, user), "card": find(call, cards, row["cardUuid"])}


def stamp(call: Call, row: Mapping[str, Any], what: What) -> dict[str, int | None]:
    """The periods that the accounts of a transaction are in now."""
    return {name: period_of(account, what) for name, account in accounts(call, row).items()}


def book(call: Call, row: Row, *, held: int = 0, cleared: int = 0, only: tuple[str, ...] = ()) -> dict[str, int | None]:
    """Move what a transaction counts for, in cents, in the accounts whose period it is in (`only` some of them).

    Returns the periods of those accounts for what has cleared, so that what clears is found again.
    """
    counted: dict[str, int | None] = {}
    for name, account in accounts(call, row).items():
        what: What = "holds" if row["transactionType"] == "AUTHORIZATION" else "cleared"
        in_time = account is not None and row.hidden["periods"].get(name) == period_of(account, what)
        counted[name] = period_of(account, "cleared") if in_time else None
        if account is None or not in_time or only and name not in only:
            continue
        note(account, held, cleared, row.hidden.get("shared", False))
        if name == "budget":
            spent = account["currentPeriod"]["spent"]
            for part, amount in (("cleared", cleared), ("pending", held), ("total", held + cleared)):
                spent[part] = dollars(cents(spent[part]) + amount)
            rewrite(call, budgets, account)
        elif name == "member":
            account["spent"] = dollars(cents(account["spent"]) + held + cleared)
            rewrite(call, budget_members, account)
        elif "currentPeriod" in account:
            current = account["currentPeriod"]
            current["spent"] = dollars(cents(current["spent"]) + held + cleared)
            rewrite(call, cards, account)
    return counted


# What happens to a card


def of_card(card: Row, user: Row) -> dict[str, Any]:
    """What a transaction shows of its card and of who has it."""
    return {
        "userId": user["id"],
        "userUuid": user["uuid"],
        "userName": full_name(user),
        "cardId": card["id"],
        "cardUuid": card["uuid"],
        "cardLastFour": card["lastFour"],
        "cardType": card["type"],
    }


def use(call: Call, card: Row, budget: Row, told: dict[str, Any], reason: tuple[str, str] | None = None) -> Row:
    """A card is used: an AUTHORIZATION that holds the amount, or a DECLINE for a reason (internal code and text).

    `told` has the members of the transaction that the merchant and the network know.
    """
    user = find(call, spend_users, card["userUuid"])
    if reason is None and (code := why_not(call, card, budget, cents(told["amount"]))):
        reason = code, DECLINES[code]
    fields = {**told, **of_budget(budget), **of_card(card, user), "isCredit": False}
    if reason:
        why = {"transactionType": "DECLINE", "declineInternalReasonCode": reason[0], "declineReason": reason[1]}
        return record(call, fields | why, {"periods": {}})
    fields["transactionType"] = "AUTHORIZATION"
    held = cents(told["amount"])
    shared = own_funds(card, membership(call, budget, user)) is None
    row = record(call, fields, {"periods": stamp(call, fields, "holds"), "held": held, "shared": shared})
    book(call, row, held=held)
    due = call.now() + call.choose("spend.authorization_days") * DAY
    call.world.schedule(due, "spend.hold_ends", subject=f"hold {row['uuid']}", org=call.org, uuid=row["uuid"])
    return row


def release(call: Call, row: Row, amount: int) -> None:
    """Let go of what an authorization holds, in cents; the caller stores it."""
    book(call, row, held=-amount)
    row.hidden["held"] -= amount
    if not row.hidden["held"]:
        call.world.unschedule(f"hold {row['uuid']}")


def inside(row: Row) -> dict[str, int]:
    """What of a transaction goes with its amount: its fees in cents, and the foreign amount in its smallest unit."""
    found = {name: cents(row.get(name)) for name in ("fees", "foreignExchangeFee")}
    return found | {"original": int(row.get("currencyData", {}).get("originalCurrencyAmount", 0))}


def share(row: Row, amount: int, parts: Mapping[str, int] | None = None) -> dict[str, Any]:
    """The amounts of a transaction that follows from another, `amount` cents of it: fees in proportion, unless told."""
    whole = cents(row["amount"])
    parts = parts or {name: round(part * amount / whole) for name, part in inside(row).items()}
    fields: dict[str, Any] = {
        "amount": dollars(amount),
        "transactedAmount": dollars(amount - parts["fees"]),
        "fees": dollars(parts["fees"]),
    }
    if "foreignExchangeFee" in row:
        fields["foreignExchangeFee"] = dollars(parts["foreignExchangeFee"])
    if "currencyData" in row:
        fields["currencyData"] = {**row["currencyData"], "originalCurrencyAmount": str(parts["original"])}
    return fields


def following(call: Call, row: Row, type: str, amount: int) -> dict[str, Any]:
    """The members of a transaction that follows from another, an authorization or what cleared of one: what clears
    has its times, what is taken back those of now (I).
    """
    known = {name: row[name] for name in CARRIED if name in row}
    original = row if row["transactionType"] == "AUTHORIZATION" else None
    link = {
        "originalAuthTransactionId": original["id"] if original else row["originalAuthTransactionId"],
        "originalAuthTransactionUuid": original["uuid"] if original else row["originalAuthTransactionUuid"],
    }
    times = {"occurredTime": call.iso(), "authorizedTime": call.iso()} if amount < 0 else {}
    return {**known, **times, **link, **share(row, amount), "transactionType": type, "isCredit": amount < 0}


def clear(call: Call, row: Row, amount: int, more: bool = False) -> Row:
    """Money leaves for an authorization, in cents; the rest is let go unless there is `more` to come. Answers the
    CLEAR: a row of its own, or the same one (choice `spend.settle`).
    """
    held: int = row.hidden["held"]
    released = min(amount, held) if more else held
    if call.choose("spend.settle") == "in_place":
        return turn_clear(call, row, amount)
    cleared = following(call, row, "CLEAR", amount)
    periods = book(call, row, held=-released, cleared=amount)
    row.hidden["held"] -= released
    made = record(call, cleared, {"periods": periods, "refunded": 0, "shared": row.hidden["shared"]})
    if not row.hidden["held"]:
        call.world.unschedule(f"hold {row['uuid']}")
    row |= {"matchedClearTransactionId": made["id"], "matchedClearTransactionUuid": made["uuid"]}
    save(call, row)
    return made


def turn_clear(call: Call, row: Row, amount: int) -> Row:
    """The authorization itself becomes the CLEAR."""
    periods = book(call, row, held=-row.hidden["held"], cleared=amount)
    call.world.unschedule(f"hold {row['uuid']}")
    row |= share(row, amount) | {"transactionType": "CLEAR"}
    row.hidden |= {"periods": periods, "held": 0, "refunded": 0}
    return save(call, row)


def reverse(call: Call, row: Row, amount: int) -> Row:
    """An authorization is cancelled before it clears, or part of it, in cents: an AUTHORIZATION below zero (D)."""
    release(call, row, amount)
    made = record(call, following(call, row, "AUTHORIZATION", -amount), {"periods": {}, "held": 0})
    save(call, row)
    return made


def hold_ends(call: Call, uuid: str) -> None:
    """Nobody has cleared an authorization in time: what it holds is reversed (I)."""
    row = find(call, transactions, uuid)
    reverse(call, row, row.hidden["held"])


def refund(call: Call, row: Row, amount: int) -> Row:
    """What has cleared comes back, or part of it, in cents, into the period of now: a CLEAR below zero (D)."""
    row.hidden["refunded"] += amount
    call.world.store.update(transactions.name, row)
    fields = following(call, row, "CLEAR", -amount)
    shared = row.hidden.get("shared", False)
    made = record(call, fields, {"periods": stamp(call, row, "cleared"), "refunded": 0, "shared": shared})
    book(call, made, cleared=-amount)
    return made


def split(call: Call, row: Row, parts: list[tuple[int, Row]]) -> list[Row]:
    """What has cleared is split in the web app into `parts` (cents and budget), which count in its place: they are its
    children, and only it is listed (D docs/transaction-management). Answers the children.
    """
    counted = book(call, row, cleared=-cents(row["amount"]))
    row.hidden["periods"] = {}
    children = []
    weights = [amount for amount, _ in parts]
    columns = {name: apportion(total, weights) for name, total in inside(row).items()}
    for place, (amount, budget) in enumerate(parts):
        exact = share(row, amount, {name: column[place] for name, column in columns.items()})
        fields = following(call, row, "CLEAR", amount) | exact | of_budget(budget) | {"parentTransactionId": row["id"]}
        known = {**counted, "member": counted["budget"]}
        now = stamp(call, fields, "cleared")
        periods = {name: now[name] if known[name] is not None else None for name in now}
        hidden = {"periods": periods, "refunded": 0, "shared": row.hidden.get("shared", False)}
        child = record(call, fields, {**hidden, "parentTransactionUuid": row["uuid"]})
        book(call, child, cleared=amount)
        children.append(child)
    row |= {"isParent": True, "childTransactionIds": [child["id"] for child in children]}
    row["childTransactionUuids"] = [child["uuid"] for child in children]
    save(call, row)
    return children


def levy(call: Call, card: Row, budget: Row, told: dict[str, Any]) -> Row:
    """BILL itself charges a card's budget, or gives back if the amount is below zero: an OTHER, without authorization (D)."""
    user = find(call, spend_users, card["userUuid"])
    fields = {**told, **of_budget(budget), **of_card(card, user), "transactionType": "OTHER"}
    fields |= {"isCredit": told["amount"] < 0, "receiptRequired": False, "reviewRequired": False, "cardPresent": False}
    shared = own_funds(card, membership(call, budget, user)) is None
    row = record(call, fields, {"periods": stamp(call, fields, "cleared"), "shared": shared})
    book(call, row, cleared=cents(told["amount"]))
    return row


def move(call: Call, row: Row, budget: Row) -> Row:
    """Charge a transaction to another budget: what it counts for moves there, if its period is not over (I)."""
    what: What = "holds" if row["transactionType"] == "AUTHORIZATION" else "cleared"
    amounts = {"held": row.hidden.get("held", 0)} if what == "holds" else {"cleared": cents(row["amount"])}
    places = ("budget", "member")
    taken = {name: -amount for name, amount in amounts.items()}
    counted = row["transactionType"] != "DECLINE" and book(call, row, only=places, **taken)["budget"] is not None
    row |= of_budget(budget)
    now = stamp(call, row, what)
    row.hidden["periods"] |= {name: now[name] if counted else None for name in places}
    book(call, row, only=places, **amounts)
    return save(call, row)


JOBS = {"spend.hold_ends": hold_ends}
