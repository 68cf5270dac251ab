"""Vendors in the network: invited, connected, paid through it, disconnected; and the invitations of others."""

import pytest

from tests.resources.payables.conftest import payables

__all__ = ["payables"]

MANUAL, AUTO, WALLET, PRIVATE = "4417700123456789", "4417700234567890", "4417700345678901", "4417700456789012"
TELECOM, POWER = "0rv01MOCKTELECO00001", "0rv01GREATLAKES00002"


class Net:
    """Invites and looks, through the API."""

    def __init__(self, payables):
        self.api, self.vendor, self.read = payables.api, payables.vendor, payables.read

    def path(self, vendor):
        return f"/v3/network/invitation/vendor/{vendor['id']}"

    def invite(self, vendor, network_id, type=None, **more):
        type = type or ("RPPS" if network_id.startswith("0rv") else "BILL")
        if type == "RPPS":
            more = {"rppsInformation": {"accountNumber": "0123456789"}, **more}
        return self.api.post(self.path(vendor), json={"networkId": network_id, "networkType": type, **more})

    def connected(self, network_id, **fields):
        """A vendor that is connected."""
        vendor = self.vendor(**fields)
        assert self.invite(vendor, network_id).status_code == 200
        if self.standing(vendor)["status"] == "PENDING":
            assert self.steer(vendor, "accept").status_code == 200
        return self.now(vendor)

    def standing(self, vendor):
        return self.api.get(self.path(vendor)).json

    def now(self, vendor):
        return self.read("vendors", vendor)

    def leave(self, vendor):
        return self.api.delete(self.path(vendor))

    def steer(self, vendor, action):
        return self.api.post(f"/_mock/network/invitations/{vendor['id']}/{action}")

    def asks(self, network_id, type="VENDOR"):
        return self.api.post(f"/_mock/network/organizations/{network_id}/invite", json={"type": type})

    def accept(self, **body):
        return self.api.post("/v3/network/invitation/accept", json=body)


@pytest.fixture
def net(payables):
    return Net(payables)


def told(events):
    return [(event, row["networkStatus"]) for event, row, _ in events]


def test_who_was_never_invited_is_not_connected(net):
    vendor = net.vendor()
    assert net.standing(vendor) == {"id": vendor["id"], "status": "NOT_CONNECTED"}


def test_an_invitation_waits_until_it_is_accepted(net, events):
    vendor = net.vendor()
    answer = net.invite(vendor, MANUAL)
    assert (answer.status_code, answer.data) == (200, b"")
    assert net.standing(vendor) == {"id": vendor["id"], "status": "PENDING", "networkId": MANUAL}
    pending = net.now(vendor)
    assert (pending["networkStatus"], pending["paymentInformation"]["payByType"]) == ("PENDING", "CHECK")
    assert "paymentNetworkId" not in pending
    assert net.steer(vendor, "accept").json == {"id": vendor["id"], "status": "CONNECTED", "networkId": MANUAL}
    now = net.now(vendor)
    assert (now["networkStatus"], now["paymentNetworkId"], now["bankAccountStatus"]) == (
        "CONNECTED", MANUAL, "NET_LINKED_ACCOUNT",
    )  # fmt: skip
    assert (now["paymentInformation"]["payByType"], now["paymentInformation"]["payBySubType"]) == ("ACH", "ACH")
    assert told(events)[1:] == [("vendor.updated", "PENDING"), ("vendor.updated", "CONNECTED")]
    net.api.advance(days=61)
    net.api.login()
    assert net.standing(vendor)["status"] == "CONNECTED"


def test_with_documented_causes_alone_a_pending_invitation_is_not_told(net, events, world):
    world.choices.update({"vendor.updated_on": "documented"})
    vendor = net.vendor()
    for _ in range(2):
        net.invite(vendor, MANUAL)
        net.leave(vendor)
    net.invite(vendor, AUTO)
    net.leave(vendor)
    assert told(events)[1:] == [("vendor.updated", "CONNECTED"), ("vendor.updated", "NOT_CONNECTED")]


