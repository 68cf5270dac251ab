"""The reports tell what a run showed: the page for people, JUnit for CI, the table for the terminal, and the ledger."""

from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from billcontracts import html, junit, ledger, terminal
from billcontracts.failures import Exchange
from billcontracts.report import Run
from billcontracts.shapes import Wrong

EXCHANGE = Exchange("GET", "/connect/v3/vendors/00901X", "", 200, '{"name": "<b>Heron & Sons</b>"}')
VOID = {"meta", "link", "br", "hr", "img", "input"}


def phase(outcome: str, **more: Any) -> Any:
    return SimpleNamespace(
        outcome=outcome, when="call", passed=outcome == "passed", failed=outcome == "failed", duration=0.25, **more
    )


@pytest.fixture
def shown() -> Run:
    """A run in which contracts ended in every way."""
    ids = [entry.id for entry in ledger.read()][:5]
    run = Run(calls=9, chosen=set(ids), built={"login", "getvendor"}, kept={"login": {ids[4]}})
    told = {"request": EXCHANGE.request, "answer": EXCHANGE.told}
    run.note(ids[0], phase("failed"), area="payables", reason="another status \x07<i>", **told)
    run.note(ids[1], phase("passed"), drifted=True, area="payables", reason="an answer on the way was otherwise")
    run.note(ids[2], phase("skipped", wasxfail="x"), area="payables", reason="BILL decides otherwise")
    run.note(ids[3], phase("skipped"), area="payments", reason="needs a mock")
    run.note(ids[4], phase("passed"), area="payments")
    for kind, evidence in (("extra", "D"), ("missing", "D"), ("status", "I")):
        run.drift.note(EXCHANGE, [Wrong(kind, f"answer.{kind}", "told", "wanted", "came")], ids[1], evidence)
    run.left = ["/connect/v3/bills/00n1"]
    return run


class Page(HTMLParser):
    """Reads a page: its text, what stands open, and what it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text, self.fetched, self.tags = "", [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        self.fetched += [value for name, value in attrs if name in ("src", "href") and not value.startswith("#")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.open)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_and_fetches_nothing(shown: Run) -> None:
    page = Page(html.page(shown, "https://bill.test"))
    assert page.open == []
    assert page.fetched == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)


def test_the_page_tells_everything_worst_first(shown: Run) -> None:
    text = html.page(shown, "https://bill.test")
    page = Page(text)
    assert "1 of 5 contracts failed" in page.text
    assert '200 {"name": "<b>Heron & Sons</b>"}' in page.text
    assert "<b>Heron" not in text
    places = [page.text.index(f"answer.{kind}") for kind in ("missing", "extra", "status")]
    assert places == sorted(places)
    assert "inferred only, so this is learnt and not an error" in page.text
    for entry in ledger.read()[:5]:
        assert entry.id in page.text
        assert entry.statement in page.text
        assert f"{entry.evidence} {entry.source}" in page.text
    assert page.text.index("failed", page.text.index("Contracts")) < page.text.index("needs a mock")
    assert "payables 0 of 1 operations" in page.text
    assert "platform 1 of 1 operations" in page.text
    assert "/connect/v3/bills/00n1" in page.text


def test_junit_counts_what_failed_and_what_was_not_run(shown: Run) -> None:
    root = ElementTree.fromstring(junit.document(shown, "https://bill.test"))
    counts = {suite.get("name"): (suite.get("tests"), suite.get("failures"), suite.get("skipped")) for suite in root}
    assert counts == {
        "payables": ("3", "1", "1"), "payments": ("2", "0", "1"), "drift": ("3", "2", "1"), "run": ("1", "1", "0"),
    }  # fmt: skip
    failed = root.find("testsuite[@name='payables']/testcase/failure")
    assert failed is not None
    assert failed.get("message") == "another status <i>"
    assert EXCHANGE.told in (failed.text or "")


def test_the_table_has_an_area_a_line_and_says_what_is_wrong(shown: Run) -> None:
    told = list(terminal.lines(shown))
    lines = [line for line, _ in told]
    assert any(line.split() == ["payables", "·", "1", "1", "1", "·"] and bad for line, bad in told)
    assert any(line.split() == ["payments", "1", "·", "·", "·", "1"] and not bad for line, bad in told)
    assert "drift: 3 places are otherwise than is known" in lines
    assert "  missing getvendor answer.missing: expected wanted, found came (1×)" in lines
    assert any("answer.status" in line and "(inferred only)" in line and not bad for line, bad in told)
    assert "not run, 1×: needs a mock" in lines


def test_a_run_that_was_stopped_says_how_to_go_on(shown: Run) -> None:
    shown.stopped = "the budget of 5 calls is used up"
    assert ("contracts: stopped: the budget of 5 calls is used up; go on with --state s.json", True) in list(
        terminal.lines(shown, "s.json")
    )


def test_the_verdict_is_the_worst_there_is() -> None:
    run = Run(calls=1, outcomes={"A-1": "passed", "A-2": "differs", "A-3": "skipped"})
    assert html.verdict(run) == "All 2 contracts that were run held"
    run.stopped = "interrupted"
    assert html.verdict(run) == "Stopped before the end: interrupted"
    run.drift.note(EXCHANGE, [Wrong("extra", "answer.x", "told")], "A-1")
    assert html.verdict(run) == "the target drifts from what is known in 1 place"


def test_the_ledger_that_is_shown_has_each_contract_once_and_no_other() -> None:
    rows = [line.split(" | ") for line in ledger.markdown().splitlines() if line.startswith("| ")]
    shown = sorted(row[0].removeprefix("| ") for row in rows if row[0] != "| id")
    assert shown == [entry.id for entry in ledger.scanned()]
    assert "## payables" not in ledger.markdown(["payments"])
    held = {entry.id: entry.verified for entry in ledger.read() if entry.verified}
    assert held
    for row in rows:
        if (id := row[0].removeprefix("| ")) in held:
            assert row[-1] == f"{held[id]} |"
