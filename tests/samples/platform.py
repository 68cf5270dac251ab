"""Tokens, challenges, users and organizations for the fuzz."""

HARD_TO_HIT = {"setup", "validate"}
REFERS = {"organizationId": "organization", "roleId": "role"}


def user(fuzz):
    return {
        "firstName": fuzz.text(), "lastName": fuzz.text(), "email": f"{fuzz.dice.getrandbits(40)}@mockbill.test",
        "roleId": fuzz.dice.choice(fuzz.rows["role"]), "acceptTermsOfService": True,
    }  # fmt: skip


SAMPLES = {
    "createaccesstoken": lambda fuzz: {
        "grant_type": "client_credentials", "client_id": fuzz.ids["clientId"][0], "client_secret": fuzz.ids["clientSecret"][0],
    },
    "validatechallenge": lambda fuzz: {"challengeId": fuzz.dice.choice(fuzz.rows["mfa_code"] or ["x"]), "token": "123456"},
    "createorganizationuser": user,
}  # fmt: skip


def furnish(api):
    """Nothing: a world is signed up."""
