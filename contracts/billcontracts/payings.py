"""A payment in each way that a vendor can be paid, with all that may be said of it. For mocks: BILL has no way to make such vendors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import whole as bodies
from .control import Control
from .factories import unique
from .whole import Body, Whole

OF_A_BILL = ("billId", "amount", "exchangeRateBatchId", "vendorCredits")
"""What a payment of many bills says of each."""
OF_ONE = "paymentPurpose"
"""What only a payment of one bill says."""


@dataclass
class Stage:
    """Where it is paid: an organization, and the mock's levers."""

    whole: Whole
    control: Control

    def vendor(self, **fields: Any) -> Body:
        """A vendor that is told by e-mail of what it is paid."""
        information = {"payeeName": "Heron Inc", "email": "pay@heron.example", **fields}
        return self.whole.make.vendor(paymentInformation=information)

    def joined(self, **fields: Any) -> Body:
        """A vendor connected to an organization of the network."""
        asked = {"name": unique("Network Heron"), "autoConnect": True, **fields}
        peer = self.control.ask("POST", "/network/organizations", asked)
        told = {"accountNumber": "12345678"} if peer["type"] == "RPPS" else {}
        id = self.vendor()["id"]
        invitation = {"networkId": peer["id"], "networkType": peer["type"], "rppsInformation": told}
        self.whole.core.network.invite_vendor(id, invitation)
        return dict(self.whole.core.vendors.get(id))

    def abroad(self, body: Callable[[Whole], Body]) -> Body:
        sent = body(self.whole)
        sent["paymentInformation"]["email"] = "pay@heron.example"
        return dict(self.whole.core.vendors.create(sent))

    def taker(self) -> Body:
        """A vendor that takes virtual cards."""
        enrolment = {"remitEmail": "cards@heron.example", "alternatePayByType": "ACH"}
        return dict(self.control.ask("POST", f"/vendors/{self.vendor()['id']}/virtual-card", enrolment))

    def day(self, vendor: Body) -> str:
        """A process date that any payment to a vendor takes."""
        options = self.whole.core.payments.options(vendorId=vendor["id"], amount=1)
        return str(options["fundingOptions"]["banks"][0]["processDate"])


@dataclass(frozen=True)
class Way:
    """One way of paying; `type` is how its payments call it, `said` what else an order of it says."""

    name: str
    type: str
    vendor: Callable[[Stage], Body]
    said: Callable[[Stage, Body], Body] = lambda stage, vendor: {}

    def __str__(self) -> str:
        return self.name

    def order(self, stage: Stage) -> Body:
        """The body of a payment of a new bill, in money and with a credit."""
        vendor, whole = self.vendor(stage), stage.whole
        credit = whole.core.vendor_credits.create({
            "vendorId": vendor["id"], "referenceNumber": unique("CR"), "creditDate": whole.today,
            "vendorCreditLineItems": [{"amount": 12.5}],
        })  # fmt: skip
        return {
            "billId": whole.core.bills.create(whole.make.bill_body(vendor))["id"], "amount": 60.75,
            "vendorId": vendor["id"], "description": "March flyers", "transactionNumber": unique("T"),
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": whole.bank},
            "processingOptions": {"createBill": False, "requestPayFaster": False, "requestCheckDeliveryType": "STANDARD"},
            "vendorCredits": [{"id": credit["id"], "amount": 5.25}], **self.said(stage, vendor),
        }  # fmt: skip

    def in_bulk(self, stage: Stage) -> Body:
        """The body of a payment of many bills, with one in it."""
        order = self.order(stage)
        part = {name: order.pop(name) for name in OF_A_BILL if name in order}
        order.pop(OF_ONE, None)
        return {**order, "payments": [part]}

    def sent(self, stage: Stage) -> Body:
        """A payment that is on its way to the vendor."""
        made = stage.whole.core.payments.create(self.order(stage))
        for step in ("hold", "process"):
            stage.control.ask("POST", f"/payments/{made['id']}/{step}")
        return dict(made)


def by_mail(stage: Stage, vendor: Body) -> Body:
    return {"processingOptions": {"requestPayFaster": True, "requestCheckDeliveryType": "UPS_2DAY"}}


def exchanged(stage: Stage, vendor: Body) -> Body:
    """At the rate of now, for what the vendor says that it is."""
    rate = stage.whole.core.payments.exchange_rate(vendorId=vendor["id"], amount=60.75)
    purpose = vendor["paymentInformation"]["paymentPurpose"]
    return {"exchangeRateBatchId": rate["exchangeRateBatchId"], "paymentPurpose": purpose}


def by_card(stage: Stage, vendor: Body) -> Body:
    card = stage.control.ask("POST", "/cards")
    return {"fundingAccount": {"type": "CARD_ACCOUNT", "id": card["id"]}, "cardFundingPurpose": "Office"}


def by_ap_card(stage: Stage, vendor: Body) -> Body:
    card = stage.control.ask("POST", "/ap-cards")
    return {"fundingAccount": {"type": "AP_CARD", "id": card["id"]}, "processDate": stage.day(vendor)}


def from_wallet(stage: Stage, vendor: Body) -> Body:
    stage.control.choose(wallet__funding_enabled=True)
    return {"fundingAccount": {"type": "WALLET"}, "processDate": stage.day(vendor)}


WAYS = [
    Way("ach", "ACH", lambda stage: stage.vendor(bankAccount=bodies.ACCOUNT)),
    Way("check", "CHECK", Stage.vendor, by_mail),
    Way("national", "RPPS", lambda stage: stage.joined(type="RPPS")),
    Way("to a wallet", "WALLET", lambda stage: stage.joined(takesWallet=True)),
    Way("abroad", "INTERNATIONAL", lambda stage: stage.abroad(bodies.foreign_vendor), exchanged),
    Way("abroad by code", "INTERNATIONAL", lambda stage: stage.abroad(bodies.coded_vendor), exchanged),
    Way("virtual card", "VIRTUAL_CARD", Stage.taker),
    Way("by AP card", "VIRTUAL_CARD", Stage.taker, by_ap_card),
    Way("by card", "CHECK", Stage.vendor, by_card),
    Way("from the wallet", "CHECK", Stage.vendor, from_wallet),
]
