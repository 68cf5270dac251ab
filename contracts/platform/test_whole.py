"""Objects of which all is said that may be: each way of writing and of reading tells all of it. For mocks, as it makes many."""

from typing import Any

import pytest
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import unique
from billcontracts.whole import KINDS as CORE
from billcontracts.whole import Kind, Whole
from billcontracts.whole_spend import KINDS as SPEND

KINDS = [*CORE, *SPEND]
SAID = ("description", "shortName", "invoiceNumber", "name", "note", "firstName")
"""What is said otherwise in a change; of an object, the first that it has."""
IN_BULK = [kind for kind in KINDS if kind.bulk]


def seen(rows: Any, made: dict[str, Any]) -> dict[str, Any]:
    """An object, as it reads by its id and in its list."""
    one: dict[str, Any] = rows.get(made.get("uuid", made["id"]))
    if "uuid" not in made:
        rows.list(filters=f"id:eq:{made['id']}")
    return one


@contract("PL-WHOLE-001", "All that may be sent of an object is told, and stays, through each change.", "S", "openapi")
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_alone(control: Control, whole: Whole, kind: Kind) -> None:
    rows, body = kind.of(whole), kind.body(whole)
    said = next(name for name in SAID if name in body)
    made = rows.create(body)
    assert seen(rows, made)[said] == body[said]
    id = made.get("uuid", made["id"])
    for verb in ("replace", "update"):
        if rows.resource.has(verb):
            change = {said: unique("Now")[:20]}
            getattr(rows, verb)(id, {**body, **change} if verb == "replace" else change)
            assert seen(rows, made)[said] == change[said]
    for verb, archived in (("archive", True), ("restore", False)):
        if rows.resource.has(verb):
            getattr(rows, verb)(id)
            assert seen(rows, made)["archived"] is archived


@contract("PL-WHOLE-002", "In bulk as well, and what an answer tells was done.", "S", "openapi")
@pytest.mark.parametrize("kind", IN_BULK, ids=str)
def test_in_bulk(control: Control, whole: Whole, kind: Kind) -> None:
    rows, bodies = kind.of(whole), [kind.body(whole), kind.body(whole)]
    said = next(name for name in SAID if name in bodies[0])
    made = rows.bulk_create(bodies)
    assert [seen(rows, row)[said] for row in made] == [body[said] for body in bodies]
    for verb in ("bulk_replace", "bulk_update"):
        if rows.resource.has(verb):
            change = {said: unique("Now")[:20]}
            whole_or_part = bodies if verb == "bulk_replace" else [{}, {}]
            getattr(rows, verb)(
                [{"id": row["id"], **body, **change} for row, body in zip(made, whole_or_part, strict=True)]
            )
            assert [seen(rows, row)[said] for row in made] == [change[said]] * 2
    for verb, archived in (("bulk_archive", True), ("bulk_restore", False)):
        if rows.resource.has(verb):
            getattr(rows, verb)([row["id"] for row in made])
            assert [seen(rows, row)["archived"] for row in made] == [archived] * 2