def test_who_connects_by_itself_is_connected_at_once(net, events):
    vendor = net.vendor()
    assert net.invite(vendor, AUTO).status_code == 200
    assert net.standing(vendor) == {"id": vendor["id"], "status": "CONNECTED", "networkId": AUTO}
    assert told(events)[1:] == [("vendor.updated", "CONNECTED")]


def test_a_national_vendor_is_connected_at_once_and_paid_by_rpps(net, events):
    vendor = net.connected(TELECOM)
    assert (vendor["networkStatus"], vendor["rppsId"], vendor["paymentInformation"]["payByType"]) == (
        "CONNECTED_RPPS", TELECOM, "RPPS",
    )  # fmt: skip
    assert "paymentNetworkId" not in vendor
    assert net.standing(vendor) == {"id": vendor["id"], "status": "CONNECTED_RPPS", "networkId": TELECOM}
    assert told(events)[1:] == [("vendor.updated", "CONNECTED_RPPS")]


def test_a_private_organization_is_invited_by_its_id(net):
    assert net.connected(PRIVATE)["paymentNetworkId"] == PRIVATE


def test_the_profile_stands_in_for_the_vendors_own_details_while_connected(net):
    vendor = net.connected(
        MANUAL, phone="3125550148", paymentInformation={"payeeName": "Lake", "email": "r@lake.example"}
    )
    assert (vendor["phone"], vendor["paymentInformation"]["payeeName"]) == ("4085550177", "Happy Music Supplies")
    assert vendor["paymentInformation"]["email"] == "r@lake.example"
    path = f"/v3/vendors/{vendor['id']}"
    patched = net.api.patch(path, json={"phone": "3125559999", "email": "new@lake.example"}).json
    assert (patched["phone"], patched["email"]) == ("4085550177", "new@lake.example")
    assert net.leave(vendor).status_code == 200
    alone = net.now(vendor)
    assert (alone["phone"], alone["paymentInformation"]["payeeName"]) == ("3125559999", "Lake")
    assert "paymentNetworkId" not in alone and alone["bankAccountStatus"] == "NO_ACCOUNT"
    assert net.now(net.connected(PRIVATE, phone="1"))["phone"] == "1"


def test_a_vendors_own_account_is_used_again_after_a_disconnect(net):
    account = {"bankAccount": {"accountNumber": "12345678", "routingNumber": "021000021"}}
    vendor = net.connected(WALLET, paymentInformation=account)
    assert (vendor["paymentInformation"]["payByType"], vendor["bankAccountStatus"]) == ("WALLET", "NET_LINKED_ACCOUNT")
    assert (
        net.api.patch(f"/v3/vendors/{vendor['id']}", json={"email": "x@y.z"}).json["paymentInformation"]
        == (vendor["paymentInformation"])
    )
    assert net.steer(vendor, "disconnect").json == {"id": vendor["id"], "status": "NOT_CONNECTED"}
    alone = net.now(vendor)
    assert (alone["paymentInformation"]["payByType"], alone["bankAccountStatus"]) == ("ACH", "NO_NET_LINKED_ACCOUNT")
    assert alone["paymentInformation"]["bankAccount"]["accountNumber"] == "****5678"


def test_a_connected_vendor_shows_its_linked_account_in_place_of_ours(net, world):
    own = {"bankAccount": {"accountNumber": "12345678", "routingNumber": "021000021"}}
    vendor = net.connected(AUTO, paymentInformation=own)
    path = f"/v3/vendors/{vendor['id']}/bank-account"
    shown = vendor["paymentInformation"]["bankAccount"]
    assert shown == net.api.get(path).json
    assert (shown["accountNumber"], shown["status"]) == ("*****7890", "VERIFIED") and "routingNumber" not in shown
    net.api.refused(net.api.delete(path), 422, code="BDC_1233")
    net.api.advance(days=5)  # BILL has checked ours
    net.api.login()
    assert net.api.get(path).json == shown
    net.leave(vendor)
    ours = net.api.get(path).json
    assert (ours["accountNumber"], ours["status"]) == ("****5678", "VERIFIED")
    world.choices.update({"network.shows_bank_account": False})
    assert "bankAccount" not in net.connected(AUTO)["paymentInformation"]


