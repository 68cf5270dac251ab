"""Tokens and challenges for the fuzz."""

HARD_TO_HIT = {"setup", "validate"}
REFERS = {}
SAMPLES = {
    "createaccesstoken": lambda fuzz: {
        "grant_type": "client_credentials", "client_id": fuzz.ids["clientId"][0], "client_secret": fuzz.ids["clientSecret"][0],
    },
    "validatechallenge": lambda fuzz: {"challengeId": fuzz.dice.choice(fuzz.rows["mfa_code"] or ["x"]), "token": "123456"},
}  # fmt: skip


def furnish(api):
    """Nothing: a world is signed up."""
