"""The ledger: every contract with its statement, evidence and source, and where it was last seen to hold.

`python -m billcontracts.ledger` writes it anew from the contract files; with a report of a run (`--contracts-json`,
or `mockbill verify --json`) it also stamps what passed with target, day and operations.
"""

import ast
import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
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
    return [
        replace(entry, operations=known.operations, verified=known.verified)
        if (known := stamp.get(entry.id))
        else entry
        for entry in scanned()
    ]


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


def markdown(areas: Sequence[str] = ()) -> str:
    """The ledger to be read: a table for each area, with what is known of when each contract last held.

    Made of the contract files themselves, so that it can list none that is gone and miss none that is there.
    """
    known = {entry.id: entry for entry in read()}
    told = []
    for area in sorted({file.parent.name for file in contract_files()}):
        if areas and area not in areas:
            continue
        entries = sorted(
            entry for file in contract_files() if file.parent.name == area for entry in scan(file.read_text("utf-8"))
        )
        told += [
            f"## {area}: {len(entries)} contracts",
            "",
            "| id | statement | evidence | last held |",
            "|---|---|---|---|",
        ]
        for entry in entries:
            held = known[entry.id].verified if entry.id in known else ""
            cells = (entry.id, entry.statement, f"{entry.evidence} {entry.source}", held or "never yet")
            told.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
        told.append("")
    return "\n".join(told)


def main(*reports: str) -> None:
    path = Path(str(files(__package__).joinpath("ledger.tsv")))
    known = {entry.id: entry for entry in read()} if path.exists() else {}
    for report in reports:
        known = stamped(json.loads(Path(report).read_text("utf-8")), known, datetime.now(UTC).date().isoformat())
    path.write_text(write(renewed(known)), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
