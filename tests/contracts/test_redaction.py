"""No secret and nothing of anybody enters a recording; what the contracts rest on stays."""

import json
import re
from functools import partial
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from billclient import Client, from_env
from billcontracts.recorded.pseudonyms import Pseudonyms, relay
from billcontracts.recorded.recording import Head, Recording, Scope
from billcontracts.recorded.redaction import Leak, Redactor, Taken
from billcontracts.recorded.tape import is_bill
from billcontracts.shapes import ID, UUID

from tests.contracts.posing import Answer, Posing, posing
from tests.contracts.recordings import recorded

PERSONAL = """
from billcontracts import contract
from billcontracts.factories import unique

@contract("AP-VEND-001", "All that is there is read.", "D", "docs/ap-vendors")
def test_read(bill, make):
    make.invoice()
    for kind in ("vendors", "customers", "users", "banks", "bills", "roles", "employees"):
        for row in getattr(bill, kind).iterate():
            if kind not in ("roles", "banks"):
                getattr(bill, kind).get(row["id"])
    bill.session.info()
    bill.mfa.phones()
    for organization in bill.session.organizations().results:
        bill.organizations.get(organization["organization"]["id"])

@contract("AP-VEND-002", "What is there is asked for.", "D", "docs/ap-vendors")
def test_ask(bill):
    for row in bill.vendors.iterate():
        if row.get("email"):
            name = row["name"]
            bill.vendors.list(filters=f'name:eq:"{name}"')
            bill.vendors.list(filters=f'name:sw:"{name[:12]}",id:in:"{row["id"]}"')
            bill.raw("GET", f'/v3/vendors?filters=email:eq:"{row["email"]}"')
            bill.raw("GET", f"/v3/vendors/{name}")
            bill.raw("POST", "/v3/vendors", json={"name": name, "address": row["address"], "nonsense": row["phone"]})

@contract("AP-VEND-003", "Whoever spends is read.", "D", "docs/x")
def test_spend(spend):
    for kind in ("users", "budgets", "cards", "transactions"):
        getattr(spend.spend, kind).list()
"""
VENDOR = {
    "name": "Office Supplies of Wilhelmina Vandersteen", "email": "wilhelmina@vandersteen.example", "phone": "6175550142",
    "accountNumber": "VDS-77123-Q", "nameOnCheck": "Vandersteen & Zoon BV",
    "address": {
        "line1": "77 Prinsengracht", "line2": "Suite 9 west", "city": "Poughkeepsie", "stateOrProvince": "NY", "zipOrPostalCode": "12601-7742", "country": "US",
    },
}  # fmt: skip
CUSTOMER = {"name": "Thaddeus Okonkwo-Ruiz", "email": "thad@okonkwo.example", "phone": "6465550177"}
EMPLOYEE = {"firstName": "Bartholomew", "lastName": "Quigglesworth"}
USER = {"firstName": "Persephone", "lastName": "Abernathy", "email": "persephone@abernathy.example"}
DUE = 48213.77


def company(where: Posing) -> list[str]:
    """Give the posing mock a past; answers all the texts of it that nobody may read."""
    gateway, credentials = from_env(where.environ)
    with Client(*credentials, gateway=gateway) as bill:
        vendor = bill.vendors.create(VENDOR)
        made = [vendor, bill.customers.create(CUSTOMER), bill.employees.create(EMPLOYEE)]
        role = next(row["id"] for row in bill.roles.iterate() if row["type"] == "CLERK")
        made.append(bill.users.create({**USER, "roleId": role, "acceptTermsOfService": True}))
        lines = [{"amount": DUE, "description": "Confidential retainer for Abernathy"}]
        invoice = {"invoiceNumber": "VANDERSTEEN-0042", "invoiceDate": "2026-01-05"}
        made.append(bill.bills.create({
            "vendorId": vendor["id"], "dueDate": "2031-02-03", "invoice": invoice, "billLineItems": lines,
        }))  # fmt: skip
        made += [*bill.users.iterate(), *bill.banks.iterate(), *bill.roles.iterate()]
        made.append({name: value for name, value in bill.session.info().items() if name.endswith("Id")})
    where.pose.asked.clear()
    return sorted({text for text in texts(made) if telling(text)})


def note_session(answer: Answer, seen: list[str]) -> None:
    """Changes nothing."""
    seen.append(answer.body["sessionId"])


def texts(told: Any) -> list[str]:
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [told] if isinstance(told, str) else [text for one in inner for text in texts(one)]


