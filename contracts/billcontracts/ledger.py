"""The ledger: every contract with its statement, evidence and source, and where it was last seen to hold.

`python -m billcontracts.ledger` writes it anew from the contract files, and its pages under `docs/ledger/`; with a report of a
run (`--contracts-json`, or `mockbill verify --json`) it also stamps what passed with target, day and operations.
"""

import ast
import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from .shapes import data


@dataclass(frozen=True, order=True)
class Entry:
    """One contract. `operations` are those it kept when last verified; `verified` is `target date`."""

    id: str
    statement: str
    evidence: str
    source: str
    operations: str = ""
    verified: str = ""


TAGS = ("D", "O", "S", "I")
DOCS = Path(__file__).parents[2] / "docs"
"""Where a checkout keeps its pages; an installed kit has none."""
NAMES = [field.name for field in fields(Entry)]


@cache
def read() -> tuple[Entry, ...]:
    """The ledger as it ships."""
    text = files(__package__).joinpath("ledger.tsv").read_text("utf-8")
    return tuple(Entry(**row) for row in csv.DictReader(io.StringIO(text), delimiter="\t"))


def contract_files() -> list[Path]:
    """The contract files, beside the package or within it."""
    return sorted(Path(str(folder())).glob("*/test_*.py"))


def folder() -> Path:
    """Where the contracts are."""
    return Path(str(data("_contracts", "..")))


def scan(text: str) -> Iterator[Entry]:
    """The contracts of one file, read without running it. Raises ValueError on one that is not literal."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Assign):
            calls = node.decorator_list if not isinstance(node, ast.Assign) else [node.value]
            for call in calls:
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "contract":
                    yield Entry(*(ast.literal_eval(argument) for argument in call.args))


def scanned() -> list[Entry]:
    """Every contract there is, by id. Raises ValueError when two share one."""
    found = sorted(entry for file in contract_files() for entry in scan(file.read_text("utf-8")))
    doubles = {one.id for one, next_one in zip(found, found[1:], strict=False) if one.id == next_one.id}
    if doubles:
        raise ValueError(f"two contracts share an id: {', '.join(sorted(doubles))}")
    return found


def renewed(stamp: dict[str, Entry]) -> list[Entry]:
    """The contracts there are, with what is known of when they held."""
    return [stamped_by(stamp, entry) for entry in scanned()]


def stamped(report: dict[str, Any], known: dict[str, Entry], day: str) -> dict[str, Entry]:
    """What is known after a run: a contract that passed was verified on that day, on those operations."""
    kept: dict[str, list[str]] = {entry["id"]: [] for entry in report["contracts"]}
    for operation, told in report["operations"].items():
        for contract in told["contracts"]:
            kept.setdefault(contract, []).append(operation)
    for told in report["contracts"]:
        if told["outcome"] == "passed":
            entry = known.get(told["id"]) or Entry(told["id"], "", "", "")
            operations = " ".join(sorted(kept[told["id"]]))
            known[told["id"]] = replace(entry, operations=operations, verified=f"{report['target']} {day}")
    return known


def write(entries: list[Entry]) -> str:
    """The ledger as text."""
    text = io.StringIO()
    table = csv.writer(text, delimiter="\t", lineterminator="\n")
    table.writerow(NAMES)
    table.writerows(astuple(entry) for entry in entries)
    return text.getvalue()


def by_area(known: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The contracts of each folder, by id, with what is known of when they held.

    Made of the contract files themselves, so that it can list none that is gone and miss none that is there.
    """
    found: dict[str, list[Entry]] = {}
    stamps = {entry.id: entry for entry in known}
    for file in contract_files():
        entries = found.setdefault(file.parent.name, [])
        entries += (stamped_by(stamps, entry) for entry in scan(file.read_text("utf-8")))
    return {area: sorted(entries) for area, entries in sorted(found.items())}


def stamped_by(stamps: dict[str, Entry], entry: Entry) -> Entry:
    known = stamps.get(entry.id, entry)
    return replace(entry, operations=known.operations, verified=known.verified)


def markdown(areas: Sequence[str] = ()) -> str:
    """The ledger to be read: a table for each area."""
    told = []
    for area, entries in by_area(read()).items():
        if not areas or area in areas:
            told += [f"## {area}: {len(entries)} contracts", "", *table(entries), ""]
    return "\n".join(told)


def table(entries: Iterable[Entry]) -> list[str]:
    """A line for each contract."""
    lines = ["| id | statement | evidence | source | last verified |", "|---|---|---|---|---|"]
    for entry in entries:
        cells = (entry.id, entry.statement, entry.evidence, entry.source, entry.verified or "never yet")
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return lines


def pages(known: Iterable[Entry]) -> dict[str, str]:
    """The ledger as files of Markdown: one for each area, and the index that leads to them."""
    areas = by_area(known)
    index = [
        "# The ledger",
        "",
        "Every promise of BILL v3 that the [contracts](../contracts.md) hold a target to, with its evidence (`D` documented, `O`",
        "observed, `S` from the schema, `I` inferred), its source (a page of developer.bill.com, or how it was seen), and where it",
        "last held. `python -m billcontracts.ledger` writes these pages.",
        "",
        f"| area | contracts | {' | '.join(TAGS)} |",
        f"|---|---|{'---|' * len(TAGS)}",
    ]
    for area, entries in areas.items():
        counts = [str(sum(entry.evidence == tag for entry in entries)) for tag in TAGS]
        index.append(f"| [{area}]({area}.md) | {len(entries)} | {' | '.join(counts)} |")
    told = {f"{area}.md": [f"# The ledger: {area}", "", *table(entries)] for area, entries in areas.items()}
    return {name: "\n".join([*lines, ""]) for name, lines in {"README.md": index, **told}.items()}


def write_pages(target: Path, known: Iterable[Entry]) -> None:
    """Put the pages into a folder, and nothing else."""
    target.mkdir(exist_ok=True)
    made = pages(known)
    for old in target.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        target.joinpath(name).write_text(text, "utf-8")


def main(*reports: str) -> None:
    path = Path(str(files(__package__).joinpath("ledger.tsv")))
    known = {entry.id: entry for entry in read()} if path.exists() else {}
    for report in reports:
        known = stamped(json.loads(Path(report).read_text("utf-8")), known, datetime.now(UTC).date().isoformat())
    entries = renewed(known)
    path.write_text(write(entries), "utf-8")
    if DOCS.is_dir():
        write_pages(DOCS / "ledger", entries)


if __name__ == "__main__":
    main(*sys.argv[1:])
