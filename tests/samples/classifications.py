"""Labels for the fuzz."""

HARD_TO_HIT = set()
REFERS = dict.fromkeys(("chartOfAccountId", "payFromChartOfAccountId", "parentId"), "chart-of-accounts")
SAMPLES = {
    "bulkupdateclassificationchartofaccounts": lambda fuzz: [
        {"id": fuzz.rows["chart-of-accounts"][0], "name": fuzz.text()}
    ],
}


def furnish(api):
    """An account."""
    assert api.post("/v3/classifications/chart-of-accounts", json={"name": "Boats"}).status_code == 201
