"""Whatever happens to an invitation, vendor and invitation tell the same, and nothing of a connection stays behind."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.resources.payables.conftest import callers
from tests.resources.payments.test_network import AUTO, MANUAL, TELECOM, WALLET, Net

__all__ = ["callers"]

PAID_BY = {MANUAL: "ACH", AUTO: "ACH", WALLET: "WALLET", TELECOM: "RPPS"}
STEPS = st.lists(
    st.sampled_from(
        [MANUAL, AUTO, WALLET, TELECOM, "mail", "accept", "decline", "disconnect", "leave", "ask", "take", "wait"]
    ),
    min_size=1,
    max_size=12,
)


class Model:
    """What a vendor should be in."""

    def __init__(self):
        self.status, self.peer, self.asked = "NOT_CONNECTED", None, False

    def after(self, step):
        """Whether the step is possible; if so, takes it."""
        free, pending = self.status == "NOT_CONNECTED", self.status == "PENDING"
        possible = {
            "mail": free, "accept": pending, "decline": pending, "disconnect": self.status == "CONNECTED", "leave": not free,
            "ask": not self.asked, "take": self.asked and (free or pending and self.peer == MANUAL), "wait": True,
        }.get(step, free)  # fmt: skip
        if not possible:
            return False
        if step in PAID_BY:
            self.peer = step
            self.status = {MANUAL: "PENDING", TELECOM: "CONNECTED_RPPS"}.get(step, "CONNECTED")
        elif step in ("accept", "take"):
            self.status = "CONNECTED"
            self.peer = MANUAL if step == "take" else self.peer
        elif step == "mail":
            self.status = "PENDING"
        elif step in ("decline", "disconnect", "leave") or step == "wait" and pending:
            self.status, self.peer = "NOT_CONNECTED", None
        if step in ("ask", "take", "wait"):
            self.asked = step == "ask"
        return True


def do(net, vendor, step):
    match step:
        case "mail":
            return net.api.post(net.path(vendor) + "/email", json={"email": "a@b.c"})
        case "leave":
            return net.leave(vendor)
        case "ask":
            return net.asks(MANUAL)
        case "take":
            return net.accept(networkId=MANUAL, type="VENDOR", id=vendor["id"])
        case "wait":
            net.api.advance(days=61)
            return net.api.login().get("/v3/vendors")
        case "accept" | "decline" | "disconnect":
            return net.steer(vendor, step)
    return net.invite(vendor, step)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_vendor_and_invitation_tell_the_same(callers, steps):
    with callers() as payables:
        net, model = Net(payables), Model()
        first = net.vendor(phone="3125550148", paymentInformation={"payeeName": "Lake"})
        for step in steps:
            before = net.now(first)
            possible = model.after(step)
            answer = do(net, first, step)
            assert (answer.status_code < 300) is possible, (step, answer.text)
            now, standing = net.now(first), net.standing(first)
            assert possible or now == before
            assert (now["networkStatus"], standing["status"]) == (model.status, model.status)
            if model.status == "NOT_CONNECTED":
                lasting = {name: value for name, value in now.items() if name != "updatedTime"}
                assert lasting == {name: value for name, value in first.items() if name != "updatedTime"}
            elif model.status != "PENDING":
                peer = model.peer or standing["networkId"]
                assert standing["networkId"] == peer == now.get("paymentNetworkId", now.get("rppsId"))
                assert now["paymentInformation"]["payByType"] == PAID_BY.get(peer, "ACH")
