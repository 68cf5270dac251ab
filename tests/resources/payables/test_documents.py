"""Documents of bills: an upload, what becomes of it on the clock, and its bytes back by the link."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockbill.data import fixture

from .conftest import walk

PDF = fixture("documents", "invoice.pdf").read_bytes()
PNG = fixture("documents", "receipt.png").read_bytes()
NOWHERE = "00n01AAAAAAAAAA00000"


def upload(api, bill, data=PDF, name="invoice.pdf"):
    return api.post(
        f"/v3/documents/bills/{bill['id']}",
        query_string={"name": name},
        data=data,
        content_type="application/octet-stream",
    )


def finished(api, bill, data=PDF, name="invoice.pdf"):
    """A document, finished."""
    answer = upload(api, bill, data, name)
    assert answer.status_code == 200, answer.text
    api.advance(seconds=60)
    [status] = api.get(f"/v3/documents/upload-status?ids={answer.json['id']}").json
    return api.get(f"/v3/documents/{status['documentId']}").json


def fetch(api, link, **headers):
    return api.http.get(link, headers=headers)


def test_an_upload_answers_a_temporary_id_and_nothing_else(api, payables):
    answer = upload(api, payables.bill())
    assert answer.status_code == 200
    assert answer.json.keys() == {"id"} and answer.json["id"].startswith("0du") and len(answer.json["id"]) == 20


def test_an_upload_passes_its_states_on_the_clock_and_becomes_a_document(api, payables):
    bill = payables.bill()
    id = upload(api, bill).json["id"]

    def status():
        [found] = api.get(f"/v3/documents/upload-status?ids={id}").json
        return found

    path = f"/v3/documents/bills/{bill['id']}"
    assert status() == {"uploadId": id, "status": "IN_PROGRESS"}
    api.advance(seconds=30)
    assert status() == {"uploadId": id, "status": "IVA_PROCESSING"}
    assert api.get(path).json == {"results": []}
    api.advance(seconds=30)
    done = status()
    assert done == {"documentId": done["documentId"], "uploadId": id, "status": "UPLOADED"}
    assert done["documentId"].startswith("00h")
    document = api.get(f"/v3/documents/{done['documentId']}").json
    assert list(document) == ["id", "name", "createdTime", "downloadLink"]
    assert document["id"] == done["documentId"] and document["name"] == "invoice.pdf"
    assert api.get(path).json == {"results": [document]}


@pytest.mark.parametrize("seconds", [0, 1, 600])
def test_how_long_it_takes_is_a_choice(api, world, payables, seconds):
    world.choices.update({"document.processing_seconds": seconds})
    id = upload(api, payables.bill()).json["id"]
    if seconds:
        api.advance(seconds=seconds - 0.01)
        assert api.get(f"/v3/documents/upload-status?ids={id}").json[0]["status"] != "UPLOADED"
        api.advance(seconds=0.01)
    assert api.get(f"/v3/documents/upload-status?ids={id}").json[0]["status"] == "UPLOADED"


def test_several_uploads_are_asked_for_at_once(api, payables):
    bill = payables.bill()
    ids = [upload(api, bill).json["id"] for _ in range(3)]
    commas = api.get("/v3/documents/upload-status", query_string={"ids": ",".join(ids)}).json
    repeated = api.get("/v3/documents/upload-status", query_string=[("ids", id) for id in ids]).json
    assert [status["uploadId"] for status in commas] == ids
    assert repeated == commas


def test_an_unknown_upload_is_404_or_left_out_by_choice(api, world, payables):
    id = upload(api, payables.bill()).json["id"]
    path = f"/v3/documents/upload-status?ids={id},0du01AAAAAAAAAA00000"
    api.refused(api.get(path), 404, code="BDC_1205")
    world.choices.update({"document.unknown_upload": "omit"})
    assert [status["uploadId"] for status in api.get(path).json] == [id]


def test_upload_status_needs_ids(api):
    text = "Missing parameter value for parameter: ids."
    api.refused(api.get("/v3/documents/upload-status"), 400, text, code="BDC_1108")
    api.refused(api.get("/v3/documents/upload-status?ids=,"), 400, text, code="BDC_1108")


def test_a_temporary_id_is_no_document(api, payables):
    id = upload(api, payables.bill()).json["id"]
    for advanced in (0, 60):
        api.advance(seconds=advanced)
        api.refused(api.get(f"/v3/documents/{id}"), 404, code="BDC_1205")


def test_a_file_needs_a_name(api, payables):
    path = f"/v3/documents/bills/{payables.bill()['id']}"
    text = "Missing parameter value for parameter: name."
    api.refused(api.post(path, data=PDF), 400, text, code="BDC_1108")
    api.refused(api.post(f"{path}?name=", data=PDF), 400, text, code="BDC_1108")
    api.refused(api.post(f"{path}?name=%20", data=PDF), 400, "name: must not be blank", code=None)


def test_an_empty_file_is_refused(api, payables):
    api.refused(upload(api, payables.bill(), b""), 400, "file: must not be empty", code=None)


def test_a_file_has_at_most_6_mb_and_one_too_large_leaves_nothing(api, world, payables):
    bill = payables.bill()
    before = world.fingerprint(frozenset({"session"}))
    answer = upload(api, bill, b"x" * (6 * 1024 * 1024 + 1))
    api.refused(answer, 400, "Invalid entity data. file: Maximum size is 6 MB.", code="BDC_1143")
    assert world.fingerprint(frozenset({"session"})) == before
    largest = b"x" * (6 * 1024 * 1024)
    document = finished(api, bill, largest, "big.bin")
    assert fetch(api, document["downloadLink"], sessionId=api.headers["sessionId"]).data == largest


def test_an_unknown_bill_has_no_documents(api):
    api.refused(upload(api, {"id": NOWHERE}), 404, code="BDC_1205")
    api.refused(api.get(f"/v3/documents/bills/{NOWHERE}"), 404, code="BDC_1205")


def test_who_may_only_read_uploads_nothing(api, world, payables):
    bill = payables.bill()
    email = next(row["email"] for row in world.store.find("user") if row["role"]["type"] == "AUDITOR")
    auditor = api.as_user(email)
    api.refused(upload(auditor, bill), 403, code="BDC_1145")
    assert auditor.get(f"/v3/documents/bills/{bill['id']}").status_code == 200


# Lists


def test_the_list_of_a_bill_holds_its_documents_only_and_pages(api, payables):
    bill, other = payables.bill(), payables.bill()
    mine = [finished(api, bill, name=f"{index}.pdf")["id"] for index in range(3)]
    finished(api, other)
    path = f"/v3/documents/bills/{bill['id']}"
    assert walk(api, path, 2) == mine
    others = {"sort": "name:desc", "filters": "name:eq:0.pdf"}
    assert walk(api, path, 100, **others) == mine, "only max and page are known"
    for most in (0, 101):
        api.refused(api.get(f"{path}?max={most}"), 400)


def test_a_page_of_one_bill_does_not_open_another(api, payables):
    bill, other = payables.bill(), payables.bill()
    for _ in range(2):
        finished(api, bill)
    page = api.get(f"/v3/documents/bills/{bill['id']}?max=1").json["nextPage"]
    assert api.get(f"/v3/documents/bills/{other['id']}", query_string={"page": page}).json == {"results": []}


# Downloads


@pytest.mark.parametrize(
    ("data", "name", "media"),
    [
        (PDF, "invoice.pdf", "application/pdf"),
        (PNG, "Receipt.PNG", "image/png"),
        (b"a,b", "lines.csv", "text/csv"),
        (b"PK", "a.b.XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"\x00\xff", "no ending", "application/octet-stream"),
        (b"?", 'Rechnung "März"\r\n/1.pdf', "application/pdf"),
    ],
)
def test_a_link_gives_the_bytes_back_by_the_session_alone(api, payables, data, name, media):
    document = finished(api, payables.bill(), data, name)
    assert document["name"] == name
    answer = fetch(api, document["downloadLink"], sessionId=api.headers["sessionId"])
    assert answer.status_code == 200 and answer.data == data
    assert answer.headers["Content-Type"].partition(";")[0] == media
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")


def test_a_link_without_a_valid_session_is_401(api, payables):
    link = finished(api, payables.bill())["downloadLink"]
    text = "Session is invalid.  Please log in."
    api.refused(fetch(api, link), 401, text, code="BDC_1109")
    api.refused(fetch(api, link, sessionId="none"), 401, text)
    api.refused(fetch(api, link, devKey=api.headers["devKey"]), 401, text)
    old = api.headers["sessionId"]
    api.post("/v3/logout")
    api.refused(fetch(api, link, sessionId=old), 401, text)


def test_a_session_of_another_organization_finds_no_file(api, simulation, world, payables, callers):
    link = finished(api, payables.bill())["downloadLink"]
    with callers() as others:
        answer = fetch(others.api, link, sessionId=others.api.headers["sessionId"])
        api.refused(answer, 404, code="BDC_1205")


def test_a_link_leads_to_the_world_of_its_session(api, simulation, payables):
    from werkzeug.test import Client

    document = finished(api, payables.bill(), PNG, "receipt.png")
    answer = Client(simulation.app()).get(document["downloadLink"], headers={"sessionId": api.headers["sessionId"]})
    assert answer.data == PNG


def test_a_link_begins_where_the_upload_was_sent(api, payables):
    answer = api.post(
        f"/v3/documents/bills/{payables.bill()['id']}?name=a.pdf", data=PDF, base_url="https://bill.example:8443"
    )
    api.advance(seconds=60)
    [status] = api.get(f"/v3/documents/upload-status?ids={answer.json['id']}").json
    link = api.get(f"/v3/documents/{status['documentId']}").json["downloadLink"]
    assert link.startswith("https://bill.example:8443/")


def test_documents_live_through_a_snapshot(api, world, payables):
    bill = payables.bill()
    id = upload(api, bill).json["id"]
    image = world.image()
    api.advance(seconds=60)
    world.restore(image)
    assert api.get(f"/v3/documents/upload-status?ids={id}").json[0]["status"] == "IN_PROGRESS"
    api.advance(seconds=60)
    [document] = api.get(f"/v3/documents/bills/{bill['id']}").json["results"]
    assert fetch(api, document["downloadLink"], sessionId=api.headers["sessionId"]).data == PDF


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    files=st.lists(st.tuples(st.binary(min_size=1, max_size=200), st.text(min_size=1, max_size=20)), max_size=4),
    size=st.integers(1, 3),
)
def test_every_file_that_is_taken_comes_back_byte_for_byte(callers, files, size):
    with callers() as payables:
        api, bill = payables.api, payables.bill()
        taken = []
        for data, name in files:
            before = api.world.fingerprint(frozenset({"session"}))
            answer = upload(api, bill, data, name)
            if answer.status_code == 200:
                taken.append((data, name))
            else:
                api.refused(answer, 400)
                assert not name.strip() or "\x00" in name
                assert api.world.fingerprint(frozenset({"session"})) == before
        api.advance(minutes=2)
        ids = walk(api, f"/v3/documents/bills/{bill['id']}", size)
        found = [api.get(f"/v3/documents/{id}").json for id in ids]
        session = api.headers["sessionId"]
        assert [(fetch(api, row["downloadLink"], sessionId=session).data, row["name"]) for row in found] == taken
