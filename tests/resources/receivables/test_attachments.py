"""Attachments of customers stand apart from those of vendors."""


def test_a_customers_attachments_are_its_own(api, receivables):
    mine, other = (f"/v3/attachments/customers/{receivables.customer()['id']}" for _ in range(2))
    sent = {"query_string": {"name": "waiver.pdf"}, "data": b"%PDF-1.7", "content_type": "application/octet-stream"}
    made = api.post(mine, **sent)
    assert made.status_code == 200
    assert api.get(mine).json["results"] == [made.json] and api.get(other).json["results"] == []
    assert api.delete(f"/v3/attachments/{made.json['id']}").json == {"status": "SUCCESS"}
    assert api.get(mine).json["results"] == []
    api.refused(api.post("/v3/attachments/customers/0cu01AAAAAAAAAA00000", **sent), 404, code="BDC_1205")
