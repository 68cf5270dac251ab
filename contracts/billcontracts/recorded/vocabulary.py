"""What anybody may read in a recording: the words that BILL uses of all, and what stands in the contracts themselves."""

import ast
import json
import re
from functools import cache
from typing import Any

from .. import ledger
from ..drift import refusals
from ..shapes import ERROR, operations
from .pseudonyms import relay

WORD = re.compile(r"[\w@.+*-]*\w")
EVENT = re.compile(r"[a-z]+(\.[a-z-]+)+")


@cache
def constants() -> frozenset[Any]:
    """Every text and number that stands in the contracts."""
    nodes = (node for file in ledger.contract_files() for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant))


@cache
def written() -> frozenset[str]:
    """Every text that stands in the contracts."""
    return frozenset(value for value in constants() if isinstance(value, str))


@cache
def written_numbers() -> frozenset[float]:
    """Every number that stands in the contracts."""
    return frozenset(value for value in constants() if type(value) in (int, float))


@cache
def enums() -> frozenset[str]:
    """Every member of every enum."""
    text = json.dumps([ERROR] + [[one.answer, dict(one.types)] for one in operations().values()])
    found = re.findall(r'"enum\??([^"|]*)', text)
    return frozenset(word for words in found for word in words.split())


@cache
def words() -> frozenset[str]:
    """The words in which BILL speaks, and those of the promises, in lower case."""
    texts = (
        [one.text for ways in refusals().values() for one in ways]
        + [one.statement for one in ledger.read()]
        + list(written())
    )
    told = frozenset(word for text in texts for word in WORD.findall(text))
    return told | {word.lower() for text in texts for word in re.findall(r"[A-Za-z_]+", text)}


def told_of_all(value: str) -> bool:
    """Whether it is a word that BILL uses of anybody: the member of an enum, the type of an event, a place in a list."""
    if value in enums() or relay(value).startswith("arrayconnection:"):
        return True
    return EVENT.fullmatch(value) is not None and all(part in words() for part in re.split(r"[.-]", value))
