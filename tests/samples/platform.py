"""Tokens, challenges, users, organizations and their partner for the fuzz."""

HARD_TO_HIT = {"setup", "validate", "getdownloadlink"}
REFERS = {"organizationId": "organization", "roleId": "role"}


def user(fuzz):
    return {
        "firstName": fuzz.text(), "lastName": fuzz.text(), "email": f"{fuzz.dice.getrandbits(40)}@mockbill.test",
        "roleId": fuzz.dice.choice(fuzz.rows["role"]), "acceptTermsOfService": True,
    }  # fmt: skip


def partner_user(fuzz):
    number = fuzz.dice.getrandbits(40) if fuzz else 1
    return {"firstName": "P", "email": f"{number}@p.test", "username": f"user{number}", "acceptTermsOfService": True}


def as_user(fuzz):
    user = fuzz.dice.choice(fuzz.ids["made"])
    return {"userId": user["id"], "organizationId": user.org}


SAMPLES = {
    "partnerlogin": lambda fuzz: fuzz.ids["partner"][0],
    "loginasuser": as_user,
    "createpartneruser": partner_user,
    "createaccesstoken": lambda fuzz: {
        "grant_type": "client_credentials", "client_id": fuzz.ids["clientId"][0], "client_secret": fuzz.ids["clientSecret"][0],
    },
    "validatechallenge": lambda fuzz: {"challengeId": fuzz.dice.choice(fuzz.rows["mfa_code"] or ["x"]), "token": "123456"},
    "createorganizationuser": user,
}  # fmt: skip


def furnish(api):
    """Statements and an export; a world is signed up."""
    for month in ("2025-12", "2026-01"):
        assert api.post("/_mock/billing-statements", json={"month": month}).status_code == 200
    assert api.post("/_mock/exports", json={"kind": "vendors"}).status_code == 200
    phone = {"phoneNumber": "4195550100", "phoneType": "MOBILE"}
    assert api.post("/v3/risk-verifications/phone", json=phone).status_code == 200
