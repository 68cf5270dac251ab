"""The health of the API."""

import mockbill


def test_anybody_may_ask(api):
    answer = api.http.get("/connect/v3/health")
    assert (answer.status_code, answer.json) == (
        200, {"appId": "mockbill", "appEnv": "mock", "appVersion": mockbill.__version__, "bdcRegion": "local"},
    )  # fmt: skip
