"""What lines come to: quantity × price and percentages, rounded half-up to cents (I)."""

from collections.abc import Sequence
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


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of a total in the proportion of some weights, none all zero; they sum up exactly: what rounding down
    leaves over goes to the largest remainders, the first of equal ones first.
    """
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % whole))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def too_much() -> Refusal:
    return Refusal(400, refuse("BDC_1143", "amount", f"Maximum amount is {MOST:.2f}.").complaints, "I")
