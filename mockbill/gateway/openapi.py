"""The OpenAPI 3.1 document of what is built, made from the declarations when somebody asks for it."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import TypeAdapter, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from .. import AS_OF, __version__
from .coverage import area_of, shape_of
from .credentials import PERMISSIONS, SPEND_ONLY, SPEND_ROLES
from .operations import Operation, Resource
from .validation import adapter
from .wire import Wire

Shape = tuple[str, JsonSchemaMode]
"""What a schema is of: an operation's id with what of it, and whether it is read or written."""


class Error(Wire):
    """One entry of a refusal."""

    timestamp: str
    code: Annotated[str | None, WithJsonSchema({"type": ["string", "null"]})]  # null for validation (O)
    severity: str
    category: str
    message: str


class OAuthError(Wire):
    """A refusal of the token endpoint (RFC 6749 §5.2)."""

    error: str
    error_description: str | None = None


class Schema(GenerateJsonSchema):
    """JSON Schema as BILL's wire has it: what is unset is absent from an answer, never null."""

    def normalize_name(self, name: str) -> str:
        """Where two rooms have a shape of one name: `payables.credits.CreditUse`."""
        return super().normalize_name(name.removeprefix("mockbill.").removeprefix("resources.")).replace("__", ".")

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        if self.mode == "serialization":
            return self.generate_inner(schema["schema"])
        return super().nullable_schema(schema)

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default") in (None, ""):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


SECURITY: dict[str, list[list[str]]] = {
    "session": [["sessionId", "devKey"], ["oauth2"]],
    "partner": [["sessionId", "appKey"]],
    "any": [["sessionId", "devKey"], ["sessionId", "appKey"], ["oauth2"]],
    "spend": [["apiToken"], ["oauth2"]],
    "events": [["sessionId", "devKey"], ["sessionId", "appKey"], ["apiToken"]],
}
SCHEMES: dict[str, Any] = {
    **{
        name: {"type": "apiKey", "in": "header", "name": name} for name in ("sessionId", "devKey", "appKey", "apiToken")
    },
    "oauth2": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/authx/token",
                "scopes": {"full_access": "Everything", "accounting_data_access": "Nothing that moves money"},
            }
        },
    },
}


def document(operations: Iterable[Operation]) -> dict[str, Any]:
    """The document of all operations that are BILL's; aliases are marked as deprecated."""
    shown = [operation for operation in operations if operation.standing in ("operation", "alias")]
    schemas, components = schemas_of(shown)
    paths: dict[str, dict[str, Any]] = {}
    names: dict[str, str] = {}
    ids: set[str] = set()
    for operation in shown:
        path = names.setdefault(shape_of(operation.path), operation.path)
        described = describe(operation, path, schemas)
        while described["operationId"] in ids:
            described["operationId"] += "_alias"
        ids.add(described["operationId"])
        paths.setdefault(path, {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "BILL v3, as mockbill simulates it",
            "version": __version__,
            "description": f"Only what is built. BILL's API as of {AS_OF}.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": SCHEMES,
            "responses": {
                "Refused": answer_of({"type": "array", "items": schemas["error", "serialization"]}, "BILL says no"),
                "TokenRefused": answer_of(schemas["oauth error", "serialization"], "No token is given"),
            },
        },
    }


def schemas_of(operations: list[Operation]) -> tuple[Mapping[Shape, JsonSchemaValue], dict[str, JsonSchemaValue]]:
    """The schema of every body and answer, and the components they refer to."""
    wanted: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
        ("error", "serialization", adapter(Error)),
        ("oauth error", "serialization", adapter(OAuthError)),
    ]
    for operation in operations:
        place = f"{operation.method} {operation.path}"
        if operation.body is not None:
            wanted.append((f"body {place}", "validation", adapter(operation.body)))
        if operation.answer is not None:
            wanted.append((f"answer {place}", "serialization", adapter(element_of(operation))))
    found, definitions = TypeAdapter.json_schemas(
        wanted, ref_template="#/components/schemas/{model}", schema_generator=Schema
    )
    return found, definitions.get("$defs", {})


def element_of(operation: Operation) -> Any:
    """What an operation answers; a list that is paged answers pages of its element."""
    answer = operation.answer
    return answer.__args__[0] if operation.listing and getattr(answer, "__origin__", None) is list else answer


