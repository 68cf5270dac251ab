"""Probes find out what a target does, and the mock that is started with their choices does the same."""

import json

import httpx
import pytest
from billcontracts.asking import NotAsked, asking
from billcontracts.probe import Seen, probe, put, settled, whole
from billcontracts.questions import PROBES
from billcontracts.questions.rows import filled
from billcontracts.run import probe as ask
from billcontracts.targets import Target

from mockbill.sockets import SocketServer
from mockbill.world.choices import CHOICES
from tests.contracts.posing import posing

SETTLING = [one for one in PROBES if one.choice]


LASTING = (
    "vendor", "bill", "vendor_credit", "customer", "invoice", "credit_memo", "payment", "bank_account", "user",
    "subscription", "bill_approval_policy", "budget", "card", "spend_user", "reimbursement", "custom_field",
)  # fmt: skip
GONE = ("CANCELLED", "VOID", "DELETED")


def living(world):
    """The ids of what is neither archived nor otherwise taken away."""
    rows = [row for kind in LASTING for row in world.store.find(kind)]
    over = [row["id"] for row in rows if row.get("archived") or row.get("retired") or row.get("status") in GONE]
    return {row["id"] for row in rows} - set(over)


def values_of(name):
    choice = CHOICES[name]
    return choice.values or ((True, False) if isinstance(choice.default, bool) else (choice.default,))


@pytest.fixture
def target(simulation):
    server = SocketServer(simulation.app())
    with httpx.Client(timeout=60) as http:
        yield Target("altered", server.url, http, mock=True)
    server.close()


def test_each_has_an_id_of_its_own_and_names_a_choice_that_there_is():
    assert len({one.id for one in PROBES}) == len(PROBES)
    assert all(one.source.startswith(("docs/", "reference/", "changelog/", "observed")) for one in PROBES)
    assert {one.choice for one in SETTLING} <= set(CHOICES)
    assert len({one.choice for one in SETTLING}) == len(SETTLING)


@pytest.mark.parametrize("turn", range(max(len(values_of(one.choice)) for one in SETTLING)))
def test_whatever_a_target_was_made_to_do_is_found(target, turn):
    altered = {one.choice: values_of(one.choice)[turn % len(values_of(one.choice))] for one in SETTLING}
    answers = list(put(SETTLING, target.strict_world(**altered)))
    assert [answer.line for answer in answers if answer.missing] == []
    assert settled(answers) == altered


def test_every_probe_can_be_asked_of_a_mock(target):
    answers = list(put(PROBES, target.strict_world()))
    assert [answer.line for answer in answers if not answer.seen or "something else" in answer.seen.told] == []


def test_a_live_target_is_left_as_it_was(monkeypatch, capsys):
    """Only money that was recorded as received stays, which BILL takes back for nobody, and it is told."""
    with posing() as where:
        for name, value in where.environ.items():
            monkeypatch.setenv(name, value)
        before = living(where.world)
        assert ask(where.url) == 0
        assert living(where.world) == before
    out = capsys.readouterr().out
    left = [line for line in out.splitlines() if line.startswith("left behind")]
    assert len(left) == 1 and left[0].startswith("left behind: /connect/v3/invoices/record-payment/")
    assert "something else" not in out and "would touch" not in out


def test_an_answer_is_told_without_what_is_in_it():
    """A report of the probes holds no key, token or id of what was answered."""
    refusal = [{"code": "BDC_1109", "category": "DOWNSTREAM", "message": "Session is invalid."}]
    page = {"sessionId": "0K8q", "trusted": False, "status": "FROZEN", "rows": [1, 2], "note": None, "of": {"a": 1}}
    assert whole(httpx.Response(401, json=refusal)) == "401 BDC_1109 DOWNSTREAM: Session is invalid."
    assert whole(httpx.Response(200, json=page)) == (
        "200 {sessionId: str, trusted: False, status: FROZEN, rows: [2], note: None, of: {…}}"
    )
    assert whole(httpx.Response(200)) == "200 (empty)"
    assert whole(httpx.Response(502, html="<h1>Bad gateway</h1>")) == "502 <h1>Bad gateway</h1>"


def test_a_row_names_what_is_made_for_it(target):
    """What rows share is made once; the rest is another each time."""
    with asking(target.strict_world()) as asker:
        said = filled(asker, {"vendor": ["{vendor}", "{a vendor}"], "text": "of {vendor}", "amount": 1})
        (shared, fresh), text = said["vendor"], said["text"]
        assert text == f"of {shared}" and fresh != shared and said["amount"] == 1
        assert filled(asker, "{vendor}") == shared != filled(asker, "{a vendor}") != fresh
        assert filled(asker, "{address}")["country"] == "US"


def test_what_cannot_be_asked_says_why_and_what_breaks_is_an_answer(target):
    def lacking(asking):
        raise NotAsked("needs a phone")

    def breaking(asking):
        raise httpx.ReadError("cut")

    probes = [probe(id, "?", "s", "bulk.status")(work) for id, work in (("A", lacking), ("B", breaking))]
    first, second = put(probes, target.strict_world())
    assert first.plain["notAsked"] == "needs a phone" and "not asked: needs a phone" in first.line
    assert second.plain["seen"] == "something else: cut" and "value" not in second.plain
    assert settled([first, second]) == {}


def test_a_status_that_no_choice_knows_settles_nothing():
    assert Seen("418", 418, settles=False).settles is False


def test_choices_are_written_and_read_back(tmp_path, monkeypatch, capsys):
    """A mock asked and a mock started with what was learnt are one."""
    seen, choices = tmp_path / "seen.json", tmp_path / "choices.json"
    assert ask("mock", seen, choices) == 0
    assert len(json.loads(seen.read_text())) == len(PROBES)
    learnt = json.loads(choices.read_text())
    assert learnt == {one.choice: CHOICES[one.choice].default for one in SETTLING}
    assert "P-VAL-1" in capsys.readouterr().out


def test_a_target_without_credentials_is_not_asked(monkeypatch, capsys):
    for name in ("BILL_USERNAME", "BILL_CLIENT_ID", "BILL_API_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert ask("sandbox") == 2
    assert "needs credentials" in capsys.readouterr().err
