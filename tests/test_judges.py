"""Independent judges: clients and checkers written by others meet the simulator."""

import uuid

import httpx
import pytest
import schemathesis
from authlib.integrations.httpx_client import OAuth2Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)  # fmt: skip

from mockbill.gateway.limits import Limits


@pytest.fixture
def transport(api, world):
    return httpx.WSGITransport(app=api.simulation.app(world))


def test_authlib_gets_a_token_and_uses_it(api, transport):
    client = OAuth2Client(
        api.credentials["clientId"],
        api.credentials["clientSecret"],
        token_endpoint="http://mock.test/authx/token",
        token_endpoint_auth_method="client_secret_post",
        transport=transport,
    )
    token = client.fetch_token(grant_type="client_credentials")
    assert token["token_type"] == "Bearer" and token["expires_in"] == 3600
    assert client.get("http://mock.test/connect/v3/vendors").json() == {"results": []}


def test_authlib_is_told_what_is_wrong_in_the_words_of_rfc_6749(api, transport):
    client = OAuth2Client(
        api.credentials["clientId"], "wrong", token_endpoint="http://mock.test/authx/token",
        token_endpoint_auth_method="client_secret_post", transport=transport,
    )  # fmt: skip
    with pytest.raises(Exception, match="invalid_client"):
        client.fetch_token(grant_type="client_credentials")


@pytest.fixture
def described(api, world):
    """The simulator as its own OpenAPI document describes it, met by a caller with every credential."""
    world.part(Limits).enabled = False
    api.trust()
    return schemathesis.openapi.from_wsgi("/_mock/openapi.json", api.simulation.app(world))


CHECKS = (not_a_server_error, status_code_conformance, response_schema_conformance, content_type_conformance)
FEW = settings(
    max_examples=4, database=None, derandomize=True, phases=[Phase.generate], deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def judge(api, operation):
    """Let schemathesis call one operation a few times and compare the answers with the document."""
    credentials = {"apiToken": api.credentials["apiToken"]} if "/spend/" in operation.path else dict(api.headers)
    if "/partner/" in operation.path:
        credentials = dict(api.partner(api.credentials["organizationId"]).headers)

    @FEW
    @given(case=operation.as_strategy())
    def check(case):
        if "/connect-events/" in operation.path:
            credentials["X-Idempotent-Key"] = str(uuid.uuid4())
        case.call_and_validate(headers=credentials, checks=CHECKS)

    check()


def test_schemathesis_finds_no_answer_that_the_document_does_not_allow(api, described):
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) >= 80
    for operation in operations:
        if not operation.path.endswith("/logout"):
            judge(api, operation)