def telling(text: str) -> bool:
    """Whether a text tells of anybody: no word of BILL's, no date, nothing that the kit itself sends."""
    return not re.fullmatch(r"[A-Z_]+|\d{4}-\d\d-\d\d.*|0+|United States|", text) or text == "NY"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Posing, list[str], Recording, str]:
    """A recording of a company with a past: whose it is, what must not be in it, what is in it."""
    from tests.contracts.conftest import runner

    folder = tmp_path_factory.mktemp("personal")
    file = folder / "it.jsonl"
    with posing({"login": partial(note_session, seen=[])}) as where:
        forbidden = company(where)
        recording = recorded(runner(folder), where, file, PERSONAL)
    ended = {one.contract: one.outcome for one in recording.scopes.values() if one.contract}
    assert set(ended.values()) == {"passed"}, ended
    return where, forbidden, recording, file.read_text()


def test_no_credential_stands_in_a_recording(told: Any) -> None:
    where, _, _, text = told
    secrets = {name: value for name, value in where.environ.items() if name not in ("BILL_GATEWAY", "BILL_DEVICE")}
    secrets = {name: value for name, value in secrets.items() if not name.endswith("_URL")}
    assert len(secrets) >= 9
    for name, value in secrets.items():
        assert value not in text and value not in unquote(text), name


def test_no_session_stands_in_a_recording(told: Any) -> None:
    real, _, recording, text = told[0].pose.alter["login"].keywords["seen"], *told[1:]
    sessions = [one.signed["sessionid"] for one in recording.exchanges if "sessionid" in one.signed]
    given = [one.answer["sessionId"] for one in recording.exchanges if one.path.endswith("/login")]
    assert sessions and set(sessions) <= set(given)  # the same session has the same name
    assert real and not [one for one in real if one in text]


def test_nothing_of_anybody_stands_in_a_recording(told: Any) -> None:
    _, forbidden, recording, text = told
    assert len(forbidden) > 50
    assert set(forbidden) & set(texts([vars(one) for one in recording.exchanges])) == set()
    assert [one for one in forbidden if len(one) > 5 and (json.dumps(one)[1:-1] in text or one in unquote(text))] == []
    assert [word for word in ("Wilhelmina", "Vandersteen", "Quigglesworth", "Prinsengracht", "Abernathy") if word.lower() in unquote(text).lower()] == []  # fmt: skip
    assert str(DUE) not in text


