"""A company that a file tells of: what it holds, and how a file that cannot be is told."""

import json
import re
import shutil
from pathlib import Path

import pytest

from mockbill.cli import main
from mockbill.data import fixture
from mockbill.world.clock import FIXTURE_START

DOCUMENT = Path(__file__).parents[2] / "docs" / "seeds.md"


@pytest.fixture
def made(simulation, tmp_path):
    """Makes a world from what a file tells."""
    names = []

    def make(told, name="mine.yaml"):
        path = tmp_path / name
        path.write_text(told if isinstance(told, str) else json.dumps(told))
        world = simulation.worlds.create(seed=str(path))
        names.append(next(name for name, found in simulation.worlds.all() if found is world))
        return world

    yield make
    for name in names:
        simulation.worlds.remove(name)


@pytest.fixture
def example(tmp_path):
    """The company of the documentation, its file of a document beside it."""
    with fixture("documents", "invoice.pdf").open("rb") as source, (tmp_path / "m-1.pdf").open("wb") as copy:
        shutil.copyfileobj(source, copy)
    return re.search(r"```yaml\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)[1]


def test_the_company_of_the_documentation_is_as_it_tells(made, example):
    world = made(example)
    assert world.clock.iso() == FIXTURE_START
    (bill,), (payment,) = world.store.find("bill"), world.store.find("payment")
    assert (bill["invoice"]["invoiceDate"], bill["dueDate"], bill["paymentStatus"]) == (
        "2026-01-21",
        "2026-02-05",
        "PAID",
    )
    assert (payment["processDate"], payment["singleStatus"]) == ("2026-01-29", "CLEARED")
    assert len(world.store.find("document")) == 1
    (invoice,) = world.store.find("invoice")
    assert (invoice["status"], invoice["dueAmount"], invoice["dueDate"]) == ("PARTIAL_PAYMENT", 40, "2026-02-04")
    bought = {row["transactionType"]: row for row in world.store.find("spend_transaction")}
    assert bought["CLEAR"]["amount"] == 31.2 and bought["CLEAR"]["occurredTime"].startswith("2026-01-28T05:00")


def test_the_same_file_gives_the_same_world_in_json_too(simulation, made, example):
    import yaml

    own = frozenset({"credential", "meta", "session", "spend_transaction"})
    prints = [made(example).fingerprint(own)]
    simulation.worlds._templates.clear()
    prints.append(made(yaml.safe_load(example), "mine.json").fingerprint(own))
    assert prints[0] == prints[1]


def test_an_edited_file_is_read_anew(made):
    vendor = {"call": "createcustomer", "body": {"name": "A", "email": "a@a.example"}}
    assert len(made({"made": [vendor]}).store.find("customer")) == 1
    assert len(made({"made": [vendor, vendor]}).store.find("customer")) == 2


def test_without_days_all_is_made_now(made):
    world = made(
        {
            "made": [
                {"call": "createcustomer", "body": {"name": "A", "email": "a@a.example", "description": "on ${today}"}}
            ]
        }
    )
    (row,) = world.store.find("customer")
    assert row["createdTime"] >= FIXTURE_START and row["description"] == "on 2026-03-02"


BAD = {
    "made: [": "is no YAML",
    "[]": "it: Input should be",
    "made: [{call: createvendor, boddy: {}}]": "made.0.boddy: Extra inputs",
    "made: [{}]": "give one of call and mock",
    "made: [{call: listvendors, mock: POST /x}]": "give one of call and mock",
    "made: [{mock: POST /emails, query: {a: b}}]": "mock takes a body alone",
    "made: [{mock: swipe}]": "made.0.mock: String should match",
    "days: 5\nmade: [{day: 6, call: listvendors}]": "days go on from 0 to 5",
    "days: 5\nmade: [{day: 4, call: listvendors}, {day: 3, call: listvendors}]": "days go on",
    "made: [{call: makevendor}]": r"made.0 \(makevendor\): no operation",
    "made: [{call: partnerlogin, body: {}}]": "no operation",
    "made: [{call: listvendors}, {call: createvendor, body: {name: X}}]": r"made.1 \(createvendor\): None: address: must not be null",
    "made: [{call: getvendor, path: {vendorId: '${lake.id}'}}]": "there is no lake",
    "made: [{call: listvendors, as: all}, {call: getvendor, path: {vendorId: '${all.results.0.id}'}}]": "there is no 0",
    "made: [{call: getvendor}]": "path takes vendorId",
    "made: [{call: getvendor, path: {vendorId: x, other: y}}]": "path takes vendorId",
    "made: [{call: listvendors, path: {vendorId: x}}]": "path takes nothing",
    "made: [{call: getvendor, path: {vendorId: 5}}]": "made.0.path.vendorId",
    "made: [{mock: POST /nowhere}]": "there is no action POST /nowhere",
    "made: [{mock: POST /spend/fees, body: {cardId: x, amount: 1}}]": "there is no card",
    "made: [{call: createdocument, path: {billId: x}, file: gone.pdf}]": "made.0",
}


@pytest.mark.parametrize("told", BAD)
def test_a_file_that_cannot_be_is_told_in_one_line(made, told):
    with pytest.raises(ValueError, match=BAD[told]) as error:
        made(told)
    assert "\n" not in str(error.value) and "mine.yaml" in str(error.value)


def test_a_file_that_is_not_there(simulation):
    with pytest.raises(ValueError, match=r"seed gone.yaml cannot be read"):
        simulation.worlds.create(seed="gone.yaml")


def test_the_command_line_tells_it_and_exits_2(tmp_path):
    from click.testing import CliRunner

    (tmp_path / "bad.yaml").write_text("made: [{call: makevendor}]")
    result = CliRunner().invoke(main, ["seed", str(tmp_path / "bad.yaml")])
    assert result.exit_code == 2 and "made.0 (makevendor)" in result.output and "Traceback" not in result.output


def test_a_world_begins_anew_with_a_file(api, tmp_path):
    (tmp_path / "one.yaml").write_text("made: [{call: createcustomer, body: {name: A, email: a@a.example}}]")
    assert api.post("/_mock/seed", json={"seed": str(tmp_path / "one.yaml")}).status_code == 200
    assert len(api.login().get("/v3/customers").json["results"]) == 1
    (tmp_path / "one.yaml").write_text("made: 5")
    before = api.world.fingerprint()
    assert api.post("/_mock/seed", json={"seed": str(tmp_path / "one.yaml")}).status_code == 400
    assert api.world.fingerprint() == before
