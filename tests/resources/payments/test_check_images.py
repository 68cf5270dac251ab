"""Images of cashed checks."""

from io import BytesIO

from pypdf import PdfReader


def images(payer, payment):
    return payer.api.get(f"/v3/payments/{payment['id']}/check-image")


def test_front_and_back_once_it_is_cashed(payer):
    payment = payer.pays(payer.bill(payer.vendor(name="Müller (Sons) \\ Co"), 100))
    assert images(payer, payment).json == {"results": []}
    payer.steer(payment, "clear")
    links = [row["downloadLink"] for row in images(payer, payment).json["results"]]
    assert [link.rpartition("/")[2] for link in links] == ["front", "back"]
    session = {"sessionId": payer.api.headers["sessionId"]}
    payer.api.headers = {}
    files = [payer.api.http.get(link.removeprefix("http://localhost"), headers=session) for link in links]
    for file in files:
        assert file.status_code == 200 and file.content_type == "application/pdf"
    front, back = (PdfReader(BytesIO(file.data), strict=True).pages[0] for file in files)
    assert {"Pay to the order of Müller (Sons) \\ Co", "USD 100.00"} <= set(front.extract_text().splitlines())
    assert back.extract_text().splitlines() == ["For deposit only", "Müller (Sons) \\ Co"]


def test_no_session_no_image(payer):
    payment = payer.pays()
    payer.steer(payment, "clear")
    link = images(payer, payment).json["results"][0]["downloadLink"].removeprefix("http://localhost")
    assert payer.api.http.get(link).status_code == 401
    payer.api.refused(payer.api.get(f"{link}x"), 404)


def test_no_image_of_what_is_no_check(payer):
    payment = payer.pays(payer.bill(payer.ach(), 100))
    payer.steer(payment, "clear")
    payer.api.refused(images(payer, payment), 404, code="BDC_1205")
    payer.api.refused(images(payer, {"id": "stp01X"}), 404, code="BDC_1205")
