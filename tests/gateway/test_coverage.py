"""Coverage of the catalogue, and what contradicts it."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from mockbill.cli import main
from mockbill.gateway.coverage import AREAS, area_of, report, shape_of
from mockbill.gateway.operations import declared_operation
from mockbill.gateway.routing import catalogue
from mockbill.resources import OPERATIONS


def declared(id, **more):
    known = catalogue()[id]
    status = int(known.success.rstrip("?"))
    return declared_operation(id, known.method, known.path, lambda call: None, **{"status": status, **more})


def test_what_is_built_agrees_with_the_catalogue(simulation):
    found = report(simulation.operations)
    assert found.failures == []
    assert len(found.built) + len(found.missing) == len(catalogue()) == 327
    assert {"login", "listbudgets", "createvendor"} <= {known.id for known in found.built}
    assert sum(built for built, _ in found.areas.values()) == len(found.built)


def test_every_operation_of_the_catalogue_has_an_area():
    counts = {area: 0 for area in AREAS}
    for known in catalogue().values():
        counts[area_of(known.path)] += 1
    assert counts["spend"] == 52
    assert counts["classifications"] == 70
    assert counts["webhooks"] == 12
    assert area_of("/connect/v3/organizations/{organizationId}/payment-terms") == "receivables"
    assert area_of("/connect/v3/organizations/{organizationId}") == "platform"
    assert area_of("/authx/token") == "platform"


def test_missing_operations_are_named_and_counted():
    found = report([declared("login"), declared("listbudgets")])
    assert [known.id for known in found.built] == ["login", "listbudgets"]
    assert found.areas["spend"] == (1, 52)
    lines = found.lines()
    assert any(line.split() == ["spend", "1", "of", "52"] for line in lines)
    assert any(line.split() == ["all", "2", "of", "327"] for line in lines)
    assert any("createvendor" in line and "/connect/v3/vendors" in line for line in lines)
    assert not any(line.split()[:1] == ["login"] for line in lines)
    assert found.summary()["areas"]["spend"] == {"built": 1, "total": 52}


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"method": "PUT"}, "updatebudget: method is PUT, in the catalogue PATCH"),
        ({"status": 201}, "updatebudget: status is 201, in the catalogue 200"),
        (
            {"path": "/connect/v3/spend/budget/{id}"},
            "updatebudget: path is /connect/v3/spend/budget/{}, in the catalogue /connect/v3/spend/budgets/{}",
        ),
        ({"id": "changebudget"}, "changebudget is neither in the catalogue nor declared auxiliary or control"),
        ({"standing": "auxiliary"}, "updatebudget is declared auxiliary, and is in the catalogue"),
    ],
)
def test_a_contradiction_is_a_failure(change, text):
    found = report([replace(declared("updatebudget"), **change)])
    assert found.failures == [text]
    assert f"  {text}" in found.lines()


def test_what_may_differ():
    one = declared("createmasspayment")  # its status is not published
    other = declared("getbudget")
    assert report([replace(one, status=200)]).failures == []
    assert report([replace(other, path=other.path.replace("budgetId", "id"))]).failures == []
    assert report([replace(other, id="mock_x", standing="control")]).failures == []
    assert report([replace(other, id="download", standing="auxiliary")]).failures == []


def test_nothing_is_declared_twice_but_an_alias_is_another_way():
    one = declared("createnewsecuritykey")
    alias = replace(one, path=one.path.replace("security-key", "security_key"), standing="alias")
    assert report([one, alias]).failures == []
    assert len(report([alias]).built) == 0
    assert report([one, one]).failures == [
        "createnewsecuritykey is declared 2 times",
        f"POST {shape_of(one.path)} is declared 2 times",
    ]


def test_the_control_api_tells_it(api):
    told = api.get("/_mock/coverage")
    assert told.status_code == 200
    assert told.json["total"] == 327
    assert told.json["failures"] == []
    assert told.json["built"] >= len([one for one in OPERATIONS if one.standing == "operation"])


def test_the_command_prints_all_areas():
    printed = CliRunner().invoke(main, ["coverage"])
    assert printed.exit_code == 0, printed.output
    assert [line.split()[0] for line in printed.stdout.splitlines()[:8]] == [*AREAS, "all"]
