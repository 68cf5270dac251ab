"""Answers for code in a browser."""

from werkzeug.test import Client

from mockbill.cors import cors
from mockbill.simulation import Simulation

PAGE = "http://localhost:3000"


def test_a_browser_may_read_and_send_what_it_asks_for(simulation: Simulation) -> None:
    http = Client(cors(simulation.app(), (PAGE,)))
    asked = {
        "Origin": PAGE,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "devkey, sessionid",
    }
    preflight = http.options("/connect/v3/vendors/1", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == PAGE
    assert "PATCH" in preflight.headers["Access-Control-Allow-Methods"]
    assert preflight.headers["Access-Control-Allow-Headers"] == "devkey, sessionid"
    refused = http.get("/connect/v3/vendors", headers={"Origin": PAGE})
    assert refused.status_code == 401 and refused.headers["Access-Control-Allow-Origin"] == PAGE


def test_other_pages_and_no_page_get_nothing_more(simulation: Simulation) -> None:
    http = Client(cors(simulation.app(), (PAGE,)))
    for headers in ({"Origin": "http://evil.test"}, {}):
        answer = http.get("/connect/v3/vendors", headers=headers)
        assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]
    assert http.options("/connect/v3/vendors").status_code == 405
    of_any = Client(cors(simulation.app(), ("*",))).get("/_mock/clock", headers={"Origin": "http://any.test"})
    assert of_any.headers["Access-Control-Allow-Origin"] == "http://any.test"
