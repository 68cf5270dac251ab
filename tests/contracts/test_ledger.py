"""The ledger and the contract files say the same; what is in one only is found."""

import pytest
from billcontracts import ledger
from billcontracts.ledger import Entry, scan

FILE = """
from billcontracts import contract

@contract("AP-VEND-001", "A vendor has a name.", "D", "docs/ap-vendors")
def test_name(): ...

@other
def test_helper(): ...
"""


def statements(entries: object) -> list[tuple[str, str, str, str]]:
    return [(entry.id, entry.statement, entry.evidence, entry.source) for entry in entries]  # type: ignore[attr-defined]


def test_no_contract_without_an_entry_and_no_entry_without_a_contract() -> None:
    """`python -m billcontracts.ledger` mends this."""
    assert statements(ledger.read()) == statements(ledger.scanned())


def test_the_pages_are_those_of_the_ledger_and_no_others() -> None:
    """`python -m billcontracts.ledger` mends this."""
    written = {page.name: page.read_text("utf-8") for page in (ledger.DOCS / "ledger").iterdir()}
    made = ledger.pages(ledger.read())
    assert written.keys() == made.keys()
    assert [name for name in made if written[name] != made[name]] == []


def test_a_page_has_a_line_for_each_contract_of_its_area(tmp_path) -> None:
    (tmp_path / "gone.md").write_text("an area that is no more")
    known = [*ledger.read()[1:], Entry("AP-VEND-001", "", "", "", "createvendor", "sandbox 2026-11-28")]
    ledger.write_pages(tmp_path, known)
    assert not (tmp_path / "gone.md").exists()
    page = (tmp_path / "payables.md").read_text()
    (line,) = [line for line in page.splitlines() if line.startswith("| AP-VEND-001 |")]
    assert line.endswith("| D | docs/creating-a-us-vendor | sandbox 2026-11-28 |")
    ids = [line.split(" | ")[0] for line in page.splitlines()[4:]]
    assert ids == sorted(set(ids))
    index = (tmp_path / "README.md").read_text()
    assert f"| [payables](payables.md) | {len(ids)} |" in index


def test_every_test_of_the_contract_files_is_a_contract() -> None:
    for file in ledger.contract_files():
        text = file.read_text("utf-8")
        tests = text.count("\ndef test_")
        assert len(list(scan(text))) == tests, file


def test_a_file_is_read_without_running_it() -> None:
    assert list(scan(FILE)) == [Entry("AP-VEND-001", "A vendor has a name.", "D", "docs/ap-vendors")]


def test_an_orphan_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    known = ledger.scanned()
    monkeypatch.setattr(ledger, "read", lambda: (*known, Entry("AP-VEND-999", "Gone.", "D", "docs/x")))
    assert statements(ledger.read()) != statements(ledger.scanned())


def test_an_id_is_used_once(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "test_it.py").write_text(FILE + FILE)
    monkeypatch.setattr(ledger, "contract_files", lambda: [tmp_path / "test_it.py"])
    with pytest.raises(ValueError, match="two contracts share an id: AP-VEND-001"):
        ledger.scanned()


def test_evidence_and_ids_are_well_formed() -> None:
    for entry in ledger.read():
        assert entry.evidence in ("D", "O", "S", "I"), entry
        assert entry.statement.endswith("."), entry
        assert entry.source, entry


def test_a_report_stamps_what_passed() -> None:
    report = {
        "target": "mock",
        "contracts": [{"id": "A-1", "outcome": "passed"}, {"id": "A-2", "outcome": "failed"}],
        "operations": {"login": {"contracts": ["A-1", "A-2"]}},
    }
    known = ledger.stamped(report, {"A-2": Entry("A-2", "", "", "")}, "2026-11-22")
    assert (known["A-1"].operations, known["A-1"].verified) == ("login", "mock 2026-11-22")
    assert known["A-2"].verified == ""
