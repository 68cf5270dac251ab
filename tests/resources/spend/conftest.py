"""Callers of the S&E company of a fresh world, and what a test needs to begin."""

import pytest


@pytest.fixture
def spend(api):
    """The ADMIN's apiToken."""
    return api.spend()


@pytest.fixture
def admin(spend):
    return spend.get("/v3/spend/users/current").json


@pytest.fixture
def make_user(spend):
    def make(first="Nora", last="Blum", role="MEMBER", **more):
        body = {"firstName": first, "lastName": last, "email": f"{first}@example.test".lower(), "role": role, **more}
        answer = spend.post("/v3/spend/users", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json

    return make


@pytest.fixture
def make_budget(spend, admin):
    def make(name="Field crew", **more):
        body = {"name": name, "owners": [admin["uuid"]], "recurringInterval": "MONTHLY", "limit": 750}
        body |= {"recurringLimit": 600, **more}
        body = {field: value for field, value in body.items() if value is not ...}
        answer = spend.post("/v3/spend/budgets", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json

    return make


@pytest.fixture
def make_field(spend):
    def make(name="Job site", **more):
        body = {"name": name, "allowCustomValues": False, "global": True, **more}
        answer = spend.post("/v3/spend/custom-fields", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json

    return make


@pytest.fixture
def values_of(spend):
    """The values of a custom field, by their texts."""

    def read(field):
        rows = spend.get(f"/v3/spend/custom-fields/{field['uuid']}/values?max=100").json["results"]
        return {row["value"]: row for row in rows}

    return read


@pytest.fixture
def put_image(spend):
    """Puts an image to a fresh upload URL; answers the URL."""

    def put(kind="reimbursements", data=b"\xff\xd8\xff receipt", content_type="image/jpeg"):
        path = {"reimbursements": "image-upload-url", "transactions": "receipt-upload-url"}[kind]
        url = spend.post(f"/v3/spend/{kind}/{path}").json["url"]
        assert spend.http.put(url, data=data, content_type=content_type).status_code == 200
        return url

    return put


@pytest.fixture
def make_claim(spend, admin, make_budget, put_image):
    """Makes reimbursements, of a budget of their own unless told."""
    own = []

    def make(**more):
        if "budgetId" not in more and not own:
            own.append(make_budget("Claims"))
        body = {
            "userId": admin["uuid"], "budgetId": own[0]["uuid"] if own else "", "amount": 27.5, "note": "Client breakfast",
            "merchantName": "Juniper Cafe", "occurredDate": "2026-03-01",
            "receipts": [{"url": put_image(), "filename": "breakfast.jpg"}], **more,
        }  # fmt: skip
        answer = spend.post("/v3/spend/reimbursements", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json

    return make


@pytest.fixture
def bearer(api):
    """Who calls with an OAuth token of an app made by a user of the organization."""

    def call(email="ada@mockbill.test", scope="full_access"):
        app = api.post("/_mock/apps", json={"userEmail": email, "scope": scope}).json
        form = {"grant_type": "client_credentials", "client_id": app["clientId"], "client_secret": app["clientSecret"]}
        token = api.http.post("/authx/token", data=form).json["access_token"]
        other = api.spend()
        other.headers = {"Authorization": f"Bearer {token}"}
        return other

    return call


class Shop:
    """Uses cards of one company, and reads what that does."""

    def __init__(self, spend, admin, make_budget):
        self.spend, self.admin, self.make_budget = spend, admin, make_budget

    def card(self, budget, **fields):
        """A card that is active; 100 US dollars, unless told."""
        body = {"name": "Hosting", "userId": self.admin["uuid"], "budgetId": budget["uuid"]}
        body |= fields if "limit" in fields or "shareBudgetFunds" in fields else {"limit": 100, **fields}
        made = self.spend.post("/v3/spend/cards", json=body)
        assert made.status_code == 200, made.text
        return self.spend.post(f"/v3/spend/cards/{made.json['uuid']}/unfreeze").json

    def swipe(self, card, amount=10, **fields):
        answer = self.spend.post("/_mock/spend/transactions", json={"cardId": card["uuid"], "amount": amount, **fields})
        assert answer.status_code == 200, answer.text
        return answer.json

    def steer(self, row, action, **fields):
        answer = self.spend.post(f"/_mock/spend/transactions/{row['uuid']}/{action}", json=fields)
        assert answer.status_code == 200, answer.text
        return answer.json

    def read(self, row, kind="transactions"):
        return self.spend.get(f"/v3/spend/{kind}/{row['uuid']}").json

    def all(self, query=""):
        answer = self.spend.get(f"/v3/spend/transactions?{query}")
        assert answer.status_code == 200, answer.text
        return answer.json["results"]

    def spent(self, budget):
        """What is cleared, pending and both of a budget's current period."""
        spent = self.read(budget, "budgets")["currentPeriod"]["spent"]
        return spent["cleared"], spent["pending"], spent["total"]

    def of_card(self, card):
        return self.read(card, "cards")["currentPeriod"]["spent"]

    def of_member(self, budget, user):
        return self.spend.get(f"/v3/spend/budgets/{budget['uuid']}/members/{user['uuid']}").json["spent"]


@pytest.fixture
def shop(spend, admin, make_budget):
    return Shop(spend, admin, make_budget)


@pytest.fixture
def budget(make_budget):
    """A monthly budget of 750 US dollars, 600 from the next month on."""
    return make_budget()


@pytest.fixture
def card(shop, budget):
    """An active card of 100 US dollars on the budget, of the ADMIN who owns it."""
    return shop.card(budget)
