"""What lines come to: quantity × price and percentages, rounded half-up to cents (I)."""

from decimal import ROUND_HALF_UP, Decimal

from ..gateway.errors import Refusal, refuse
from ..gateway.wire import MOST, cents


def times(quantity: float, price: float) -> float:
    """Quantity × price, in the unit of the price. Refuses what no amount can hold."""
    amount = Decimal(repr(quantity)) * Decimal(repr(price))
    if abs(amount) > MOST:
        raise too_much()
    return float(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


def share(percent: float, amount: int) -> int:
    """That percentage of an amount of cents, in cents. Refuses what no amount can hold."""
    found = Decimal(repr(percent)) * amount / 100
    if abs(found) > cents(MOST):
        raise too_much()
    return int(found.quantize(Decimal(1), ROUND_HALF_UP))


def too_much() -> Refusal:
    return Refusal(400, refuse("BDC_1143", "amount", f"Maximum amount is {MOST:.2f}.").complaints, "I")