def describe(operation: Operation, path: str, schemas: Mapping[Shape, JsonSchemaValue]) -> dict[str, Any]:
    """One operation object."""
    place = f"{operation.method} {operation.path}"
    described: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [area_of(operation.path)],
        "summary": operation.summary,
        "parameters": [*path_parameters(path), *query_parameters(operation), *header_parameters(operation)],
        "responses": {
            str(operation.status): success(operation, schemas.get((f"answer {place}", "serialization"))),
            "default": {
                "$ref": f"#/components/responses/{'TokenRefused' if operation.service == 'authx' else 'Refused'}"
            },
        },
        "security": security(operation),
        "x-evidence": operation.evidence,
        "x-mfa": operation.trust,
    }
    if operation.upload:
        described["requestBody"] = {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    elif operation.body is not None:
        media = "application/x-www-form-urlencoded" if operation.form else "application/json"
        content = {media: {"schema": schemas[f"body {place}", "validation"]}}
        described["requestBody"] = {"required": not operation.body_optional, "content": content}
    if operation.auth not in ("none", "file"):
        described["x-roles"] = roles(operation)
    if operation.standing == "alias":
        described["deprecated"] = True
    return described


def path_parameters(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def header_parameters(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}} for name in operation.headers
    ]


def query_parameters(operation: Operation) -> list[dict[str, Any]]:
    """The parameters of the operation's own query, and those that its dialect gives a list."""
    own = operation.query.model_json_schema(schema_generator=Schema) if operation.query else {}
    required = own.get("required", [])
    found = [
        {"name": name, "in": "query", "required": name in required, "schema": schema}
        for name, schema in own.get("properties", {}).items()
    ]
    if operation.listing and operation.resource is not None:
        known = {parameter["name"] for parameter in found}
        found += [parameter for parameter in list_parameters(operation.resource) if parameter["name"] not in known]
    return found


def list_parameters(resource: Resource) -> list[dict[str, Any]]:
    """Paging, filters and sort of a list, in its dialect."""
    dialect = resource.dialect
    whole = {"type": "integer", "minimum": 1, "maximum": dialect.most, "default": min(20, dialect.most)}
    found: list[dict[str, Any]] = [{"name": "max", "in": "query", "schema": whole}]
    for name in dict.fromkeys((dialect.next_param, dialect.prev_param)):
        text = "A page's nextPage or prevPage" if name == "page" else f"The {name} of the page before"
        found.append({"name": name, "in": "query", "description": text, "schema": {"type": "string"}})
    if resource.filters and dialect.filtered:
        terms = {name: list(operators) for name, (_, operators) in resource.filter_terms.items()}
        words = "; ".join(f"{name} ({', '.join(operators)})" for name, operators in terms.items())
        text = f"`field:op:value,…`, all of which must hold. Fields: {words}"
        found.append(
            {"name": "filters", "in": "query", "description": text, "schema": {"type": "string"}, "x-filters": terms}
        )
    if resource.sorts and dialect.filtered:
        fields = list(resource.sort_terms)
        many = "`field:asc|desc`" if resource.of_spend else "`field:asc|desc,…`"
        text = f"{many}. Fields: {', '.join(fields)}"
        found.append(
            {"name": "sort", "in": "query", "description": text, "schema": {"type": "string"}, "x-sorts": fields}
        )
    return found


def success(operation: Operation, answer: JsonSchemaValue | None) -> dict[str, Any]:
    if answer is None:
        return {"description": "Done; the answer is empty"}
    if not operation.listing:
        return answer_of(answer, "Done")
    members: dict[str, Any] = {"results": {"type": "array", "items": answer}, "nextPage": {"type": "string"}}
    if operation.resource is None or operation.resource.dialect.backward:
        members["prevPage"] = {"type": "string"}
    return answer_of({"type": "object", "properties": members, "required": ["results"]}, "A page")


def answer_of(schema: JsonSchemaValue, description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def security(operation: Operation) -> list[dict[str, list[str]]]:
    """The ways to sign in, of which one is enough; an OAuth app must have the scope."""
    scopes = ["full_access"] if operation.scope == "full" else []
    return [
        {name: scopes if name == "oauth2" else [] for name in names}
        for names in SECURITY.get("events" if operation.service == "connect-events" else operation.auth, [])
        if operation.auth != "none" and not (names == ["oauth2"] and operation.scope == "never")
    ]


def roles(operation: Operation) -> list[str]:
    """Whose role allows the operation (I)."""
    return sorted(
        role
        for role, allowed in PERMISSIONS.items()
        if operation.role in allowed and (role in SPEND_ROLES if operation.auth == "spend" else role not in SPEND_ONLY)
    )
