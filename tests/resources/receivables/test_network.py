"""Customers in the network: invited, connected, disconnected; what they show meanwhile."""

import pytest

MANUAL, AUTO, TELECOM = "4417700123456789", "4417700234567890", "0rv01MOCKTELECO00001"


def path(customer):
    return f"/v3/network/invitation/customer/{customer['id']}"


def invite(api, customer, network_id, type="BILL", **more):
    return api.post(path(customer), json={"networkId": network_id, "networkType": type, **more})


def standing(api, customer):
    return api.get(path(customer)).json


def test_a_customer_is_invited_by_mail_and_accepts(receivables, api, events):
    customer = receivables.customer()
    assert standing(api, customer) == {"id": customer["id"], "status": "NOT_CONNECTED"}
    answer = invite(api, customer, MANUAL)
    assert (answer.status_code, answer.data) == (200, b"")
    assert standing(api, customer) == {"id": customer["id"], "status": "PENDING", "networkId": MANUAL}
    assert receivables.read("customers", customer) == customer
    [mail] = api.get(f"/_mock/emails?about={customer['id']}").json["emails"]
    assert (mail["kind"], mail["to"]) == ("network.invitation", ["ap@harborkayak.example"])
    assert api.post(f"/_mock/network/invitations/{customer['id']}/accept").json["status"] == "CONNECTED"
    assert standing(api, customer)["status"] == "CONNECTED"
    assert events == []


def test_who_connects_by_itself_gets_no_mail(receivables, api):
    customer = receivables.customer()
    assert invite(api, customer, AUTO).status_code == 200
    assert standing(api, customer)["status"] == "CONNECTED"
    assert api.get("/_mock/emails").json == {"emails": []}


def test_the_profile_stands_in_for_company_name_and_phone(receivables, api):
    customer = receivables.customer(companyName="Harbor Kayak Club LLC", phone="5105550142")
    invite(api, customer, AUTO)
    connected = receivables.read("customers", customer)
    assert (connected["companyName"], connected["phone"]) == ("Maumee Valley Packaging", "4195550142")
    assert connected["updatedTime"] > customer["updatedTime"]
    patched = api.patch(f"/v3/customers/{customer['id']}", json={"phone": "5105550199", "fax": "1"}).json
    assert (patched["phone"], patched["fax"]) == ("4195550142", "1")
    assert api.delete(path(customer)).status_code == 200
    alone = receivables.read("customers", customer)
    assert (alone["companyName"], alone["phone"]) == ("Harbor Kayak Club LLC", "5105550199")


def test_an_unanswered_invitation_lapses_after_60_days(receivables, api):
    customer = receivables.customer()
    invite(api, customer, MANUAL)
    api.advance(days=61)
    api.login()
    assert standing(api, customer)["status"] == "NOT_CONNECTED"
    assert receivables.read("customers", customer) == customer


def test_a_pending_invitation_is_deleted_before_another_is_sent(receivables, api):
    customer = receivables.customer()
    invite(api, customer, MANUAL)
    api.refused(invite(api, customer, AUTO), 422, code="BDC_1143")
    assert [api.delete(path(customer)).status_code for _ in range(2)] == [200, 422]
    assert invite(api, customer, AUTO).status_code == 200


@pytest.mark.parametrize(
    ("network_id", "type", "status"),
    [("4417", "BILL", 422), (TELECOM, "RPPS", 422), (TELECOM, "BILL", 422), (MANUAL, "EMAIL", 400), ("", "BILL", 400)],
)
def test_bad_invitations_are_refused(receivables, api, network_id, type, status):
    customer = receivables.customer()
    api.refused(invite(api, customer, network_id, type), status)
    api.refused(invite(api, customer, network_id, type, rppsInformation={}), status)
    assert standing(api, customer)["status"] == "NOT_CONNECTED"


def test_who_cannot_be_invited(receivables, api):
    api.refused(invite(api, {"id": "0cu01NOSUCHCUSTO0000"}, MANUAL), 404, code="BDC_1205")
    api.refused(api.delete(path({"id": "0cu01NOSUCHCUSTO0000"})), 404, code="BDC_1205")
    archived = receivables.customer()
    api.post(f"/v3/customers/{archived['id']}/archive")
    api.refused(invite(api, archived, MANUAL), 422, code="BDC_1143")


def accept(api, **body):
    return api.post("/v3/network/invitation/accept", json={"networkId": MANUAL, **body})


def test_an_organization_that_pays_us_is_accepted_as_a_customer(receivables, api):
    api.post(f"/_mock/network/organizations/{MANUAL}/invite", json={"type": "CUSTOMER"})
    api.refused(accept(api, type="VENDOR", name="Happy"), 422, code="BDC_1143")
    assert accept(api, type="CUSTOMER", name="Happy").status_code == 200
    [customer] = api.get("/v3/customers").json["results"]
    assert (customer["name"], customer["email"], customer["companyName"]) == (
        "Happy", "books@happymusic.example", "Happy Music Supplies",
    )  # fmt: skip
    assert standing(api, customer) == {"id": customer["id"], "status": "CONNECTED", "networkId": MANUAL}


def test_or_as_a_customer_there_is(receivables, api):
    customer = receivables.customer()
    api.post(f"/_mock/network/organizations/{MANUAL}/invite", json={"type": "CUSTOMER"})
    assert accept(api, type="CUSTOMER", id=customer["id"]).status_code == 200
    assert standing(api, customer)["status"] == "CONNECTED"
    assert api.post(f"/_mock/network/invitations/{customer['id']}/disconnect").status_code == 200
    assert receivables.read("customers", customer)["updatedTime"] > customer["updatedTime"]
    assert "companyName" not in receivables.read("customers", customer)


def test_the_connection_stays_while_a_charge_is_on_its_way(receivables, api, payer):
    assert invite(api, payer.customer, AUTO).status_code == 200
    payment = payer.charge((receivables.invoice(payer.customer), 100))
    api.refused(api.delete(path(payer.customer)), 422, code="BDC_1143")
    assert api.post(f"/_mock/receivable-payments/{payment['id']}/settle").status_code == 200
    assert api.delete(path(payer.customer)).status_code == 200
    assert standing(api, payer.customer)["status"] == "NOT_CONNECTED"
