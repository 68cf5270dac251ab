"""A payer: a trusted caller with a verified bank account, and what it needs to make payments of every kind."""

from typing import Any

import pytest

from tests.resources.payables.conftest import ANY_JSON, Payables, bill_body, callers, events, spoiled

__all__ = ["ANY_JSON", "Payer", "amounts", "bill_body", "callers", "events", "spoiled"]

BANKS = "/v3/funding-accounts/banks"
ACCOUNT = {"accountNumber": "1112223334", "routingNumber": "074000010", "nameOnAccount": "V", "type": "CHECKING"}


def amounts(bill: dict[str, Any]) -> tuple[float, float, float, str]:
    """What is due, scheduled and paid of a bill, and what it says of it."""
    return bill["dueAmount"], bill["scheduledAmount"], bill["paidAmount"], bill["paymentStatus"]


class Payer(Payables):
    """Makes and follows payments through the API."""

    def __init__(self, api: Any) -> None:
        super().__init__(api)
        api.trust()
        self.bank = api.get(BANKS).json["results"][0]["id"]

    def body(self, bill: dict[str, Any] | None, amount: float | None = None, **changes: Any) -> dict[str, Any]:
        named = {"billId": bill["id"]} if bill else {}
        account = {"type": "BANK_ACCOUNT", "id": self.bank}
        amount = bill["dueAmount"] if bill and amount is None else amount
        return {**named, "amount": amount, "fundingAccount": account, "processingOptions": {}} | changes

    def order(self, bill: dict[str, Any] | None, amount: float | None = None, **changes: Any) -> Any:
        """The answer to a create."""
        return self.api.post("/v3/payments", json=self.body(bill, amount, **changes))

    def pays(self, bill: dict[str, Any] | None = None, amount: float | None = None, **changes: Any) -> dict[str, Any]:
        """A payment, made."""
        answer = self.order(bill or self.bill(), amount, **changes)
        assert answer.status_code == 201, answer.text
        return answer.json

    def ach(self) -> dict[str, Any]:
        """A vendor that is paid by ACH."""
        return self.vendor(paymentInformation={"bankAccount": ACCOUNT})

    def steer(self, payment: dict[str, Any], action: str, status: str | None = None) -> Any:
        body = {"status": status} if status else {}
        return self.api.post(f"/_mock/payments/{payment['id']}/{action}", json=body)

    def later(self, **by: float) -> None:
        """Move the clock, and sign in again where the session is over."""
        self.api.advance(**by)
        self.api.login().trust()

    def now(self, payment: dict[str, Any]) -> dict[str, Any]:
        return self.read("payments", payment)

    def bill_now(self, payment: dict[str, Any]) -> tuple[float, float, float, str]:
        return amounts(self.read("bills", {"id": payment["billPayments"][0]["billId"]}))


@pytest.fixture
def payer(api):
    return Payer(api)


@pytest.fixture
def statuses(events):
    """The singleStatus of every payment.updated from here on."""

    class Statuses:
        def __eq__(self, other: object) -> bool:
            return self.list() == other

        def list(self) -> list[str]:
            return [row["singleStatus"] for event, row, _ in events if event == "payment.updated"]

        def __repr__(self) -> str:
            return repr(self.list())

    return Statuses()
