"""Attachments of vendors: there at once, listed in pages, gone when deleted."""

import pytest

from mockbill.data import fixture

from .conftest import walk

PDF = fixture("documents", "invoice.pdf").read_bytes()
NOWHERE = "00901AAAAAAAAAA00000"


def attach(api, vendor, data=PDF, name="w9.pdf"):
    return api.post(
        f"/v3/attachments/vendors/{vendor['id']}",
        query_string={"name": name},
        data=data,
        content_type="application/octet-stream",
    )


def fetch(api, link):
    return api.http.get(link, headers={"sessionId": api.headers["sessionId"]})


def test_an_attachment_has_its_final_id_and_link_at_once(api, payables):
    answer = attach(api, payables.vendor(), name="März.pdf")
    assert answer.status_code == 200
    assert list(answer.json) == ["id", "name", "createdTime", "downloadLink"]
    assert answer.json["id"].startswith("att") and answer.json["name"] == "März.pdf"
    assert answer.json["downloadLink"].endswith(f"/AttachDownload?id={answer.json['id']}")
    assert api.get(f"/v3/attachments/{answer.json['id']}").json == answer.json
    assert fetch(api, answer.json["downloadLink"]).data == PDF


def test_the_list_of_a_vendor_holds_its_attachments_only_and_pages(api, payables):
    vendor, other = payables.vendor(), payables.vendor()
    mine = [attach(api, vendor, name=f"{index}.pdf").json["id"] for index in range(3)]
    attach(api, other)
    path = f"/v3/attachments/vendors/{vendor['id']}"
    assert walk(api, path, 2) == mine
    assert walk(api, path, 100, sort="name:desc", filters="name:eq:0.pdf") == mine, "only max and page are known"


def test_a_deleted_attachment_is_gone_with_its_bytes(api, world, payables):
    vendor = payables.vendor()
    kept, gone = attach(api, vendor, b"kept").json, attach(api, vendor, b"gone").json
    answer = api.delete(f"/v3/attachments/{gone['id']}")
    assert (answer.status_code, answer.json) == (200, {"status": "SUCCESS"})
    assert walk(api, f"/v3/attachments/vendors/{vendor['id']}", 10) == [kept["id"]]
    for answer in (
        api.get(f"/v3/attachments/{gone['id']}"),
        api.delete(f"/v3/attachments/{gone['id']}"),
        fetch(api, gone["downloadLink"]),
    ):
        api.refused(answer, 404, code="BDC_1205")
    assert world.store.blob(gone["id"]) is None
    assert fetch(api, kept["downloadLink"]).data == b"kept"


@pytest.mark.parametrize(
    ("data", "name", "code"), [(b"", "a.pdf", None), (PDF, "", "BDC_1108"), (b"x" * 6_291_457, "a.pdf", "BDC_1143")]
)
def test_what_is_no_file_leaves_nothing(api, world, payables, data, name, code):
    vendor = payables.vendor()
    before = world.fingerprint(frozenset({"session"}))
    api.refused(attach(api, vendor, data, name), 400, code=code)
    assert world.fingerprint(frozenset({"session"})) == before


def test_an_unknown_vendor_has_no_attachments(api):
    api.refused(attach(api, {"id": NOWHERE}), 404, code="BDC_1205")
    api.refused(api.get(f"/v3/attachments/vendors/{NOWHERE}"), 404, code="BDC_1205")


def test_who_may_only_read_neither_attaches_nor_deletes(api, world, payables):
    vendor = payables.vendor()
    made = attach(api, vendor).json
    email = next(row["email"] for row in world.store.find("user") if row["role"]["type"] == "AUDITOR")
    auditor = api.as_user(email)
    api.refused(attach(auditor, vendor), 403, code="BDC_1145")
    api.refused(auditor.delete(f"/v3/attachments/{made['id']}"), 403, code="BDC_1145")
    assert auditor.get(f"/v3/attachments/{made['id']}").json == made
