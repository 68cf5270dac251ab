"""Uploads, and waiting for them."""

import asyncio
import io

import httpx
import pytest
from billclient import BillError, SessionInvalid, WaitTimeout


@pytest.fixture
def pdf(tmp_path):
    path = tmp_path / "invoice 7.pdf"
    path.write_bytes(b"%PDF-1.7")
    return path


def test_the_body_is_the_file_and_the_name_is_in_the_query(bill, fake) -> None:
    fake.rest = {"id": "0du1"}
    assert bill.documents.upload("00n1", b"%PDF", "a&b.pdf") == {"id": "0du1"}
    assert fake.last.url.path == "/connect/v3/documents/bills/00n1"
    assert dict(fake.last.url.params) == {"name": "a&b.pdf"}
    assert fake.last.headers["Content-Type"] == "application/octet-stream"
    assert fake.last.content == b"%PDF"


def test_a_path_and_an_open_file_bring_their_name(bill, fake, pdf) -> None:
    bill.documents.upload("00n1", pdf)
    bill.documents.upload("00n1", str(pdf))
    with pdf.open("rb") as file:
        bill.attachments.upload("invoices", "00e1", file, replaceInvoicePdf=True)
    assert [r.content for r in fake.requests] == [b"%PDF-1.7"] * 3
    assert [r.url.params["name"] for r in fake.requests] == ["invoice 7.pdf"] * 3
    assert fake.last.url.params["replaceInvoicePdf"] == "true"
    bill.documents.upload("00n1", pdf, "other.pdf")
    assert fake.last.url.params["name"] == "other.pdf"


@pytest.mark.parametrize("file", [b"x", io.BytesIO(b"x")])
def test_bytes_need_a_name(bill, fake, file) -> None:
    with pytest.raises(ValueError, match="needs a name"):
        bill.documents.upload("00n1", file)
    assert fake.requests == []


def test_an_upload_after_a_dead_session_sends_the_file_again(bill, fake) -> None:
    bill.vendors.get("1")
    fake.live.clear()
    bill.documents.upload("00n1", b"%PDF", "a.pdf")
    assert [r.content for r in fake.requests[1:]] == [b"%PDF", b"%PDF"]


DONE = {"uploadId": "0du1", "documentId": "00h1", "status": "UPLOADED"}


@pytest.mark.parametrize("upload", ["0du1", {"id": "0du1"}, {"uploadId": "0du1"}])
def test_waiting_looks_until_it_is_done(bill, fake, upload) -> None:
    fake.answers = [
        [{"uploadId": "0du1", "status": "IN_PROGRESS"}],
        [],
        [{"uploadId": "0du1", "status": "IVA_PROCESSING"}],
        [DONE],
    ]
    assert bill.documents.wait(upload, interval=0) == DONE
    assert [r.url.params["ids"] for r in fake.requests] == ["0du1"] * 4


def test_waiting_has_an_end(bill, fake) -> None:
    fake.rest = [{"uploadId": "0du1", "status": "IN_PROGRESS"}]
    with pytest.raises(WaitTimeout, match="IN_PROGRESS after 3 looks"):
        bill.documents.wait("0du1", interval=0, tries=3)
    assert len(fake.requests) == 3


def test_an_upload_that_ended_otherwise_is_an_error(bill, fake) -> None:
    fake.rest = [{"uploadId": "0du1", "status": "FAILED"}]
    with pytest.raises(BillError, match="ended as FAILED"):
        bill.documents.wait("0du1", interval=0)


def test_waiting_under_asyncio(fake) -> None:
    fake.answers = [[{"uploadId": "0du1", "status": "IN_PROGRESS"}], [DONE]]

    async def main() -> object:
        async with fake.async_client() as client:
            return await client.documents.wait("0du1", interval=0)

    assert asyncio.run(main()) == DONE


def test_walks(bill, fake) -> None:
    fake.rest = {"results": [{"id": "1"}]}
    assert list(bill.documents.iterate("00n1")) == [{"id": "1"}]
    assert list(bill.attachments.iterate("vendors", "0091")) == [{"id": "1"}]
    assert [r.url.path.removeprefix("/connect/v3") for r in fake.requests] == [
        "/documents/bills/00n1",
        "/attachments/vendors/0091",
    ]


@pytest.mark.parametrize(
    "link", ["https://bill.test/AttachDownload?id=1", "https://app02.us.bill.com/AttachDownload?id=1"]
)
def test_a_download_sends_the_session_id_and_nothing_else(bill, fake, link) -> None:
    fake.rest = httpx.Response(200, content=b"%PDF")
    assert bill.download(link) == b"%PDF"
    assert str(fake.last.url) == link
    assert fake.last.headers["sessionId"] == "s1"
    assert "devKey" not in fake.last.headers
    fake.live.clear()
    assert bill.download(link) == b"%PDF"
    assert len(fake.logins) == 2


@pytest.mark.parametrize(
    "link",
    ["https://storage.test/x", "https://evilbill.com/x", "http://app.bill.com/x", "https://bill.test.evil.test/x"],
)
def test_a_download_from_elsewhere_sends_no_session(bill, fake, link) -> None:
    fake.rest = httpx.Response(200, content=b"%PDF")
    assert bill.download(link) == b"%PDF"
    assert not {"apitoken", "sessionid", "devkey", "authorization"} & set(fake.last.headers)
    assert fake.logins == []


def test_a_download_refused_after_a_fresh_login_is_told(bill, fake, refused) -> None:
    fake.rest = lambda request: refused(401, "BDC_1109")
    with pytest.raises(SessionInvalid):
        bill.download("https://bill.test/x")
    assert len(fake.logins) == 1


URL = "https://storage.test/up/1?X-Sig=a%2Fb"


def test_a_receipt_is_put_without_credential_and_then_attached(bill, fake) -> None:
    fake.answers = [{"url": URL}, None, {"uuid": "rct_1"}]
    assert bill.spend.attach_receipt("txr_1", b"\x89PNG", "image/png") == {"uuid": "rct_1"}
    ask, put, attach = fake.requests
    assert (ask.method, ask.url.path) == ("POST", "/connect/v3/spend/transactions/receipt-upload-url")
    assert (put.method, str(put.url), put.content) == ("PUT", URL, b"\x89PNG")
    assert put.headers["Content-Type"] == "image/png"
    assert not {"apitoken", "sessionid", "devkey", "authorization"} & set(put.headers)
    assert (attach.url.path, attach.content) == (
        "/connect/v3/spend/transactions/txr_1/receipts",
        b'{"url":"https://storage.test/up/1?X-Sig=a%2Fb"}',
    )


def test_a_presigned_url_on_the_gateway_gets_no_credential_either(bill, fake) -> None:
    fake.rest = None
    bill.put_presigned("https://bill.test/connect/v3/upload/1", b"x", "image/png")
    assert not {"apitoken", "sessionid", "devkey", "authorization"} & set(fake.last.headers)
    with pytest.raises(ValueError, match="not a URL"):
        bill.put_presigned("/v3/upload/1", b"x", "image/png")


def test_an_image_for_a_reimbursement(bill, fake) -> None:
    fake.answers = [{"url": URL}, None]
    assert bill.spend.upload_image(b"x") == {"url": URL}
    assert [r.method for r in fake.requests] == ["POST", "PUT"]
