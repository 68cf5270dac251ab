"""Spend & Expense for the fuzz."""

HARD_TO_HIT = {"deletecustomfieldvalue", "deletereimbursementreceipt", "deletetransactionreceipt"}
REFERS = {
    "budgetId": "budget", "cardId": "card", "customFieldId": "custom_field", "customFieldIds": "custom_field",
    "customFieldValueId": "custom_field_value", "selectedBudgetIds": "budget", "requiredBudgetIds": "budget",
    "reimbursementId": "reimbursement", "receiptId": "spend_receipt",
    "acsTransactionId": "spend_challenge",
}  # fmt: skip


def card(fuzz):
    return {
        "name": fuzz.text(), "userId": fuzz.dice.choice(fuzz.rows["spend_user"]), "budgetId": fuzz.dice.choice(fuzz.rows["budget"]),
        "limit": fuzz.dice.randint(0, 90_000) / 100, "recurringLimit": "5",
    }  # fmt: skip


def receipt(fuzz):
    return {"url": f"http://localhost/spend-uploads/{fuzz.rows['spend_upload'][0]}", "filename": "a.jpg"}


def claim(fuzz):
    return {
        "userId": fuzz.dice.choice(fuzz.rows["spend_user"]), "budgetId": fuzz.dice.choice(fuzz.rows["budget"]), "amount": 5,
        "note": fuzz.text(), "merchantName": fuzz.text(), "occurredDate": "2026-02-09", "receipts": [receipt(fuzz)],
    }  # fmt: skip


SAMPLES = {
    "createreimbursement": claim,
    "addreimbursementreceipt": receipt,
    "addtransactionreceipt": receipt,
    "updatetransaction": lambda fuzz: {"budgetId": fuzz.dice.choice(fuzz.rows["budget"])},
    "createbudgetcard": card,
    "createbudget": lambda fuzz: {
        "name": fuzz.text(), "owners": [fuzz.rows["spend_user"][0]], "recurringInterval": "MONTHLY", "limit": "100",
        "recurringLimit": 90,
    },
}  # fmt: skip


def furnish(api):
    """A custom field with two values, two cards of the company's budget, of one three charges and three challenges, two
    reimbursements; users are signed up.
    """
    spend = api.spend()
    field = {"name": "Job site", "allowCustomValues": False, "global": True, "values": ["North", "South"]}
    assert spend.post("/v3/spend/custom-fields", json=field).status_code == 200
    (budget,) = spend.get("/v3/spend/budgets").json["results"]
    holder = spend.get("/v3/spend/users/current").json
    for name in ("Hosting", "Fuel"):
        card = {"name": name, "userId": holder["uuid"], "budgetId": budget["uuid"], "limit": 100}
        made = spend.post("/v3/spend/cards", json=card)
        assert made.status_code == 200
    assert spend.post(f"/v3/spend/cards/{made.json['uuid']}/unfreeze").status_code == 200
    for amount in (10, 20, 500):
        for more in ({"clear": amount == 20}, {"challenge": True}):
            use = {"cardId": made.json["uuid"], "amount": amount, **more}
            assert spend.post("/_mock/spend/transactions", json=use).status_code == 200
    url = spend.post("/v3/spend/reimbursements/image-upload-url").json["url"]
    assert spend.http.put(url, data=b"image", content_type="image/png").status_code == 200
    for _ in range(2):
        claim = {
            "userId": holder["uuid"], "budgetId": budget["uuid"], "amount": 5, "note": "Tea", "merchantName": "Juniper",
            "occurredDate": "2026-02-09", "receipts": [{"url": url, "filename": "a.png"}],
        }  # fmt: skip
        assert spend.post("/v3/spend/reimbursements", json=claim).status_code == 200
