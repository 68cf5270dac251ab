"""Declares the plain verbs of a resource: which there are, and what each takes and answers."""

from collections.abc import Callable, Mapping
from functools import cache
from types import GenericAlias
from typing import Annotated, Any

from pydantic import create_model

from . import verbs
from .call import Call
from .operations import Answer, Resource, declared_operation
from .wire import Filled, Max, Min, Wire, partial

VERBS: dict[str, tuple[str, str, Callable[[Call, Resource], Answer]]] = {
    "list": ("GET", "", verbs.list_rows),
    "get": ("GET", "/{item}", verbs.get),
    "create": ("POST", "", verbs.create),
    "update": ("PATCH", "/{item}", verbs.update),
    "archive": ("POST", "/{item}/archive", verbs.archive),
    "restore": ("POST", "/{item}/restore", verbs.restore),
    "retire": ("DELETE", "/{item}", verbs.retire),
    "bulk_create": ("POST", "/bulk", verbs.bulk_create),
    "bulk_update": ("PATCH", "/bulk", verbs.bulk_update),
    "bulk_archive": ("POST", "/bulk/archive", verbs.bulk_archive),
    "bulk_restore": ("POST", "/bulk/restore", verbs.bulk_restore),
}


def plain(
    resource: Resource,
    *,
    writes: Mapping[str, Any] | None = None,
    guard: Callable[[Call], None] | None = None,
    evidence: str = "D",
    **ids: str,
) -> None:
    """`plain(vendors, list="listvendors", …)`: the verbs that a resource has, and BILL's name of each.

    `writes` is what its writes declare beside their shapes, such as who may do them. `guard` is asked first, where
    the path names more than the row: the parent that it belongs to. `evidence` is the weakest tag of what they rely on.
    """
    for verb, id in ids.items():
        method, suffix, function = VERBS[verb]
        declared = {"evidence": evidence, **shapes(verb, resource), **(writes or {} if method != "GET" else {})}
        path = resource.path + suffix.replace("item", resource.item)
        resource.operations.append(
            declared_operation(id, method, path, bound(function, resource, guard), resource, **declared)
        )


def bound(
    function: Callable[[Call, Resource], Answer], resource: Resource, guard: Callable[[Call], None] | None
) -> Callable[[Call], Answer]:
    def run(call: Call) -> Answer:
        if guard:
            guard(call)
        return function(call, resource)

    run.__doc__ = f"{function.__name__.replace('_', ' ').capitalize()} ({resource.name})."
    return run


def shapes(verb: str, resource: Resource) -> dict[str, Any]:
    """What a verb takes and answers, from the resource's models."""
    patch = resource.patch or partial(resource.write)
    created = resource.dialect.created
    if verb.startswith("bulk_"):
        return bulk_shapes(verb, resource, patch)
    found: dict[str, dict[str, Any]] = {
        "list": {"listing": True, "answer": resource.model},
        "get": {"answer": resource.model},
        "create": {"body": resource.write, "answer": resource.model, "status": created},
        "update": {"body": patch, "partial": True, "answer": resource.model},
        "archive": {"answer": resource.model},
        "restore": {"answer": resource.model},
        "retire": {},
    }
    return found[verb]


def bulk_shapes(verb: str, resource: Resource, patch: type[Wire]) -> dict[str, Any]:
    limit = Min(1), Max(resource.bulk.most)
    many, created = bulk_answer(resource.model, resource.bulk.key), resource.dialect.created
    found: dict[str, dict[str, Any]] = {
        "bulk_create": {"body": Annotated[several(resource.write), *limit], "answer": many, "status": created},
        "bulk_update": {"body": Annotated[several(with_id(patch)), *limit], "partial": True, "answer": many},
        "bulk_archive": {"query": Ids, "answer": many},
        "bulk_restore": {"query": Ids, "answer": many},
    }
    return found[verb]


def several(model: type[Wire]) -> Any:
    """The shape of a list of these, which no type checker can know before the run."""
    return GenericAlias(list, (model,))


@cache
def bulk_answer(model: type[Wire], key: str | None) -> Any:
    """The rows of a bulk answer under their plural name, or (None) as a bare array. A model takes 1 ms to make."""
    rows = several(model)
    keyed: dict[str, Any] = {key: (rows, ...)} if key else {}
    return create_model(f"Bulk{model.__name__}", __base__=Wire, **keyed) if key else rows


class Ids(Wire):
    """The rows of a bulk archive or restore: a comma list (the separator is I)."""

    ids: Filled


@cache
def with_id(patch: type[Wire]) -> type[Wire]:
    """A PATCH's shape as an element of a bulk PATCH."""
    return create_model(f"{patch.__name__}WithId", __base__=patch, id=(Filled, ...))
