"""Spend & Expense for the fuzz."""

HARD_TO_HIT = {"deletecustomfieldvalue"}
REFERS = {
    "budgetId": "budget", "cardId": "card", "customFieldId": "custom_field", "customFieldIds": "custom_field",
    "customFieldValueId": "custom_field_value", "selectedBudgetIds": "budget", "requiredBudgetIds": "budget",
}  # fmt: skip


def card(fuzz):
    return {
        "name": fuzz.text(), "userId": fuzz.dice.choice(fuzz.rows["spend_user"]), "budgetId": fuzz.dice.choice(fuzz.rows["budget"]),
        "limit": fuzz.dice.randint(0, 90_000) / 100, "recurringLimit": "5",
    }  # fmt: skip


SAMPLES = {
    "createbudgetcard": card,
    "createbudget": lambda fuzz: {
        "name": fuzz.text(), "owners": [fuzz.rows["spend_user"][0]], "recurringInterval": "MONTHLY", "limit": "100",
        "recurringLimit": 90,
    },
}  # fmt: skip


def furnish(api):
    """A custom field with two values and two cards of the company's budget; a world's users are signed up."""
    spend = api.spend()
    field = {"name": "Job site", "allowCustomValues": False, "global": True, "values": ["North", "South"]}
    assert spend.post("/v3/spend/custom-fields", json=field).status_code == 200
    (budget,) = spend.get("/v3/spend/budgets").json["results"]
    holder = spend.get("/v3/spend/users/current").json
    for name in ("Hosting", "Fuel"):
        card = {"name": name, "userId": holder["uuid"], "budgetId": budget["uuid"], "limit": 100}
        assert spend.post("/v3/spend/cards", json=card).status_code == 200
