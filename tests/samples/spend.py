"""Spend & Expense for the fuzz."""

HARD_TO_HIT = set()
REFERS = {"budgetId": "budget"}
SAMPLES = {
    "createbudget": lambda fuzz: {
        "name": fuzz.text(), "owners": [fuzz.rows["spend_user"][0]], "recurringInterval": "MONTHLY", "limit": "100",
        "recurringLimit": 90,
    },
}  # fmt: skip


def furnish(api):
    """Nothing: a world's users of Spend & Expense are signed up."""
