"""The OpenAPI document: valid, complete, and true of real answers."""

import json
import subprocess
import sys

import jsonschema
import pytest
from click.testing import CliRunner
from openapi_spec_validator import OpenAPIV31SpecValidator

from mockbill.cli import main
from mockbill.gateway import openapi


@pytest.fixture(scope="module")
def document(simulation):
    return openapi.document(simulation.operations)


def operations(document):
    return {
        described["operationId"]: (method, path, described)
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    }


def parameters(described):
    return {parameter["name"]: parameter for parameter in described["parameters"]}


def test_headers_beside_the_credentials_are_named(api):
    paths = api.get("/_mock/openapi.json").json["paths"]
    for path, method, name in (
        ("/connect/v3/partner/users", "get", "organizationId"),
        ("/connect-events/v3/subscriptions", "post", "X-Idempotent-Key"),
    ):
        named = [one for one in paths[path][method]["parameters"] if one["in"] == "header"]
        assert [(one["name"], one["required"]) for one in named] == [(name, True)]


def test_it_is_valid_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_it_has_all_that_is_built_and_nothing_else(simulation, document):
    expected = [one for one in simulation.operations if one.standing in ("operation", "alias")]
    found = operations(document)
    assert len(found) == len(expected) == sum(len(methods) for methods in document["paths"].values())
    assert {one.id for one in expected} <= set(found)
    assert not any(path.startswith("/_mock") for path in document["paths"])


def test_an_alias_is_deprecated_and_has_an_id_of_its_own(document):
    described = document["paths"]["/connect-events/v3/subscriptions/{subscriptionId}/security_key"]["post"]
    assert described["deprecated"] is True
    assert described["operationId"] != "createnewsecuritykey"
    assert "deprecated" not in operations(document)["createnewsecuritykey"][2]


def test_a_list_has_the_parameters_of_its_dialect(document):
    found = operations(document)
    budgets = parameters(found["listbudgets"][2])
    assert list(budgets) == ["max", "nextPage", "prevPage", "filters", "sort"]
    assert budgets["max"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
    assert budgets["filters"]["x-filters"]["budgetIds"] == ["eq", "in"]
    assert budgets["sort"]["x-sorts"] == ["name", "assigned", "limit", "spent"]
    assert list(parameters(found["listusers"][2])) == ["max", "nextPage", "prevPage", "filters"]
    vendors = parameters(found["listvendors"][2])
    assert list(vendors) == ["max", "page", "filters", "sort"]
    assert "name (" in vendors["filters"]["description"]
    members = parameters(found["listbudgetmembers"][2])
    assert members["budgetId"] == {"name": "budgetId", "in": "path", "required": True, "schema": {"type": "string"}}


def test_queries_of_an_operation_are_told_with_what_is_required(document):
    archive = parameters(operations(document)["bulkarchiveclassificationchartofaccounts"][2])
    assert archive["ids"]["required"] is True


def test_bodies_are_json_a_form_or_bytes(document):
    found = operations(document)

    def media(id):
        return list(found[id][2]["requestBody"]["content"])

    assert media("createbudget") == ["application/json"]
    assert media("createaccesstoken") == ["application/x-www-form-urlencoded"]
    assert media("createbilldocument") == ["application/octet-stream"]
    assert found["createbudget"][2]["requestBody"]["required"] is True
    assert found["generatechallenge"][2]["requestBody"]["required"] is False
    assert "requestBody" not in found["deletebudget"][2]


def test_answers_have_their_status_and_refusals_their_array(document):
    found = operations(document)
    assert set(found["createvendor"][2]["responses"]) == {"201", "default"}
    assert set(found["createbudget"][2]["responses"]) == {"200", "default"}
    assert "content" not in found["deletebudget"][2]["responses"]["200"]
    assert found["createbudget"][2]["responses"]["default"] == {"$ref": "#/components/responses/Refused"}
    assert found["createaccesstoken"][2]["responses"]["default"] == {"$ref": "#/components/responses/TokenRefused"}


def test_who_may_call_and_how(document):
    found = operations(document)
    assert found["login"][2]["security"] == []
    assert found["getbill"][2]["security"] == [{"sessionId": [], "devKey": []}, {"oauth2": []}]
    assert found["deletebudget"][2]["security"] == [{"apiToken": []}, {"oauth2": ["full_access"]}]
    assert found["getsubscription"][2]["security"] == [
        {"sessionId": [], "devKey": []}, {"sessionId": [], "appKey": []}, {"apiToken": []},
    ]  # fmt: skip
    assert found["deletebudget"][2]["x-roles"] == ["ADMIN"]
    assert "AUDITOR" in found["getbill"][2]["x-roles"]
    assert "ADMIN" not in found["getbill"][2]["x-roles"]
    assert "x-roles" not in found["login"][2]
    assert found["createpayment"][2]["x-mfa"] is True
    assert found["getbudget"][2]["x-evidence"] == "D"


def test_answers_never_have_null_and_requests_may(document):
    schemas = document["components"]["schemas"]
    assert schemas["SpendUser"]["properties"]["receiptEmail"] == {"title": "Receiptemail", "type": "string"}
    assert {"type": "null"} in schemas["MemberWrite"]["properties"]["limit"]["anyOf"]
    assert schemas["Budget"]["required"][:4] == ["id", "uuid", "name", "retired"]


def test_two_shapes_of_one_name_are_told_apart_by_their_rooms():
    names = openapi.Schema()
    assert names.normalize_name("mockbill.resources.payables.credits.CreditUse") == "payables.credits.CreditUse"


@pytest.mark.parametrize(
    "id", ["listbudgets", "listusers", "listvendors", "listclassificationchartofaccounts", "getcurrentuser"]
)
def test_real_answers_are_as_the_document_says(document, api, id):
    method, path, described = operations(document)[id]
    caller = api.spend() if "/spend/" in path else api
    answer = caller.call(method.upper(), path)
    assert answer.status_code == 200
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json, {**schema, "components": document["components"]}, jsonschema.Draft202012Validator)
    assert "results" in answer.json or "uuid" in answer.json


def test_the_control_api_serves_it(api, document):
    answer = api.get("/_mock/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.json == document


def test_the_command_prints_it(document):
    printed = CliRunner().invoke(main, ["openapi"])
    assert printed.exit_code == 0, printed.output
    assert json.loads(printed.stdout) == document


def test_nothing_of_it_is_made_or_imported_at_the_start():
    code = "import sys; from mockbill.simulation import Simulation; Simulation(); print('mockbill.gateway.openapi' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
