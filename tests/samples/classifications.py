"""Labels for the fuzz."""

from mockbill.resources.classifications import KINDS

HARD_TO_HIT = set()
REFERS = {member: kind.name for member, kind in KINDS.items()} | dict.fromkeys(
    ("payFromChartOfAccountId", "expenseChartOfAccountId"), "chart-of-accounts"
)


def changed(kind):
    return lambda fuzz: [{"id": fuzz.dice.choice(fuzz.rows[kind.name])}]


def item(fuzz):
    return {"type": "SALES_TAX", "name": fuzz.text(), "percentage": fuzz.dice.randint(1, 20)}


SAMPLES = {
    "createclassificationitem": item,
    "bulkcreateclassificationitem": lambda fuzz: [item(fuzz)],
} | {
    operation.id: changed(kind)
    for kind in KINDS.values()
    for operation in kind.operations
    if operation.id.startswith("bulkupdate")
}


def furnish(api):
    """Two labels of each kind."""
    for kind in KINDS.values():
        for _ in range(2):
            label = {"name": "Boats", "type": "SERVICE"}
            assert api.post(kind.path.removeprefix("/connect"), json=label).status_code == 201
