"""The bodies of Spend & Expense in which everything stands that may be sent."""

from functools import partial

from .factories import unique
from .whole import Body, Kind, Whole

JPEG = b"\xff\xd8\xff\xe0 receipt"


def me(whole: Whole) -> str:
    """The user of the token."""
    return str(whole.spend.spend.users.current()["uuid"])


def group(whole: Whole) -> str:
    """A budget that others are in."""
    body = {"name": unique("Yard"), "owners": [me(whole)], "recurringInterval": "NONE", "limit": 90_000}
    return str(whole.spend.spend.budgets.create({**body, "budgetGroup": True})["uuid"])


def budget(whole: Whole) -> Body:
    return {
        "name": unique("Field crew"), "description": "Of the summer", "owners": [me(whole)], "recurringInterval": "MONTHLY",
        "limit": 750, "recurringLimit": 600, "expirationDate": whole.in_days(200), "maxTxSize": 100,
        "overspendBuffer": 50, "receiptRequired": True, "carryOver": True,
    }  # fmt: skip


def limitless_budget(whole: Whole) -> Body:
    """A budget in another that is overspent without a limit, for which it has a goal."""
    return {
        "name": unique("Storm"), "description": "As it comes", "owners": [me(whole)], "recurringInterval": "YEARLY",
        "recurringLimit": 600, "recurMonth": 4, "limitlessOverspend": True, "limitlessGoal": 900, "parentBudgetId": group(whole),
    }  # fmt: skip


def card(whole: Whole) -> Body:
    made = whole.spend.spend.budgets.create(budget(whole))
    return {
        "name": unique("Hosting"), "userId": me(whole), "budgetId": made["uuid"], "limit": 120, "recurringLimit": 90,
        "expirationDate": whole.in_days(300),
    }  # fmt: skip


def user(whole: Whole) -> Body:
    email = f"{unique('jo').replace(' ', '.')}@kit.example"
    return {
        "firstName": "Jo", "lastName": "Reyes", "email": email, "role": "BOOKKEEPER", "dateOfBirth": "1990-05-17",
        "phoneNumber": "5105550177",
    }  # fmt: skip


def custom_field(whole: Whole) -> Body:
    """A selector of one budget, so that it stands on nothing that others look at."""
    made = whole.spend.spend.budgets.create(budget(whole))["id"]
    return {
        "name": unique("Job site"), "description": "Where it was", "allowCustomValues": True, "global": False,
        "multiSelect": True, "required": True, "minimumAmountForRequirement": 25, "values": ["North", "South"],
        "selectedBudgetIds": [made], "requiredBudgetIds": [made],
    }  # fmt: skip


def coded_budget(whole: Whole) -> tuple[str, list[Body]]:
    """A budget in another, and a value of a custom field of its own that is chosen there."""
    spend = whole.spend.spend
    made = spend.budgets.create({**budget(whole), "maxTxSize": 500, "parentBudgetId": group(whole)})["uuid"]
    offered = {"global": False, "selectedBudgetIds": [made], "values": ["North", "South"]}
    field = spend.custom_fields.create({"name": unique("Job site"), "allowCustomValues": False, **offered})["uuid"]
    value = spend.custom_field_values(field).list().results[0]["uuid"]
    return made, [{"customFieldId": field, "selectedValues": [value]}]


def reimbursement(whole: Whole) -> Body:
    made, codes = coded_budget(whole)
    picture = whole.spend.spend.upload_image(JPEG)
    return {
        "userId": me(whole), "budgetId": made, "amount": 27.5, "note": "Breakfast", "merchantName": "Juniper Cafe",
        "occurredDate": "2026-02-09", "receipts": [{**picture, "filename": "breakfast.jpg"}], "customFields": codes,
    }  # fmt: skip


_spend = partial(Kind, spend=True)
KINDS = [
    _spend("budgets", budget),
    _spend("budgets", limitless_budget, name="budgets without a limit"),
    _spend("cards", card),
    _spend("users", user, name="S&E users"),
    _spend("custom_fields", custom_field),
    _spend("reimbursements", reimbursement),
]
