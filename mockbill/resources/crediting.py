"""What vendor credits and credit memos share: how far one is applied, what that holds, and where it shows."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from ..gateway.call import Call
from ..gateway.operations import Answer, Resource
from ..gateway.plain import shapes, with_id
from ..gateway.verbs import bulk, each, find, refer, set_archived, wanted_ids
from ..gateway.wire import Max, Min, cents, dollars, merge
from ..world.store import Row
from .payments.funding_accounts import banks

Status = Literal["NOT_APPLIED", "PARTIALLY_APPLIED", "FULLY_APPLIED", "IN_PROCESS", "UNDEFINED"]
Accounts = tuple[str, str]
"""The members with the chart of account and with the bank account that a credit goes to; one of them only (D)."""
Replace = Callable[[Call, Row, dict[str, Any]], Row]


def one_account(call: Call, fields: Mapping[str, Any], accounts: Accounts) -> None:
    """Refuse a credit that is to go to two accounts (D docs/ap-vendor-credits, docs/ar-credit-memos; code I), or to a
    bank account that is none.
    """
    chart, bank = (fields.get(name) for name in accounts)
    if chart and bank and call.choose("credit.apply_to_both") == "refuse":
        raise call.business(accounts[1], "Give a chart of account or a bank account, not both.")
    if bank:
        refer(call, banks, bank)


def merged(credit: Row, fields: dict[str, Any], accounts: Accounts) -> Row:
    """A PATCH on a credit: an account of the one kind takes the place of the other's."""
    for name, other in (accounts, accounts[::-1]):
        if fields.get(name) and not fields.get(other):
            credit.pop(other, None)
    merge(credit, fields)
    return credit


def settle(credit: Row) -> None:
    """What is applied, and the status (D; IN_PROCESS while a payment that uses it has not cleared, I)."""
    applied = sum(cents(use["amount"]) for use in credit.get("usage", ()))
    credit["appliedAmount"] = dollars(applied)
    if credit.hidden.get("pending"):
        credit["status"] = "IN_PROCESS"
    elif applied:
        credit["status"] = "FULLY_APPLIED" if applied >= cents(credit["amount"]) else "PARTIALLY_APPLIED"
    else:
        credit["status"] = "NOT_APPLIED"


def left(credit: Row) -> int:
    """Cents of a credit that are not applied."""
    return cents(credit["amount"]) - cents(credit["appliedAmount"])


def used(credit: Row, by: Mapping[str, str]) -> int:
    """Cents that an object (`{"invoiceId": …}`) has of a credit."""
    return sum(cents(use["amount"]) for use in credit.get("usage", ()) if is_by(use, by))


def take(call: Call, credit: Row, by: Mapping[str, str], amount: int) -> None:
    """Move by some cents what an object has of a credit; what moved last stands last. Who calls settles."""
    share = used(credit, by) + amount
    others = [use for use in credit.get("usage", ()) if not is_by(use, by)]
    show_usage(call, credit, [*others, {**by, "amount": dollars(share)}] if share else others)


def show_usage(call: Call, credit: Row, uses: list[dict[str, Any]]) -> None:
    """What others got of the credit; how it shows that none did is a choice."""
    if uses or call.choose("credit.unused_usage") == "empty":
        credit["usage"] = uses
    else:
        credit.pop("usage", None)


def is_by(use: Mapping[str, Any], by: Mapping[str, str]) -> bool:
    return {name: id for name, id in use.items() if name != "amount"} == by


def hold(call: Call, credit: Row, party: str, before: str) -> None:
    """What is applied of a credit holds its vendor or customer (the member `party`), and that much of its amount (I)."""
    if credit[party] != before and credit["appliedAmount"]:
        raise call.business(party, "Cannot be changed once the credit is applied.")
    if left(credit) < 0:
        raise call.business("amount", "Cannot be less than what is applied of the credit.")


def reply(credit: Row) -> Row:
    """The answer to a write: `usage` is only in reads (D)."""
    return Row({name: value for name, value in credit.items() if name != "usage"}, org=credit.org, seq=credit.seq)


def shelve(call: Call, resource: Resource, id: str, archived: bool) -> Row:
    """Archive (refused for a credit that is applied, I) or restore."""
    credit = find(call, resource, id)
    if archived and credit["appliedAmount"]:
        raise call.business("archived", "A credit that is applied cannot be archived.")
    return reply(set_archived(call, resource, credit, archived))


def declare(resource: Resource, work: Replace, /, **ids: str) -> None:
    """Declare the operations that credits do in their own way: verb → BILL's operation slug.

    Parameters:
        work: puts other contents in a credit's place.
        ids: of replace, bulk_replace, archive, bulk_archive, and where BILL has them restore and bulk_restore.
    """
    one, many = f"{resource.path}/{{{resource.item}}}", shapes("bulk_create", resource)["answer"]
    elements: Any = list[with_id(resource.write)]  # type: ignore[misc]  # built at run time

    @resource.operation(ids["replace"], "PUT", one, body=resource.write, answer=resource.model)
    def replace_one(call: Call) -> Answer:
        """Put other contents in a credit's place."""
        return work(call, find(call, resource, call.params[resource.item]), call.body)

    @resource.operation(
        ids["bulk_replace"], "PUT", f"{resource.path}/bulk",
        body=Annotated[elements, Min(1), Max(resource.bulk.most)], answer=many,
    )  # fmt: skip
    def replace_many(call: Call) -> Answer:
        """Put other contents in the place of several credits, all or none."""

        def replaced(fields: dict[str, Any]) -> Row:
            return work(call, find(call, resource, fields.pop("id")), fields)

        return bulk(resource, each(call, call.body, replaced))

    for verb, archived in (("archive", True), ("restore", False)):
        if verb in ids:
            declare_shelving(resource, verb, archived, ids[verb], ids[f"bulk_{verb}"])


def declare_shelving(resource: Resource, verb: str, archived: bool, one: str, many: str) -> None:
    path = f"{resource.path}/{{{resource.item}}}/{verb}"
    summary = "Archive" if archived else "Restore"

    def shelve_one(call: Call) -> Answer:
        return shelve(call, resource, call.params[resource.item], archived)

    def shelve_many(call: Call) -> Answer:
        ids = wanted_ids(call, resource)
        return bulk(resource, each(call, ids, lambda id: shelve(call, resource, id, archived)))

    said = f"{summary} a credit; a second time changes nothing."
    resource.operation(one, "POST", path, answer=resource.model, summary=said)(shelve_one)
    resource.operation(
        many, "POST", f"{resource.path}/bulk/{verb}",
        **shapes(f"bulk_{verb}", resource), summary=f"{summary} several credits, all or none.",
    )(shelve_many)  # fmt: skip
