"""What is known of deviations: why some may pass unnoticed, and which contracts notice the others."""

import csv
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from importlib.resources import files

from .deviations import Deviation


def reasons() -> dict[str, str]:
    """Pattern of deviations → why nothing needs to notice them."""
    return dict(_table("survivors.tsv"))


def killers() -> dict[str, list[str]]:
    """Operation or event → the contracts that between them notice all that can be noticed."""
    return {place: contracts.split() for place, contracts in _table("killers.tsv")}


def _table(name: str) -> Iterator[list[str]]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    yield from csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def excused(deviation: Deviation, known: Iterable[str], how: str = "") -> str | None:
    """The first pattern that speaks of a deviation.

    `how` is what its pattern begins with, where it is of a sort of its own: `unseen`, it never came to pass; `inferred`,
    it is wrong only in what every contract that met it holds for inferred.
    """
    name = f"{how} {deviation.id}".strip()
    return next((pattern for pattern in known if fnmatchcase(name, pattern.replace("[]", "[[]]"))), None)
