"""What belongs to a customer and stands under its path: contacts, bank accounts, and the leave to charge them.

No page shows what these operations answer (I).
"""

from collections.abc import Callable

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Resource
from ...gateway.plain import plain
from ...gateway.verbs import find, rewrite, set_archived
from ...gateway.wire import Wire
from ...world.store import Condition
from .bank_accounts import CustomerBankAccount, bank_accounts, note
from .contacts import Contact, contacts
from .customers import customers


class Authorization(Wire):
    authorizedToCharge: bool


def of_customer(resource: Resource) -> Callable[[Call], None]:
    """Refuse a row that is not of the customer in the path, and any of an unknown one (404 BDC_1205, O)."""

    def check(call: Call) -> None:
        customer = find(call, customers, call.params["customerId"])
        id = call.params.get(resource.item)
        if id is not None and find(call, resource, id)["customerId"] != customer["id"]:
            raise refuse("BDC_1205")

    return check


def page(call: Call, resource: Resource) -> Answer:
    """A page of the customer's rows."""
    of_customer(resource)(call)
    column = resource.table.by_path["customerId"]
    return listing.page(call, resource, Condition(column, "eq", call.params["customerId"]))


plain(
    contacts, create="createcustomercontact", get="getcustomercontact", update="updatecustomercontact",
    archive="archivecustomercontact", restore="restorecustomercontact", guard=of_customer(contacts), evidence="I",
)  # fmt: skip
plain(
    bank_accounts, create="createcustomerbankaccount", get="getcustomerbankaccount", update="updatecustomerbankaccount",
    guard=of_customer(bank_accounts), evidence="I", writes={"scope": "full"},
)  # fmt: skip


@contacts.operation("listcustomercontacts", "GET", contacts.path, listing=True, answer=Contact, evidence="I")
def list_contacts(call: Call) -> Answer:
    """A page of the customer's contacts."""
    return page(call, contacts)


@bank_accounts.operation(
    "listcustomerbankaccounts", "GET", bank_accounts.path, listing=True, answer=CustomerBankAccount,
    evidence="I",
)  # fmt: skip
def list_bank_accounts(call: Call) -> Answer:
    """A page of the customer's bank accounts, the newest first unless the sort is told (I)."""
    if not call.query.get("sort") and not call.query.get("page"):
        call.query = {**call.query, "sort": "createdTime:desc"}
    return page(call, bank_accounts)


@bank_accounts.operation(
    "archivecustomerbankaccount", "POST", f"{bank_accounts.path}/{{bankAccountId}}/archive",
    answer=CustomerBankAccount, scope="full", evidence="I",
)  # fmt: skip
def archive_bank_account(call: Call) -> Answer:
    """Give an account up; nothing restores it (D reference/archivecustomerbankaccount)."""
    of_customer(bank_accounts)(call)
    row = set_archived(call, bank_accounts, find(call, bank_accounts, call.params["bankAccountId"]), True)
    call.world.unschedule(row["id"])
    note(call, row["customerId"])
    return row


@customers.operation(
    "authorizetochargecustomer", "POST", "/connect/v3/customers/{customerId}/charge-authorization",
    body=Authorization, answer=Authorization, scope="full", evidence="I",
)  # fmt: skip
def authorize(call: Call) -> Answer:
    """Say that the customer has agreed to be charged, or no longer does (D docs/ar-charge-customer; the answer I)."""
    row = find(call, customers, call.params["customerId"])
    if row["authorizedToCharge"] != call.body["authorizedToCharge"]:
        row["authorizedToCharge"] = call.body["authorizedToCharge"]
        rewrite(call, customers, row)
    return {"authorizedToCharge": row["authorizedToCharge"]}
