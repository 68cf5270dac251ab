"""The typed errors: which class, and what is kept of BILL's answer."""

import httpx
import pytest
from billclient import (
    APIError,
    BillError,
    BusinessRefusal,
    Forbidden,
    InvalidRequest,
    LoginRefused,
    NotFound,
    RateLimited,
    ServerError,
    SessionInvalid,
    TooManyConcurrent,
    TransportError,
    Untrusted,
    errors,
)


def answer(status: int, *codes: str | None) -> httpx.Response:
    return httpx.Response(
        status,
        json=[{"code": code, "message": f"m{n}"} for n, code in enumerate(codes)],
        request=httpx.Request("POST", "https://bill.test/connect/v3/payments?token=hush"),
    )


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, None, InvalidRequest),
        (400, "BDC_1102", LoginRefused),
        (401, "BDC_1101", LoginRefused),
        (401, "BDC_1109", SessionInvalid),
        (401, None, SessionInvalid),
        (403, "BDC_1361", Untrusted),
        (403, "BDC_1145", Forbidden),
        (404, "BDC_1205", NotFound),
        (409, None, BusinessRefusal),
        (418, None, APIError),
        (422, "BDC_1171", BusinessRefusal),
        (423, "BDC_1107", BusinessRefusal),
        (422, "BDC_1144", RateLimited),
        (429, "BDC_1144", RateLimited),
        (429, None, RateLimited),
        (422, "BDC_1322", TooManyConcurrent),
        (500, "BDC_1001", ServerError),
    ],
)
def test_the_code_decides_before_the_status(status: int, code: str | None, kind: type[APIError]) -> None:
    assert type(errors.of(answer(status, code))) is kind


def test_any_of_several_errors_decides() -> None:
    assert type(errors.of(answer(422, "BDC_1246", "BDC_1322"))) is TooManyConcurrent


def test_everything_bill_said_is_kept() -> None:
    body = {
        "timestamp": "2026-03-02T17:05:11.402+00:00",
        "code": "BDC_1152",
        "severity": "ERROR",
        "category": "DOWNSTREAM",
        "message": "Invalid Process Date : ${paramName0}.",
        "params": [{"name": "processDate", "value": "2026-01-01"}],
    }
    response = httpx.Response(422, json=[body, {**body, "code": "BDC_1246", "message": "other"}])
    error = errors.of(response)
    assert (error.status, error.code, error.codes) == (422, "BDC_1152", ["BDC_1152", "BDC_1246"])
    assert error.messages == ["Invalid Process Date : ${paramName0}.", "other"]
    first = error.errors[0]
    assert (first.severity, first.category, first.timestamp) == ("ERROR", "DOWNSTREAM", body["timestamp"])
    assert first.params == ({"name": "processDate", "value": "2026-01-01"},)
    assert error.response is response


def test_it_reads_as_one_line_without_the_query() -> None:
    text = str(errors.of(answer(403, "BDC_1361")))
    assert text == "403 BDC_1361 m0 (POST /connect/v3/payments)"


def test_an_html_page_is_a_server_error_with_its_first_words() -> None:
    error = errors.of(httpx.Response(502, text="<html>\n <h1>Bad gateway</h1></html>"))
    assert type(error) is ServerError
    assert error.code is None
    assert error.messages == ["not JSON: <html> <h1>Bad gateway</h1></html>"]


def test_an_empty_body_has_no_items() -> None:
    error = errors.of(httpx.Response(500))
    assert (error.errors, error.code) == ([], None)
    assert "empty body" in str(error)


def test_an_oauth_error_object() -> None:
    error = errors.of(httpx.Response(401, json={"error": "invalid_client", "error_description": "Unknown client."}))
    assert type(error) is LoginRefused
    assert (error.code, error.messages) == ("invalid_client", ["Unknown client."])
    assert type(errors.of(httpx.Response(400, json={"error": "unsupported_grant_type"}))) is InvalidRequest


def test_an_array_wrapped_in_an_object_is_read_too() -> None:
    assert errors.of(httpx.Response(422, json={"errors": [{"code": "BDC_1171", "message": "x"}]})).code == "BDC_1171"


@pytest.mark.parametrize("body", [[1, "x", None], "text", 5, None, {"a": 1}])
def test_json_of_another_shape_does_no_harm(body: object) -> None:
    assert errors.of(httpx.Response(422, json=body)).code is None


def test_an_object_without_a_message_is_told_as_it_is() -> None:
    error = errors.of(httpx.Response(501, json={"notSimulated": "voidPayment"}))
    assert error.messages == ['{"notSimulated": "voidPayment"}']


def test_the_tree() -> None:
    assert issubclass(Untrusted, Forbidden)
    assert issubclass(TransportError, BillError)
    assert not issubclass(TransportError, APIError)
