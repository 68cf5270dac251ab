"""Images of cashed checks."""

import re


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
        assert readable(file.data)
    assert rb"M\374ller".decode("unicode_escape").encode("cp1252") in files[0].data
    assert rb"\(Sons\) \\ Co" in files[0].data and b"100.00" in files[0].data


def readable(data):
    """The cross-reference table of a PDF leads to its objects, and the stream has its length."""
    start = int(re.search(rb"startxref\n(\d+)", data)[1])
    assert data[start : start + 4] == b"xref"
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", data[start:])]
    length, stream = re.search(rb"/Length (\d+) >>\nstream\n(.*)\nendstream", data, re.S).groups()
    return all(data[place:].startswith(b"%d 0 obj" % n) for n, place in enumerate(places, 1)) and int(length) == len(
        stream
    )


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
