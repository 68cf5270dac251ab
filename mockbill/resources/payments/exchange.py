"""What a US dollar buys for a vendor now, and the batch by which a payment claims that rate (D docs/ap-international-payments).

All rates of 20 minutes are one batch, shared by all who ask, so less than 20 minutes may be left of it (D).
"""

from typing import Annotated, Any

from pydantic import create_model

from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.verbs import find, refer
from ...gateway.wire import MOST, Filled, Max, Min, Money, Positive, Quantity, Time, Wire
from ...world.clock import iso
from ...world.tables import Row
from ..exchange_rates import batch_at, batch_ends, rate_of
from ..payables.vendors import international, vendors
from .payments import PAYMENTS, payments

BANDS = (0.01, 10_000.0, 100_000.0)
"""Where the bands of amounts begin for which a rate holds (I; BILL's are not published)."""
MOST_VENDORS = 50


class RateQuery(Wire):
    vendorId: Filled
    amount: Positive
    baseCurrency: bool | None = None


AmountRange = create_model("AmountRange", __base__=Wire, **{"from": (Money, ...), "to": (Money, ...)})  # type: ignore[call-overload]


class ExchangeRate(Wire):
    vendorId: str
    billCurrency: str
    paymentCurrency: str
    baseCurrency: str
    exchangeRate: Quantity
    exchangeRateBatchId: int
    amountRange: AmountRange
    expirationTime: Time


@payments.operation(
    "getexchangerate", "GET", f"{PAYMENTS}/exchange-rate", query=RateQuery, answer=ExchangeRate, evidence="I"
)
def exchange_rate(call: Call) -> Answer:
    """The rate for an international vendor; the amount is in the vendor's currency, or in USD with `baseCurrency`."""
    return quote(call, find(call, vendors, call.query["vendorId"]), call.query)


@payments.operation(
    "getexchangerates", "POST", f"{PAYMENTS}/exchange-rate",
    body=Annotated[list[RateQuery], Min(1), Max(MOST_VENDORS)], answer=list[ExchangeRate], role="read", evidence="I",
)  # fmt: skip
def exchange_rates(call: Call) -> Answer:
    """The rates for several vendors, in the order they were asked for."""
    return [quote(call, refer(call, vendors, asked["vendorId"]), asked) for asked in call.body]


def quote(call: Call, vendor: Row, asked: Any) -> dict[str, Any]:
    account = vendor["paymentInformation"].get("bankAccount")
    if not international(vendor) or account is None:
        raise call.business("vendorId", "The vendor is not set up for international payments.")
    paid_in = account.get("paymentCurrency", "USD")
    rate = rate_of(vendor["billCurrency"] if vendor["billCurrency"] != "USD" else paid_in) or 1.0
    amount = round(asked["amount"] * rate, 2) if asked.get("baseCurrency") else asked["amount"]
    band = max(number for number, start in enumerate(BANDS) if start <= max(amount, BANDS[0]))
    batch = batch_at(call.now())
    return {
        "vendorId": vendor["id"],
        "billCurrency": vendor["billCurrency"],
        "paymentCurrency": paid_in,
        "baseCurrency": "USD",
        "exchangeRate": rate,
        "exchangeRateBatchId": batch,
        "amountRange": {"from": BANDS[band], "to": round([*BANDS[1:], MOST + 0.01][band] - 0.01, 2)},
        "expirationTime": iso(batch_ends(batch)),
    }
