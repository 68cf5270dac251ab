"""Spend & Expense for the fuzz."""

HARD_TO_HIT = {"deletecustomfieldvalue"}
REFERS = {
    "budgetId": "budget", "customFieldId": "custom_field", "customFieldIds": "custom_field",
    "customFieldValueId": "custom_field_value", "selectedBudgetIds": "budget", "requiredBudgetIds": "budget",
}  # fmt: skip
SAMPLES = {
    "createbudget": lambda fuzz: {
        "name": fuzz.text(), "owners": [fuzz.rows["spend_user"][0]], "recurringInterval": "MONTHLY", "limit": "100",
        "recurringLimit": 90,
    },
}  # fmt: skip


def furnish(api):
    """A custom field with two values; a world's users of Spend & Expense are signed up."""
    field = {"name": "Job site", "allowCustomValues": False, "global": True, "values": ["North", "South"]}
    assert api.spend().post("/v3/spend/custom-fields", json=field).status_code == 200
