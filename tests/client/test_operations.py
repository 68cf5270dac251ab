"""The client has every operation of the catalogue, and none that is not in it."""

import csv
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from billclient import Resource
from billclient.events import Webhooks
from billclient.ledger import Ledger
from billclient.partner import Partners
from billclient.spend import Spend

CATALOG = Path(__file__).parents[2] / "fixtures" / "catalog.tsv"
BASES = {"connect": "/connect", "events": "/connect-events"}

Operation = tuple[str, str]


def catalogue() -> set[Operation]:
    lines = [line for line in CATALOG.read_text().splitlines() if not line.startswith("#")]
    return {(row["method"], re.sub(r"{\w+}", "{}", row["path"])) for row in csv.DictReader(lines, delimiter="\t")}


def declared() -> set[Operation]:
    return {
        (method, BASES[resource.service] + path)
        for part in (Ledger, Spend, Partners, Webhooks)
        for resource in vars(part).values()
        if isinstance(resource, Resource)
        for _, method, path in resource.operations()
    }


@pytest.fixture
def called(bill, fake) -> set[Operation]:
    """What the methods that are no declaration ask for; every id is called ID."""
    answers: dict[str, Any] = {
        "/challenge": {"challengeId": "ID"},
        "/validate": {"rememberMeId": "r"},
        "/catalog": [],
        "-url": {"url": "https://storage.test/ID"},
    }

    def answer(request: httpx.Request) -> Any:
        return next((a for end, a in answers.items() if request.url.path.endswith(end)), {"results": []})

    fake.rest = answer
    bill.session.login()
    bill.session.info()
    bill.session.organizations()
    bill.session.logout()
    bill.mfa.setup("1")
    bill.mfa.setup_validate("s", "1")
    bill.mfa.phones()
    bill.mfa.challenge()
    bill.mfa.challenge_validate("c", "1")
    bill.mfa.step_up("r", "d")
    bill.partner.login()
    bill.partner.login_as_user({})
    bill.documents.list("ID")
    bill.documents.upload("ID", b"x", "x.pdf")
    bill.documents.status("ID")
    bill.documents.get("ID")
    for kind in ("vendors", "customers", "invoices"):
        bill.attachments.list(kind, "ID")
        bill.attachments.upload(kind, "ID", b"x", "x.pdf")
    bill.attachments.get("ID")
    bill.attachments.delete("ID")
    bill.webhooks.catalog()
    bill.webhooks.subscribe({})
    bill.webhooks.security_key("ID")
    bill.webhooks.test("ID")
    bill.webhooks.history("ID")
    bill.webhooks.resend("ID", "ID")
    bill.webhooks.health()
    bill.health()
    return {(r.method, r.url.path.replace("ID", "{}")) for r in [*fake.requests, *fake.logins]}


def test_the_whole_catalogue_and_nothing_else(called) -> None:
    # The token endpoint belongs to OAuthAuth, see test_auth.
    assert declared() | called == catalogue() - {("POST", "/authx/token")}


def test_no_operation_is_there_twice(called) -> None:
    assert not declared() & called


def test_every_declaration_names_known_verbs() -> None:
    for part in (Ledger, Spend, Partners, Webhooks):
        for name, resource in vars(part).items():
            if isinstance(resource, Resource):
                names = [operation for operation, _, _ in resource.operations()]
                assert names, name
                assert len(names) == len(set(names)), name
