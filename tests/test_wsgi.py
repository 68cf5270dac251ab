"""From an environment to a request and from an answer to its bytes."""

import io
import logging
from dataclasses import replace

import pytest
from werkzeug.test import Client, EnvironBuilder

from mockbill.gateway.intake import MOST_BYTES
from mockbill.gateway.routing import Router
from mockbill.wsgi import Application, arguments, headers_of, pinned


def answered(app, **asked):
    """Status line, headers and body, as a server is given them."""
    told = []
    body = b"".join(app(EnvironBuilder(**asked).get_environ(), lambda *given: told.extend(given)))
    return told[0], told[1], body


def test_an_answer_tells_its_type_and_length_once(api, simulation, world):
    line, headers, body = answered(simulation.app(world), path="/connect/v3/vendors", headers=api.headers)
    assert line == "200 OK"
    assert [value for name, value in headers if name == "Content-Length"] == [str(len(body))]
    assert [value for name, value in headers if name == "Content-Type"] == ["application/json"]


def test_head_tells_the_length_of_what_it_does_not_send(api):
    answer = api.call("HEAD", "/v3/vendors")
    assert answer.data == b"" and answer.headers["Content-Length"] == str(len(api.get("/v3/vendors").data))


def test_an_answer_without_content_has_no_length(api):
    api.post("/_mock/faults", json={"code": "BDC_1109", "status": 204, "times": 1})
    answer = api.get("/v3/vendors")
    assert answer.status_code == 204 and answer.data == b"" and "Content-Length" not in answer.headers


def test_a_body_beyond_all_limits_is_refused_unread(simulation, world):
    body = io.BytesIO(b"{}")
    app = simulation.app(world)
    line, _, answer = answered(
        app,
        path="/connect/v3/vendors",
        method="POST",
        input_stream=body,
        environ_overrides={"CONTENT_LENGTH": str(MOST_BYTES + 1)},
    )
    assert line.startswith("413") and b"BDC_1122" in answer and body.tell() == 0


def test_our_own_fault_is_500_in_bills_shape_and_logged(simulation, world, caplog):
    def break_(call):
        raise ZeroDivisionError("on purpose")

    operations = [
        replace(operation, run=break_) if operation.path.endswith("/health") else operation
        for operation in simulation.router.operations
    ]
    app = pinned(Application(simulation.worlds, Router(operations)), world)
    with caplog.at_level(logging.ERROR):
        answer = Client(app).get("/connect-events/v3/health")
    assert answer.status_code == 500 and answer.json[0]["code"] == "BDC_1001"
    assert "on purpose" in caplog.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("a=1&b=&a=2", {"a": ["1", "2"], "b": [""]}),
        ("a=%C3%A9+x", {"a": ["é x"]}),
        ("a=\xff", {"a": ["�"]}),
        ("&&=", {"": [""]}),
    ],
)
def test_a_query_keeps_every_value_of_a_name(query, found):
    assert arguments(query) == found


def test_headers_are_known_by_their_names_in_lower_case():
    environ = {"HTTP_X_IDEMPOTENT_KEY": "k", "CONTENT_TYPE": "text/csv", "CONTENT_LENGTH": "3", "PATH_INFO": "/"}
    assert headers_of(environ) == {"x-idempotent-key": "k", "content-type": "text/csv"}