def test_no_bank_account_is_given_to_who_is_invited(net):
    vendor = net.vendor()
    net.invite(vendor, MANUAL)
    answer = net.api.post(f"/v3/vendors/{vendor['id']}/bank-account", json={"accountNumber": "1"})
    net.api.refused(answer, 422, code="BDC_1233")


def test_the_audit_trail_tells_of_the_connection(net):
    vendor = net.connected(WALLET)
    trail = net.api.get(f"/v3/reports/audit-trail/vendor/{vendor['id']}").json
    values = {item["field"]["name"]: item["field"]["value"] for item in trail[1:]}
    assert values["Network status"] == {"previous": "NOT_CONNECTED", "current": "CONNECTED"}
    assert values["Pay by"] == {"previous": "Check", "current": "BILL wallet"}
    assert all(item["user"]["name"] for item in trail)


def test_an_unanswered_invitation_lapses_after_60_days(net, events):
    vendor = net.vendor()
    net.invite(vendor, MANUAL)
    net.api.advance(days=59, hours=23)
    net.api.login()
    assert net.standing(vendor)["status"] == "PENDING"
    net.api.advance(hours=2)
    net.api.login()
    assert net.standing(vendor)["status"] == "NOT_CONNECTED"
    assert net.now(vendor)["networkStatus"] == "NOT_CONNECTED"
    assert told(events)[-1] == ("vendor.updated", "NOT_CONNECTED")
    assert net.invite(vendor, AUTO).status_code == 200


def test_a_pending_invitation_is_deleted_before_another_is_sent(net):
    vendor = net.vendor()
    net.invite(vendor, MANUAL)
    net.api.refused(net.invite(vendor, AUTO), 422, code="BDC_1143")
    assert (net.leave(vendor).status_code, net.leave(vendor).status_code) == (200, 422)
    net.api.advance(days=61)
    net.api.login()
    assert net.invite(vendor, AUTO).status_code == 200
    net.api.refused(net.invite(vendor, MANUAL), 422, code="BDC_1143")


def test_deleting_nothing_may_be_taken(net, world):
    world.choices.update({"network.delete_nothing": "accept"})
    assert net.leave(net.vendor()).status_code == 200


def test_a_declined_invitation_is_over(net):
    vendor = net.vendor()
    net.invite(vendor, MANUAL)
    assert net.steer(vendor, "decline").status_code == 200
    assert net.standing(vendor)["status"] == "NOT_CONNECTED"
    for action, status in (("decline", 404), ("accept", 404), ("disconnect", 404)):
        assert net.steer(vendor, action).status_code == status
    net.invite(vendor, AUTO)
    assert net.steer(vendor, "accept").status_code == 400


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, None), ({"networkId": MANUAL}, 400, None), ({"networkId": " ", "networkType": "BILL"}, 400, None),
        ({"networkId": MANUAL, "networkType": "EMAIL"}, 400, None), ({"networkId": TELECOM, "networkType": "RPPS"}, 400, None),
        ({"networkId": "4417", "networkType": "BILL"}, 422, "BDC_1205"),
        ({"networkId": TELECOM, "networkType": "BILL"}, 422, "BDC_1143"),
        ({"networkId": MANUAL, "networkType": "RPPS", "rppsInformation": {}}, 422, "BDC_1143"),
        ({"networkId": TELECOM, "networkType": "RPPS", "rppsInformation": {"accountNumber": "1"}}, 422, "BDC_1143"),
    ],
)  # fmt: skip
def test_bad_invitations_are_refused(net, body, status, code):
    vendor = net.vendor()
    net.api.refused(net.api.post(net.path(vendor), json=body), status, code=code)
    assert net.standing(vendor)["status"] == "NOT_CONNECTED"


