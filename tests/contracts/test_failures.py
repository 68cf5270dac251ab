"""A failure tells title, request, answer, expectation and evidence, and no secret."""

import httpx
import pytest
from billclient import InvalidRequest
from billcontracts.exchanges import Watch
from billcontracts.failures import LONGEST, Exchange, Failure, redact
from billcontracts.refusals import CLIENT_ERROR, judge, refused

ERROR = {
    "timestamp": "2026-03-02T17:00:00.000+00:00",
    "code": "BDC_1205",
    "severity": "ERROR",
    "category": "DOWNSTREAM",
    "message": "No.",
}


def response(
    status: int, body: object, method: str = "GET", path: str = "/connect/v3/vendors/00901X"
) -> httpx.Response:
    return httpx.Response(status, json=body, request=httpx.Request(method, f"https://bill.test{path}"))


def test_a_failure_tells_everything() -> None:
    failure = Failure("wrong", Exchange("GET", "/x", "", 200, "{}"), expected="404", evidence="D reference/x")
    assert str(failure).splitlines() == [
        "wrong", "  request:  GET /x", "  answer:   200 {}", "  expected: 404", "  evidence: D reference/x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ['{"password":"s3cret"}', '{"securityKey": "s3cret"}', "grant=x&client_secret=s3cret", '{"sessionId":"s3cret"}'],
)
def test_secrets_are_not_told(text: str) -> None:
    assert "s3cret" not in redact(text)


def test_a_long_body_is_cut() -> None:
    assert len(redact("x" * 10_000)) < LONGEST + 50


def test_the_watch_keeps_what_is_as_documented() -> None:
    watch = Watch()
    watch.begin("PL-SESS-009")
    watch.response(httpx.Response(200, request=httpx.Request("POST", "https://bill.test/connect/v3/logout")))
    assert dict(watch.kept) == {"logout": {"PL-SESS-009"}}
    assert watch.calls == 1


def test_the_watch_fails_on_another_shape() -> None:
    watch = Watch()
    with pytest.raises(Failure, match="getvendor answers unlike its shape") as raised:
        watch.response(response(200, {"id": "x"}))
    assert "answer.name is missing" in raised.value.expected
    assert not watch.kept


def test_the_watch_fails_on_a_server_error_and_on_a_strange_refusal() -> None:
    with pytest.raises(Failure, match="the server failed"):
        Watch().response(response(500, [ERROR]))
    with pytest.raises(Failure, match="a refusal in another shape"):
        Watch().response(response(404, {"detail": "Not found"}))


def test_the_controls_of_a_mock_are_not_watched() -> None:
    watch = Watch()
    watch.response(response(200, {}, path="/_mock/info"))
    assert watch.calls == 0


def test_what_is_not_refused_is_a_failure() -> None:
    with pytest.raises(Failure, match="not refused"):
        with refused(404, "BDC_1205"):
            pass


@pytest.mark.parametrize(
    ("status", "code", "messages"), [(400, "BDC_1205", ()), (404, "BDC_1", ()), (404, "BDC_1205", ("Yes.",))]
)
def test_another_refusal_is_a_failure(status: int, code: str, messages: tuple[str, ...]) -> None:
    with pytest.raises(Failure, match="not the refusal that is known"):
        judge(response(404, [ERROR]), status, code, *messages)


@pytest.mark.parametrize(("status", "title"), [(502, "the server failed"), (404, "a refusal in another shape")])
def test_a_page_is_no_refusal(status: int, title: str) -> None:
    request = httpx.Request("GET", "https://bill.test/connect/v3/vendors")
    with pytest.raises(Failure, match=title):
        judge(httpx.Response(status, text="<h1>Sorry</h1>", request=request), CLIENT_ERROR)


def test_a_success_is_no_refusal() -> None:
    with pytest.raises(Failure):
        judge(response(200, {}), CLIENT_ERROR)


def test_the_refusal_that_is_known() -> None:
    with refused(400, "BDC_1205", "No.") as found:
        raise InvalidRequest(response(400, [ERROR]))
    assert found.codes == ["BDC_1205"]
