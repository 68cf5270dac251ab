"""A recording is held against a mock: what it does otherwise is found, what cannot be asked is told, and nothing is passed by."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from billcontracts import run
from billcontracts.recorded.comparing import pairs, says_the_same
from billcontracts.recorded.counterparts import Counterparts, NotReplayable
from billcontracts.recorded.recording import Recorded, Recording, read
from billcontracts.targets import serving

from tests.contracts.posing import posing
from tests.contracts.recordings import recorded
from tests.contracts.test_drift import ALTERED, CONTRACTS, WANTED

KEPT = Path(__file__).parents[2] / "fixtures" / "recordings"


@pytest.fixture(scope="module")
def mock() -> Any:
    """A mock that all replays of this file share; each has a world of its own."""
    with serving() as url:
        yield url


@pytest.fixture
def replay(mock: str, tmp_path: Path) -> Any:
    """Holds a recording against the mock: answers the exit code and the report."""

    def hold(file: Path) -> tuple[int, dict[str, Any]]:
        report = tmp_path / "replayed.json"
        code = run(target=mock, replay=file, json=report, html=tmp_path / "r.html", junit=tmp_path / "r.xml")
        return code, json.loads(report.read_text())

    return hold


def found(report: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(one["operation"], one["at"], one["kind"]) for one in report["drift"]}


@pytest.mark.parametrize("file", sorted(KEPT.glob("*.jsonl")), ids=lambda file: file.stem)
def test_the_mock_does_as_was_recorded(file: Path, replay: Any) -> None:
    """Every recording that is kept, of whatever target."""
    code, report = replay(file)
    assert found(report) == set()
    assert code == 0
    assert report["calls"] > 0


def test_what_is_kept_is_honest_and_small() -> None:
    """What was made of a mock says so; no credential of ours is in any."""
    names = {file.name for file in KEPT.iterdir()}
    assert "posing-mock.jsonl" in names and all(name.endswith(".jsonl") for name in names)
    for file in KEPT.iterdir():
        head = read(file).head
        assert head.target == "sandbox" or "no evidence about BILL" in head.about
        assert file.stat().st_size < 2_000_000
        assert "@mockbill.test" not in file.read_text() and "mockbill-" not in file.read_text()
    assert (KEPT / "posing-mock.jsonl").stat().st_size < 300_000


def test_a_mock_does_as_it_did(session: Path, replay: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = replay(session)
    assert (code, report["drift"], report["problems"]) == (0, [], [])
    assert report["calls"] == len(read(session).exchanges)
    outcomes = {entry["id"]: entry["outcome"] for entry in report["contracts"]}
    assert outcomes.pop("AP-VEND-004") == "skipped"
    assert set(outcomes.values()) == {"passed", "skipped"}
    assert "createvendor" in {name for name, told in report["operations"].items() if told["covered"]}
    assert "no evidence about BILL" in capsys.readouterr().out


def test_every_alteration_of_the_target_is_found(run_contracts: Any, tmp_path: Path, replay: Any) -> None:
    """The target differed from the mock when it was recorded; see `test_drift` for what in."""
    file = tmp_path / "altered.jsonl"
    with posing(ALTERED) as where:
        recorded(run_contracts, where, file, CONTRACTS)
    code, report = replay(file)
    assert code == 1
    assert found(report) == WANTED | {("listmfaphones", "answer", "status")}  # the mock answers 200
    shown = next(one for one in report["drift"] if one["at"] == "answer.archived")
    assert "AP-VEND-001" in shown["contracts"] and '"archived": "false"' in shown["answer"]
    assert "drifted" in (tmp_path / "r.html").read_text()
    assert "<failure" in (tmp_path / "r.xml").read_text()


def of(method: str, end: str) -> Callable[[Recorded], bool]:
    return lambda one: one.method == method and one.path.partition("?")[0].endswith(end)


@pytest.mark.parametrize(
    ("which", "change", "wanted"),
    [
        (of("POST", "/customers"), lambda one: one.answer.pop("email"), ("createcustomer", "answer.email", "missing")),
        (of("POST", "/customers"), lambda one: one.answer.update(phone="1"), ("createcustomer", "answer.phone", "extra")),
        (of("POST", "/vendors"), lambda one: one.answer.update(archived=True), ("createvendor", "answer.archived", "enum")),
        (of("POST", "/bills"), lambda one: one.answer.update(paymentStatus="PAID"), ("createbill", "answer.paymentStatus", "enum")),
        (of("POST", "/bills"), lambda one: one.answer.update(vendorId=7), ("createbill", "answer.vendorId", "type")),
        (of("POST", "/vendors"), lambda one: setattr(one, "status", 200), ("createvendor", "answer", "status")),
        (of("GET", "/customers"), lambda one: one.answer[0].update(message="No such filter was found."), ("listcustomers", "refusal BDC_1130", "text")),
        (of("GET", "CUSTOMER0"), lambda one: one.answer[0].update(code="BDC_1206"), ("getcustomer", "refusal BDC_1205", "code")),
        (of("GET", "CUSTOMER0"), lambda one: one.answer.append(one.answer[0]), ("getcustomer", "refusal BDC_1205", "code")),
        (of("GET", "/bills"), lambda one: one.answer["results"][0].pop("dueDate"), ("listbills", "answer.results[].dueDate", "missing")),
        (of("GET", "/phones"), lambda one: one.headers.update({"content-type": "text/html"}), ("listmfaphones", "content-type", "header")),
    ],
)  # fmt: skip
def test_one_thing_otherwise_is_found(
    session: Path,
    replay: Any,
    which: Callable[[Recorded], bool],
    change: Callable[[Recorded], Any],
    wanted: tuple[str, str, str],
) -> None:
    recording = read(session)
    change(next(one for one in recording.exchanges if which(one)))
    recording.write(session)
    code, report = replay(session)
    assert code == 1
    assert wanted in found(report)
    assert len(report["drift"]) <= 2


def test_what_the_world_lacks_is_told(session: Path, replay: Any) -> None:
    """An object of the company that no answer of the mock has a counterpart of, and all that rests on it."""
    recording = read(session)
    users = next(one for one in recording.exchanges if one.path.endswith("/users"))
    strange = {**users.answer["results"][0], "id": "00699STRANGERXYZAB12"}
    users.answer["results"] = [strange] * 40 + users.answer["results"]
    again = Recorded(**{**vars(users), "path": f"{users.path}/00699STRANGERXYZAB12", "answer": strange})
    strange["id"] = "00699STRANGERXYZAB12"
    users.answer["results"] = [{**strange, "id": f"00699STRANGERXYZAB{n}"} for n in range(10, 60)]
    recording.exchanges.insert(recording.exchanges.index(users) + 1, again)
    again.path = f"{users.path}/00699STRANGERXYZAB59"
    recording.write(session)
    code, report = replay(session)
    told = next(entry for entry in report["contracts"] if entry["id"] == "AP-VEND-006")
    assert told["outcome"] == "skipped"
    assert "has no counterpart of" in told["reason"]
    assert "00699STRANGERXYZAB59" in told["request"]
    assert code == 0  # the others were held to what was recorded


def test_a_replay_that_compares_nothing_fails(session: Path, replay: Any) -> None:
    recording = read(session)
    Recording(recording.head, recording.scopes, []).write(session)
    code, report = replay(session)
    assert code == 1
    assert report["problems"] == ["no call reached the target, so nothing was shown"]


def test_a_target_at_its_limit_is_not_held_against_the_mock(session: Path, replay: Any) -> None:
    recording = read(session)
    one = next(one for one in recording.exchanges if of("GET", "/phones")(one))
    entry = {
        "timestamp": "2026-03-02T17:00:00.000+00:00", "code": "BDC_1144", "severity": "ERROR", "category": "DOWNSTREAM",
        "message": "Max number of allowed requests per hour reached: 20000.",
    }  # fmt: skip
    one.status, one.answer = 422, [entry]
    recording.write(session)
    code, report = replay(session)
    told = next(entry for entry in report["contracts"] if entry["id"] == "AP-VEND-006")
    assert (code, told["outcome"], told["reason"]) == (0, "skipped", "the target was at a limit just then")


def test_what_was_refused_because_of_others_in_flight_is_not_held_against_it(session: Path, replay: Any) -> None:
    """The calls are made again one by one."""
    recording = read(session)
    recording.exchanges = [one for one in recording.exchanges if not one.scope.endswith("(tidying)")]
    one = next(one for one in recording.exchanges if "test_at_once" in one.scope)
    one.status, one.together = 429, True
    one.answer = [{"timestamp": "2026-03-02T17:00:00.000+00:00", "code": "BDC_1000", "severity": "ERROR", "category": "REQUEST", "message": "Busy."}]  # fmt: skip
    recording.write(session)
    code, report = replay(session)
    told = next(entry for entry in report["contracts"] if entry["id"] == "AP-VEND-007")
    assert (code, told["outcome"]) == (0, "skipped")
    assert told["reason"].startswith("was refused while other calls were in flight")
    one.together = False
    recording.write(session)
    assert replay(session)[1]["drift"]


def test_only_a_mock_is_held_to_a_recording(
    session: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    with posing() as where:
        for name, value in where.environ.items():
            monkeypatch.setenv(name, value)
        assert run(target=where.url, replay=session) == 2
        assert [place for _, place in where.pose.asked] == ["/_mock/info"]
    assert "is no mock: a recording is replayed against one" in capsys.readouterr().err


def test_the_same_place_of_two_answers_is_the_same_thing() -> None:
    names = Counterparts({})
    there = {"id": "00901AAAAAAAAAAAAAA1", "roles": [{"id": "0po01AAAAAAAAAAAAAA1", "type": "CLERK"}, {"id": "0po01AAAAAAAAAAAAAA2", "type": "PAYER"}]}  # fmt: skip
    here = {"id": "00901BBBBBBBBBBBBBB1", "roles": [{"id": "0po01BBBBBBBBBBBBBB9", "type": "PAYER"}, {"id": "0po01BBBBBBBBBBBBBB8", "type": "CLERK"}]}  # fmt: skip
    names.learn(there, here)
    names.receive(there)
    assert names.text("00901AAAAAAAAAAAAAA1") == "00901BBBBBBBBBBBBBB1"
    assert names.text("0po01AAAAAAAAAAAAAA1") == "0po01BBBBBBBBBBBBBB8"
    assert names.text("0po01NEVERSEENBEFOR1") == "0po01NEVERSEENBEFOR1"
    names.receive({"id": "00901CCCCCCCCCCCCCC1"})
    with pytest.raises(NotReplayable):
        names.text('id:in:"00901AAAAAAAAAAAAAA1,00901CCCCCCCCCCCCCC1"')
    path = Recorded(
        "s", 0, "GET", "/v3/vendors/00901AAAAAAAAAAAAAA1?filters=roleId%3Aeq%3A0po01AAAAAAAAAAAAAA1&max=2", 200
    )
    assert names.request(path)[0] == "/v3/vendors/00901BBBBBBBBBBBBBB1?filters=roleId%3Aeq%3A0po01BBBBBBBBBBBBBB8&max=2"


@pytest.mark.parametrize(
    ("code", "there", "here", "same"),
    [
        ("BDC_1205", "No data found for object with given ID.", "No data found for object with given ID.", True),
        ("BDC_1205", "No data found.", "No data found for object with given ID.", False),
        ("BDC_9999", "User Qwzx may not.", "User Hana may not.", True),
        ("BDC_9999", "User may not.", "User must not.", False),
    ],
)
def test_texts_are_the_same_but_for_whom_they_tell_of(code: str, there: str, here: str, same: bool) -> None:
    assert says_the_same(code, there, here) is same


def test_rows_belong_together_by_their_id() -> None:
    assert pairs([{"id": "1", "a": 1}, {"id": "2"}], [{"id": "3"}, {"id": "1", "a": 2}]) == [
        ({"id": "1", "a": 1}, {"id": "1", "a": 2})
    ]
    assert pairs([1, 2], [3, 4]) == [(1, 3), (2, 4)]
    assert pairs([1], []) == []


def test_a_recorded_answer_is_read_as_it_came() -> None:
    from billcontracts.recorded.player import response

    told = response(Recorded("s", 0, "GET", "/connect/v3/x", 503, answer={"text": "<h1>busy</h1>"}, kind="text"))
    assert (told.status_code, told.text) == (503, "<h1>busy</h1>")
    assert isinstance(told.request, httpx.Request) and told.request.url.path == "/connect/v3/x"