def test_who_cannot_be_invited(net, world):
    net.api.refused(net.invite({"id": "00901NOSUCHVENDO0000"}, MANUAL), 404, code="BDC_1205")
    archived = net.vendor()
    net.api.post(f"/v3/vendors/{archived['id']}/archive")
    net.api.refused(net.invite(archived, MANUAL), 422, code="BDC_1143")
    abroad = net.vendor(address={"line1": "1", "city": "Leeds", "zipOrPostalCode": "LS1", "country": "GB"})
    net.api.refused(net.invite(abroad, AUTO), 422, code="BDC_1143")
    world.choices.update({"network.international": True})
    assert net.invite(abroad, AUTO).status_code == 200


def test_invitations_are_for_who_keeps_the_books(net):
    vendor = net.vendor()
    auditor, clerk = net.api.as_user("fay@mockbill.test"), net.api.as_user("eli@mockbill.test")
    body = {"networkId": AUTO, "networkType": "BILL"}
    auditor.refused(auditor.post(net.path(vendor), json=body), 403)
    auditor.refused(auditor.delete(net.path(vendor)), 403)
    assert auditor.get("/v3/network?name=music").status_code == 200
    assert clerk.post(net.path(vendor), json=body).status_code == 200


def test_mfa_trust_may_be_demanded(net, world):
    world.choices.update({"network.needs_trust": True})
    vendor = net.vendor()
    net.api.refused(net.invite(vendor, AUTO), 403, code="BDC_1361")
    net.api.refused(net.api.post(net.path(vendor) + "/email", json={"email": "a@b.c"}), 403, code="BDC_1361")
    net.api.trust()
    assert net.invite(vendor, AUTO).status_code == 200


def test_what_time_and_the_other_side_do_is_noted_for_who_invited(net):
    clerk = net.api.as_user("eli@mockbill.test")
    vendor = net.vendor()
    assert clerk.post(net.path(vendor), json={"networkId": MANUAL, "networkType": "BILL"}).status_code == 200
    net.api.advance(days=61)
    net.api.login()
    trail = net.api.get(f"/v3/reports/audit-trail/vendor/{vendor['id']}").json
    assert [item["user"]["name"] for item in trail] == ["Ada Marsh", "Eli Novak", "Eli Novak"]


# By e-mail


def test_who_is_not_in_the_network_is_invited_by_mail_and_joins(net):
    vendor = net.vendor(name="Wren Bindery")
    answer = net.api.post(net.path(vendor) + "/email", json={"email": "desk@wren.example"})
    assert (answer.status_code, answer.data) == (200, b"")
    assert net.standing(vendor) == {"id": vendor["id"], "status": "PENDING"}
    net.api.refused(net.api.post(net.path(vendor) + "/email", json={"email": "desk@wren.example"}), 422)
    [mail] = net.api.get("/_mock/emails?kind=network.invitation").json["emails"]
    assert (mail["to"], mail["about"]) == (["desk@wren.example"], vendor["id"])
    assert "Blue Heron Print LLC" in mail["subject"] and "Wren Bindery" in mail["text"]
    joined = net.steer(vendor, "accept").json["networkId"]
    assert net.now(vendor)["paymentNetworkId"] == joined
    [found] = net.api.get("/v3/network?name=wren").json["results"]
    assert (found["id"], found["name"]) == (joined, "Wren Bindery")


@pytest.mark.parametrize("body", [{}, {"email": ""}, {"email": "nobody"}, {"email": "@"}, {"email": []}])
def test_a_mail_needs_an_address(net, body):
    vendor = net.vendor()
    net.api.refused(net.api.post(net.path(vendor) + "/email", json=body), 400)
    assert net.api.post("/v3/network/invitation/vendor/00901X/email", json={"email": "a@b.c"}).status_code == 404


# Invitations of others


