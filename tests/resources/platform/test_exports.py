"""Exports: started in the web app, listed, fetched by a link that needs no credential."""

import csv
from io import StringIO

from tests.resources.payables.conftest import Payables, payables

__all__ = ["Payables", "payables"]
PATH = "/v3/exports"


def start(api, kind="vendors", **more):
    answer = api.post("/_mock/exports", json={"kind": kind, **more})
    assert answer.status_code == 200, answer.text
    return answer.json


def content(api, export):
    link = api.get(f"{PATH}/{export['exportId']}/download-link").json["downloadLink"]
    answer = api.http.get(link)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(StringIO(answer.text)))


def test_an_export_holds_what_there_is(payables):
    api, made = payables.api, [payables.vendor(name='Lake & Söhne, "Paper"', phone="1"), payables.vendor(email="a@b.c")]
    export = start(api)
    assert export == {
        "exportId": export["exportId"], "name": "vendors-2026-03-02.csv", "status": "COMPLETED",
        "createdTime": export["createdTime"],
    }  # fmt: skip
    assert api.get(PATH).json == {"results": [export]}
    rows = content(api, export)
    assert [row["id"] for row in rows] == [vendor["id"] for vendor in made]
    assert (rows[0]["name"], rows[0]["phone"], rows[1]["phone"]) == ('Lake & Söhne, "Paper"', "1", "")
    assert (rows[0]["address.city"], rows[0]["archived"], rows[0]["balance.amount"]) == ("Chicago", "false", "0.0")


def test_every_kind_may_be_exported(payables):
    payables.bill()
    for kind, count in (("vendors", 1), ("bills", 1), ("payments", 0), ("customers", 0), ("invoices", 0)):
        assert len(content(payables.api, start(payables.api, kind))) == count


def test_no_cell_becomes_a_formula(payables):
    payables.vendor(name="=1+1", phone="+1 419", email="-x@y.z")
    [row] = content(payables.api, start(payables.api))
    assert (row["name"], row["phone"], row["email"]) == ("'=1+1", "'+1 419", "'-x@y.z")


def test_one_that_takes_its_time_holds_what_there_is_when_it_is_done(payables):
    api, export = payables.api, start(payables.api, minutes=10)
    assert export["status"] == "IN_PROGRESS"
    api.refused(api.get(f"{PATH}/{export['exportId']}/download-link"), 422, code="BDC_1143")
    payables.vendor()
    api.advance(minutes=11)
    [done] = api.get(PATH).json["results"]
    assert done == export | {"status": "COMPLETED"}
    assert len(content(api, done)) == 1


def test_pages(api):
    made = [start(api) for _ in range(3)]
    first = api.get(PATH, query_string={"max": 2}).json
    rest = api.get(PATH, query_string={"max": 2, "page": first["nextPage"]}).json
    assert first["results"] + rest["results"] == made
    assert len(api.get(PATH, query_string={"filters": "x:eq:y"}).json["results"]) == 3


def test_unknown_ones(api):
    api.refused(api.get(f"{PATH}/nope/download-link"), 404, code="BDC_1205")
    api.refused(api.http.get(f"/export-downloads/nope?world={api.world.key}"), 404, code="BDC_1205")
    assert api.post("/_mock/exports", json={"kind": "secrets"}).status_code == 400
    assert api.post("/_mock/exports", json={"kind": "bills", "minutes": -1}).status_code == 400
