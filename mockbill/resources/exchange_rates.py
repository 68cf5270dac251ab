"""What a US dollar buys in other currencies: fixed numbers of our own, near those of early 2026 (I)."""

from ..world.clock import MINUTE

BATCH = 20 * MINUTE
"""How long a batch of rates lives, in ms (D reference/getexchangerate)."""

RATES = {
    "AED": 3.67, "AUD": 1.42, "BRL": 5.2, "CAD": 1.36, "CHF": 0.78, "CNY": 6.9, "CZK": 20.5, "DKK": 6.3, "EUR": 0.84,
    "GBP": 0.74, "HKD": 7.81, "HUF": 320.0, "ILS": 3.1, "INR": 90.5, "JPY": 155.0, "KRW": 1440.0, "MXN": 17.2,
    "NOK": 9.6, "NZD": 1.67, "PHP": 58.0, "PLN": 3.55, "SEK": 9.0, "SGD": 1.27, "THB": 31.2, "TRY": 43.8, "ZAR": 16.0,
}  # fmt: skip


def rate_of(currency: str) -> float | None:
    """How much of a currency one US dollar buys; None for the dollar itself, 1 for a currency without a number here."""
    return None if currency == "USD" else RATES.get(currency, 1.0)


def batch_at(instant: int) -> int:
    """The number of the batch of rates in force at an instant (form I)."""
    return instant // BATCH


def batch_ends(batch: int) -> int:
    """The instant at which a batch of rates is no longer in force."""
    return (batch + 1) * BATCH