def test_the_forms_stay(told: Any) -> None:
    _, _, recording, _ = told
    rows = [
        row
        for one in recording.exchanges
        if one.method == "GET" and one.path.startswith("/connect/v3/vendors?") or one.path == "/connect/v3/vendors"
        for row in (one.answer.get("results", ()) if isinstance(one.answer, dict) else ())
    ]
    theirs = next(row for row in rows if row.get("phone"))
    assert ID.fullmatch(theirs["id"]) and theirs["id"].startswith("009")
    assert re.fullmatch(r"[a-z]+@example\.com", theirs["email"])
    assert re.fullmatch(r"\d{10}", theirs["phone"])
    assert re.fullmatch(r"\d\d [A-Z][a-z]{12}", theirs["address"]["line1"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*", theirs["createdTime"])
    assert theirs["networkStatus"] == "NOT_CONNECTED"


def test_what_the_run_made_stays_as_it_is(told: Any) -> None:
    _, _, recording, _ = told
    made = next(one for one in recording.exchanges if one.method == "POST" and one.path == "/connect/v3/vendors")
    assert made.sent["name"].startswith("Heron ")
    assert made.answer["name"] == made.sent["name"]
    assert made.answer["address"]["line1"] == "410 Wabash Court"
    bill = next(one for one in recording.exchanges if one.method == "GET" and "/bills/" in one.path)
    assert bill.answer["vendorId"] == made.answer["id"]
    assert bill.answer["dueAmount"] == 100.0


# One exchange at a time


def taken(method: str, path: str, sent: Any, answer: Any, status: int = 200, **headers: str) -> Taken:
    request = httpx.Request(method, f"https://bill.test{path}", json=sent, headers=headers)
    return Taken("a/b::c", 0.0, request, httpx.Response(status, json=answer, request=request))


SECRETS = {"BILL_PASSWORD": "correct horse", "BILL_DEV_KEY": "dk-1234567", "BILL_DEVICE": "Persephone's laptop"}


def test_a_secret_is_replaced_wherever_it_stands() -> None:
    redactor = Redactor(SECRETS, set())
    one = redactor.exchange(
        taken("POST", "/connect/v3/login?x=dk-1234567", {"password": "correct horse!", "d": "Persephone's laptop"}, {})
    )
    assert one.sent["password"] == redactor.stand_ins["BILL_PASSWORD"] + "!"
    assert one.path == f"/connect/v3/login?x={redactor.stand_ins['BILL_DEV_KEY']}"
    assert one.sent["d"] == redactor.stand_ins["BILL_DEVICE"] != "Persephone's laptop"


def test_a_recording_with_a_secret_in_it_is_not_written() -> None:
    redactor = Redactor(SECRETS, set())
    one = redactor.exchange(taken("GET", "/connect/v3/x", None, {}))
    one.answer = {"told": "your key dk-1234567 is fine"}
    scopes = {"a/b::c": Scope("a/b::c", 0)}
    with pytest.raises(Leak, match="BILL_DEV_KEY") as leak:
        redactor.check(Recording(Head("sandbox", "2026-03-02T17:00:00+00:00", "", ""), scopes, [one]))
    assert "dk-1234567" not in str(leak.value)


def test_what_bill_says_stays_but_for_whom_it_says_it_of() -> None:
    message = "No data found for object with given ID. The user Persephone Abernathy at +1 617 555 01429 of 00901QWKTRYUMOPLKa1b."
    entry = {"code": "BDC_1205", "severity": "ERROR", "category": "DOWNSTREAM", "message": message}
    one = Redactor({}, set()).exchange(taken("GET", "/connect/v3/vendors/00901QWKTRYUMOPLKa1c", None, [entry], 404))
    (told,) = one.answer
    assert {name: told[name] for name in ("code", "severity", "category")} == {
        name: entry[name] for name in ("code", "severity", "category")
    }
    assert told["message"].startswith("No data found for object with given ID. The user ")
    for gone in ("Persephone", "Abernathy", "617 555", "00901QWKTRYUMOPLKa1b"):
        assert gone not in told["message"]
    assert "00901QWKTRYUMOPLKa1c" in one.path  # the kit's own


def test_a_value_that_was_received_is_replaced_when_it_is_sent() -> None:
    redactor = Redactor({}, set())
    row = {"id": "00901QWKTRYUMOPLKa1b", "name": "Quigglesworth", "nextPage": "c3VyZQ==xyz"}
    first = redactor.exchange(taken("GET", "/connect/v3/vendors", None, {"results": [row]}))
    (told,) = first.answer["results"]
    again = redactor.exchange(
        taken("GET", f'/connect/v3/vendors/{row["id"]}?filters=name:eq:"Quigglesworth"&x=mine', {"id": row["id"]}, {})
    )
    assert again.sent == {"id": told["id"]}
    assert again.path.startswith(f"/connect/v3/vendors/{told['id']}?")
    assert f'"{told["name"]}"' in unquote(again.path) and again.path.endswith("x=mine")


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("00901QWKTRYUMOPLKa1b", ID),
        ("usr_5bsi1b6lql48fa3ug3nlml52qc", UUID),
        ("0b3b2f6a-3c7b-4f0e-8d34-0c9e6a0f9d11", re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-.{12}")),
        ("ida.kit@bank.example", re.compile(r"[a-z]+\.[a-z]+@example\.com")),
        ("https://files.bill.test/secret?sig=abc", re.compile(r"https://files\.example\.com/[a-z]{16}")),
        ("******6621", re.compile(r"\*{6}\d{4}")),
        ("+1 (419) 555-0100", re.compile(r"\+\d \(\d{3}\) \d{3}-\d{4}")),
        ("Zoë Ångström", re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{7}")),
    ],
)
def test_a_pseudonym_has_the_form_of_what_it_stands_for(value: str, form: re.Pattern[str]) -> None:
    names = Pseudonyms()
    assert form.fullmatch(names.of(value)), names.of(value)
    assert names.of(value) != value
    assert names.of(value) == names.of(value)


def test_no_two_share_a_pseudonym() -> None:
    names = Pseudonyms()
    values = [f"{number:02}x" for number in range(100)] + list("abcdefghijklmnopqrstuvwxyz")
    assert len({names.of(value) for value in values}) == len(values)


def test_the_ids_of_one_kind_keep_their_order() -> None:
    names, ids = Pseudonyms(), [f"00901{letter * 10}0000{n}" for n, letter in enumerate("QAZMB")]
    names.in_order(ids)
    assert sorted(ids) == sorted(ids, key=names.of)


def test_an_older_id_of_spend_says_of_what_it_is() -> None:
    assert relay(Pseudonyms().of("Q2FyZDo0MDAwMTI=")).startswith("Card:")


def test_which_hosts_are_bills() -> None:
    assert is_bill("https://gateway.stage.bill.com") and is_bill("https://gateway.prod.bill.com")
    assert not is_bill("http://127.0.0.1:8585") and not is_bill("https://bill.com.evil.test")
