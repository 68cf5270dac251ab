"""Payments for the fuzz: of every second bill, so that some are left to pay."""

HARD_TO_HIT = {
    "getcheckimagedata",
    "getexchangerate",
    "getexchangerates",
    "verifybankaccount",
    "voidpayment",
}
REFERS = {"cardAccountId": "card_account"}


def funding(fuzz):
    if fuzz.dice.random() < 0.1:
        return {"type": "CARD_ACCOUNT", "id": fuzz.rows["card_account"][0]}
    return {"type": "BANK_ACCOUNT", "id": fuzz.rows["bank_account"][0]}


def payment(fuzz):
    amount = fuzz.dice.randint(1, 3000) / 100
    common = {
        "amount": amount,
        "cardFundingPurpose": "Office",
        "processDate": "2026-03-10",
        "fundingAccount": funding(fuzz),
        "processingOptions": {},
    }
    if fuzz.dice.random() < 0.3:
        return common | {"vendorId": fuzz.rows["vendor"][0], "processingOptions": {"createBill": True}}
    return common | {"billId": fuzz.dice.choice(fuzz.rows["bill"])}


SAMPLES = {
    "createpayment": payment,
    "createbulkpayment": lambda fuzz: {
        "payments": [{"billId": id, "amount": 1} for id in fuzz.rows["bill"][:2]], "fundingAccount": funding(fuzz),
    },
    "createmasspayment": lambda fuzz: {
        "payments": [{"billId": id, "amount": 1} for id in fuzz.rows["bill"][:3]], "fundingAccount": funding(fuzz),
        "processDate": "2026-03-10",
    },
    "recordpayment": lambda fuzz: {
        "vendorId": fuzz.rows["vendor"][0], "processDate": "2026-03-01", "toPrintCheck": False,
        "payments": [{"billId": fuzz.rows["bill"][0], "amount": 0.5}],
    },
    "nominatebankaccountuser": lambda fuzz: {
        "userId": fuzz.dice.choice(fuzz.rows["user"]), "bankAccountId": fuzz.rows["bank_account"][0],
    },
}  # fmt: skip


def furnish(api):
    """Cards, and payments of three bills that another area made, and one recorded, which can be voided."""
    assert api.post("/_mock/cards", json={}).status_code == 200
    assert api.post("/_mock/ap-cards", json={}).status_code == 200
    banks = api.get("/v3/funding-accounts/banks").json["results"]
    funding = {"type": "BANK_ACCOUNT", "id": next(row["id"] for row in banks if row["status"] == "VERIFIED")}
    mass = {"payments": [{"billId": "00n01", "amount": 1}], "fundingAccount": funding}
    assert api.post("/v3/payments/mass", json=mass).status_code == 202
    for bill in api.world.store.find("bill")[1::2]:
        pay = {
            "billId": bill["id"], "amount": 100, "processDate": "2026-03-10", "fundingAccount": funding,
            "processingOptions": {},
        }  # fmt: skip
        assert api.post("/v3/payments", json=pay).status_code == 201
    bill = api.world.store.find("bill")[0]
    record = {
        "vendorId": bill["vendorId"], "processDate": "2026-03-01", "toPrintCheck": False,
        "payments": [{"billId": bill["id"], "amount": 5}],
    }  # fmt: skip
    assert api.post("/v3/bills/record-payment", json=record).status_code == 200