def test_an_invitation_is_accepted_for_a_vendor_there_is(net, events):
    vendor = net.vendor()
    assert net.asks(MANUAL).json == {"networkId": MANUAL, "type": "VENDOR"}
    answer = net.accept(networkId=MANUAL, type="VENDOR", id=vendor["id"])
    assert (answer.status_code, answer.data) == (200, b"")
    assert net.now(vendor)["paymentNetworkId"] == MANUAL
    assert told(events)[1:] == [("vendor.updated", "CONNECTED")]
    net.api.refused(net.accept(networkId=MANUAL, type="VENDOR", id=vendor["id"]), 422, code="BDC_1205")


def test_an_invitation_is_accepted_with_a_new_vendor(net, events):
    net.asks(MANUAL)
    assert net.accept(networkId=MANUAL, type="VENDOR", name="Happy Music", id="").status_code == 200
    [vendor] = net.api.get("/v3/vendors").json["results"]
    assert (vendor["name"], vendor["networkStatus"], vendor["address"]["city"]) == (
        "Happy Music",
        "CONNECTED",
        "San Jose",
    )
    assert told(events) == [("vendor.created", "NOT_CONNECTED"), ("vendor.updated", "CONNECTED")]


@pytest.mark.parametrize(
    "body",
    [
        {"type": "VENDOR", "name": "x"}, {"networkId": MANUAL, "name": "x"}, {"networkId": MANUAL, "type": "VENDOR"},
        {"networkId": MANUAL, "type": "FRIEND", "name": "x"}, {"networkId": MANUAL, "type": "VENDOR", "name": " "},
        {"networkId": MANUAL, "type": "VENDOR", "name": "x", "id": "00901X"},
        {"networkId": MANUAL, "type": "VENDOR", "name": "x" * 101},
    ],
)  # fmt: skip
def test_bad_acceptances_are_400(net, body):
    net.asks(MANUAL)
    net.api.refused(net.accept(**body), 400)


def test_an_acceptance_needs_an_invitation_and_a_vendor_that_is_free(net):
    vendor = net.connected(AUTO)
    net.api.refused(net.accept(networkId=MANUAL, type="VENDOR", name="x"), 422, code="BDC_1205")
    net.asks(MANUAL)
    net.api.refused(net.accept(networkId=MANUAL, type="VENDOR", id=vendor["id"]), 422, code="BDC_1143")
    net.api.refused(net.accept(networkId=MANUAL, type="VENDOR", id="00901NOSUCHVENDO0000"), 422, code="BDC_1205")


def test_an_invitation_of_each_to_the_other_becomes_a_connection(net):
    vendor = net.vendor()
    net.invite(vendor, MANUAL)
    net.asks(MANUAL)
    other = net.vendor()
    net.invite(other, PRIVATE)
    net.api.refused(net.accept(networkId=MANUAL, type="VENDOR", id=other["id"]), 422)
    assert net.accept(networkId=MANUAL, type="VENDOR", id=vendor["id"]).status_code == 200
    assert net.now(vendor)["networkStatus"] == "CONNECTED"


def test_an_invitation_of_others_lapses_too(net):
    net.asks(MANUAL)
    assert net.asks(MANUAL).status_code == 400
    net.api.advance(days=61)
    net.api.login()
    net.api.refused(net.accept(networkId=MANUAL, type="VENDOR", name="x"), 422, code="BDC_1205")
    assert net.asks(MANUAL).status_code == 200


def test_an_organization_that_connects_by_itself_needs_no_acceptance(net, world):
    world.choices.update({"network.auto_connect": True})
    connected = net.asks(MANUAL).json
    assert connected["status"] == "CONNECTED"
    assert net.api.get(f"/v3/vendors/{connected['id']}").json["name"] == "Happy Music Supplies"


def test_who_asks_must_be_able_to(net):
    assert net.asks(TELECOM).status_code == 400
    assert net.asks("4417").status_code == 404
    path = f"/_mock/network/organizations/{MANUAL}/invite"
    assert net.api.post(path, json={"type": "VENDOR", "organizationId": "008"}).status_code == 404
