"""Brings about, one by one, every event that BILL tells of. For mocks: much of it only a bank, a network or the web app can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from billclient import Client

from . import whole as bodies
from .control import Control
from .factories import Make, unique
from .whole import Body, Whole

BANK = {
    "nameOnAccount": "Rae Mock", "routingNumber": "074000010", "accountNumber": "111224821", "type": "CHECKING",
    "ownerType": "BUSINESS", "bankName": "Mock Trust operating",
}  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """What an event takes to happen."""

    bill: Client
    spend: Client
    make: Make
    control: Control
    whole: Whole

    def vendor(self) -> Any:
        return self.bill.vendors.create(bodies.vendor(self.whole))

    def invoice(self) -> Any:
        return self.bill.bills.create(bodies.bill(self.whole))

    def sale(self) -> Any:
        return self.bill.invoices.create(bodies.invoice(self.whole))

    def funding(self) -> Body:
        """The first verified bank account, to pay from."""
        return {
            "type": "BANK_ACCOUNT",
            "id": next(row for row in self.bill.banks.iterate() if row["status"] == "VERIFIED")["id"],
        }

    def pay(self, amount: float) -> Any:
        body = {
            "billId": self.make.invoice()["id"],
            "amount": amount,
            "processingOptions": {},
            "fundingAccount": self.funding(),
        }
        return self.bill.raw("POST", "/v3/payments", json=body)

    def reader(self, type: str) -> Callable[[str], Body] | None:
        """What reads the object that an event is about; None where it is gone, or reads otherwise."""
        return {
            "vendor": self.bill.vendors.get, "bill": self.bill.bills.get, "invoice": self.bill.invoices.get,
            "bank-account": self.bill.banks.get, "card-account": self.bill.card_accounts.get,
            "spend.transaction": self.spend.spend.transactions.get,
        }.get(type.rpartition(".")[0])  # fmt: skip

    def budget(self) -> Any:
        me = self.spend.spend.users.current()["uuid"]
        budget = {"name": unique("Claims"), "owners": [me], "recurringInterval": "NONE", "limit": 500}
        return self.spend.spend.budgets.create(budget)["uuid"]

    def buy(self, **fields: Any) -> Any:
        """Use of a new card."""
        user = self.spend.spend.users.current()["uuid"]
        body = {"name": unique("Hosting"), "userId": user, "budgetId": self.budget(), "limit": 120}
        card = self.spend.spend.cards.unfreeze(self.spend.spend.cards.create(body)["uuid"])
        return self.control.ask("POST", "/spend/transactions", {"cardId": card["uuid"], "amount": 20, **fields})

    def claim(self) -> Any:
        return self.spend.spend.reimbursements.create({
            "userId": self.spend.spend.users.current()["uuid"], "budgetId": self.budget(), "amount": 27.5, "note": "Breakfast",
            "merchantName": "Juniper Cafe", "occurredDate": "2026-02-09",
            "receipts": [{**self.spend.spend.upload_image(b"\xff\xd8\xff"), "filename": "a.jpg"}],
        })  # fmt: skip


Id = Any
"""Of what an event is about; empty where its payload has none."""
Happens = Callable[[Stage], Id]
"""Brings an event about."""
EVENTS: dict[str, Happens] = {}


def event(type: str) -> Callable[[Happens], Happens]:
    def keep(happens: Happens) -> Happens:
        EVENTS[type] = happens
        return happens

    return keep


@event("vendor.created")
def vendor_created(stage: Stage) -> Id:
    return stage.vendor()["id"]


@event("vendor.updated")
def vendor_updated(stage: Stage) -> Id:
    return stage.bill.vendors.update(stage.vendor()["id"], {"name": unique("Renamed")})["id"]


@event("vendor.archived")
def vendor_archived(stage: Stage) -> Id:
    return stage.bill.vendors.archive(stage.vendor()["id"])["id"]


@event("vendor.restored")
def vendor_restored(stage: Stage) -> Id:
    return stage.bill.vendors.restore(vendor_archived(stage))["id"]


@event("bill.created")
def bill_created(stage: Stage) -> Id:
    return stage.invoice()["id"]


@event("bill.updated")
def bill_updated(stage: Stage) -> Id:
    made = stage.invoice()
    line = {"id": made["billLineItems"][0]["id"], "amount": 5.0}
    return stage.bill.bills.update(made["id"], {"billLineItems": [line]})["id"]


@event("bill.archived")
def bill_archived(stage: Stage) -> Id:
    return stage.bill.bills.archive(stage.invoice()["id"])["id"]


@event("bill.restored")
def bill_restored(stage: Stage) -> Id:
    return stage.bill.bills.restore(bill_archived(stage))["id"]


@event("payment.updated")
def payment_updated(stage: Stage) -> Id:
    return stage.pay(100.0).json()["id"]


@event("payment.failed")
def payment_failed(stage: Stage) -> Id:
    assert stage.pay(900.0).status_code == 422
    return ""


@event("autopay.failed")
def autopay_failed(stage: Stage) -> Id:
    account = {"nameOnAccount": "L", "accountNumber": "0011226621", "routingNumber": "071000013"}
    plan = {"enabled": True, "bankAccountId": stage.funding()["id"], "maxAmount": 500, "daysBeforeDueDate": 3}
    vendor = stage.make.vendor(paymentInformation={"bankAccount": account}, autoPay=plan)
    stage.bill.bills.archive(stage.make.invoice(vendor)["id"])
    stage.control.advance(hours=1)
    return vendor["id"]


@event("mass-payment.updated")
def mass_payment_made(stage: Stage) -> Id:
    part = {"billId": stage.make.invoice()["id"], "amount": 5.0}
    return stage.bill.payments.mass({"payments": [part], "fundingAccount": stage.funding()})["paymentBatchId"]


@event("risk-verification.updated")
def risk_decided(stage: Stage) -> Id:
    stage.control.ask("POST", "/risk-verification", {"decision": "REVIEW"})
    return ""


@event("bank-account.created")
def bank_created(stage: Stage) -> Id:
    return stage.bill.banks.create(BANK)["id"]


@event("bank-account.updated")
def bank_updated(stage: Stage) -> Id:
    return stage.control.ask("POST", f"/bank-accounts/{bank_created(stage)}/verify")["id"]


@event("card-account.created")
def card_created(stage: Stage) -> Id:
    return stage.control.ask("POST", "/cards")["id"]


@event("card-account.updated")
def card_renewed(stage: Stage) -> Id:
    return stage.control.ask("POST", f"/cards/{card_created(stage)}/renew", {"year": "2031", "month": "05"})["id"]


@event("invoice.created")
def invoice_created(stage: Stage) -> Id:
    return stage.sale()["id"]


@event("invoice.updated")
def invoice_updated(stage: Stage) -> Id:
    return stage.bill.invoices.update(stage.sale()["id"], {"dueDate": "2026-05-01"})["id"]


@event("invoice.archived")
def invoice_archived(stage: Stage) -> Id:
    return stage.bill.invoices.archive(stage.sale()["id"])["id"]


@event("invoice.restored")
def invoice_restored(stage: Stage) -> Id:
    return stage.bill.invoices.restore(invoice_archived(stage))["id"]


@event("spend.transaction.updated")
def card_used(stage: Stage) -> Id:
    return stage.buy(currency="EUR", exchangeRate=1.2)["uuid"]


@event("spend.three-ds-challenge.created")
def challenged(stage: Stage) -> Id:
    return stage.buy(challenge=True)["acsTransactionId"]


@event("spend.reimbursement.created")
def claim_created(stage: Stage) -> Id:
    return stage.claim()["uuid"]


@event("spend.reimbursement.updated")
def claim_updated(stage: Stage) -> Id:
    return stage.spend.spend.reimbursements.act(stage.claim()["uuid"], {"action": "APPROVE"})["uuid"]


@event("spend.reimbursement.deleted")
def claim_deleted(stage: Stage) -> Id:
    uuid = claim_created(stage)
    stage.spend.spend.reimbursements.delete(uuid)
    return uuid
