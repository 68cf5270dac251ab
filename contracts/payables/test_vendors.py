"""Vendors: made, changed, archived; never replaced or deleted."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import ADDRESS, Make, unique
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from hypothesis import given
from hypothesis import strategies as st

ACCOUNT = {"nameOnAccount": "Lakeshore Paper", "accountNumber": "0011226621", "routingNumber": "071000013"}


@contract(
    "AP-VEND-001",
    "A vendor needs no more than a name and an address, and is paid by check.",
    "D",
    "docs/creating-a-us-vendor",
)
def test_least_vendor(make: Make) -> None:
    vendor = make.vendor()
    assert vendor["paymentInformation"]["payByType"] == "CHECK"
    assert vendor["bankAccountStatus"] == "NO_ACCOUNT"
    assert vendor["networkStatus"] == "NOT_CONNECTED"
    assert vendor["archived"] is False


@contract("AP-VEND-002", "What was sent is what a read gives back; what was not sent is absent.", "O", "observed")
def test_read_back(bill: Client, make: Make) -> None:
    sent = make.vendor_body(
        shortName="Short", accountNumber="LP-4471", accountType="PERSON", email="ar@heron.example", phone="3125550148"
    )
    made = make.keep(bill.vendors, bill.vendors.create(sent))
    read = bill.vendors.get(made["id"])
    assert read == made
    assert {name: read[name] for name in sent if name != "address"} == {
        name: sent[name] for name in sent if name != "address"
    }
    assert sent["address"].items() <= read["address"].items()
    assert "phone" not in make.vendor()


@contract("AP-VEND-003", "BILL fills in the country's name.", "D", "reference/createvendor")
def test_country_name(make: Make) -> None:
    assert make.vendor()["address"]["countryName"] == "United States"


@contract("AP-VEND-004", "A name of more than 100 characters is refused with 400.", "I", "reference/createvendor")
def test_long_name(bill: Client, make: Make) -> None:
    judge(bill.raw("POST", "/v3/vendors", json=make.vendor_body(name="x" * 101)), 400)


@contract("AP-VEND-005", "Each missing part of an address is told by its path.", "I", "reference/createvendor")
def test_address_parts(bill: Client) -> None:
    entries = judge(
        bill.raw("POST", "/v3/vendors", json={"name": unique("Heron"), "address": {"line1": "1 Dock St"}}), 400
    )
    told = " ".join(entry["message"] for entry in entries)
    assert all(part in told for part in ("address.city", "address.zipOrPostalCode", "address.country"))


@contract(
    "AP-VEND-006", "PATCH changes what is sent, keeps the rest, and moves updatedTime.", "D", "reference/updatevendor"
)
def test_patch(bill: Client, make: Make) -> None:
    made = make.vendor(email="old@heron.example")
    changed = bill.vendors.update(made["id"], {"phone": "4195550100"})
    assert changed["phone"] == "4195550100"
    assert changed["email"] == "old@heron.example"
    assert changed["createdTime"] == made["createdTime"]
    assert changed["updatedTime"] > made["updatedTime"]


@contract(
    "AP-VEND-007", "Whatever a PATCH changes, the next GET agrees with its answer.", "I", "reference/updatevendor"
)
@properties
@given(
    change=st.fixed_dictionaries({}, optional={
        "name": st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=100),
        "shortName": st.text(st.characters(categories=["L"]), max_size=40), "accountType": st.sampled_from(["BUSINESS", "PERSON", "NONE"]),
        "address": st.fixed_dictionaries({"line2": st.text(st.characters(categories=["L", "N"]), max_size=30)}),
        "additionalInfo": st.fixed_dictionaries({"track1099": st.booleans(), "leadTimeInDays": st.integers(0, 60)}),
    })
)  # fmt: skip
def test_patch_then_get(bill: Client, lasting: str, change: dict[str, Any]) -> None:
    changed = bill.vendors.update(lasting, change)
    assert bill.vendors.get(lasting) == changed
    for name in ("name", "accountType"):
        assert changed[name] == change.get(name, changed[name])


@pytest.fixture(scope="module")
def lasting(make: Make) -> str:
    return make.vendor()["id"]


@contract("AP-VEND-008", "A vendor cannot be replaced or deleted.", "D", "docs/ap-vendors")
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_no_replace_no_delete(bill: Client, lasting: str, method: str) -> None:
    judge(bill.raw(method, f"/v3/vendors/{lasting}", json={}), CLIENT_ERROR)
    assert bill.vendors.get(lasting)["id"] == lasting


@contract(
    "AP-VEND-009",
    "Archive and restore answer 200 with the vendor, the second time as well.",
    "D",
    "reference/archivevendor",
)
def test_archive_and_restore(bill: Client, make: Make) -> None:
    id = make.vendor()["id"]
    assert [bill.vendors.archive(id)["archived"] for _ in range(2)] == [True, True]
    assert bill.vendors.get(id)["archived"] is True
    assert [bill.vendors.restore(id)["archived"] for _ in range(2)] == [False, False]


@contract("AP-VEND-010", "Archiving an unknown vendor is 404 BDC_1205.", "O", "observed")
def test_archive_unknown(bill: Client) -> None:
    with refused(404, "BDC_1205"):
        bill.vendors.archive("00901NOSUCHVENDO0000")


@contract("AP-VEND-011", "Archived vendors are in the list unless it asks for the others.", "O", "observed")
def test_archived_in_list(bill: Client, make: Make) -> None:
    id = make.vendor()["id"]
    bill.vendors.archive(id)
    found = f'id:in:"{id}"'
    assert [row["id"] for row in bill.vendors.list(filters=found)] == [id]
    assert bill.vendors.list(filters=f"{found},archived:eq:false").results == []


@contract("AP-VEND-012", "Vendors made in bulk come back in order, under `vendors`.", "D", "reference/createbulkvendor")
def test_bulk(bill: Client, make: Make) -> None:
    bodies = [make.vendor_body() for _ in range(3)]
    made = bill.vendors.bulk_create(bodies)
    assert [make.keep(bill.vendors, row)["name"] for row in made] == [body["name"] for body in bodies]


@contract("AP-VEND-013", "At most 20 vendors are made at once.", "D", "reference/createbulkvendor")
def test_bulk_limit(bill: Client, make: Make) -> None:
    with refused(400):
        bill.vendors.bulk_create([make.vendor_body() for _ in range(21)])


@contract("AP-VEND-014", "One bad vendor of a bulk keeps all from being made.", "D", "reference/createbulkvendor")
def test_bulk_is_atomic(bill: Client, make: Make) -> None:
    good = make.vendor_body()
    with refused(400):
        bill.vendors.bulk_create([good, {"name": "No address"}])
    assert bill.vendors.list(filters=f'name:eq:"{good["name"]}"').results == []


@contract(
    "AP-VEND-015",
    "A bank account makes the vendor payable by ACH; it is read back with its number's last four digits.",
    "I",
    "reference/createvendorbankaccount",
)
def test_bank_account(bill: Client, make: Make) -> None:
    id = make.vendor()["id"]
    made = bill.vendors.create_bank_account(id, ACCOUNT)
    assert made["accountNumber"].endswith("6621")
    assert bill.vendors.get_bank_account(id) == made
    assert bill.vendors.get(id)["paymentInformation"]["payByType"] == "ACH"


@contract(
    "AP-VEND-016",
    "A vendor has at most one bank account; a second is refused.",
    "I",
    "reference/createvendorbankaccount",
)
def test_second_bank_account(bill: Client, make: Make) -> None:
    id = make.vendor()["id"]
    bill.vendors.create_bank_account(id, ACCOUNT)
    with refused(CLIENT_ERROR):
        bill.vendors.create_bank_account(id, ACCOUNT)


@contract(
    "AP-VEND-017",
    "Deleting the bank account answers 204 with nothing, and the vendor is paid by check again.",
    "D",
    "reference/deletevendorbankaccount",
)
def test_delete_bank_account(bill: Client, make: Make) -> None:
    id = make.vendor()["id"]
    bill.vendors.create_bank_account(id, ACCOUNT)
    assert bill.vendors.delete_bank_account(id) is None
    vendor = bill.vendors.get(id)
    assert vendor["paymentInformation"]["payByType"] == "CHECK"
    assert "bankAccount" not in vendor["paymentInformation"]
    with refused(CLIENT_ERROR):
        bill.vendors.get_bank_account(id)


@contract("AP-VEND-018", "A bank account without a number is 400.", "O", "observed")
def test_bank_account_without_number(bill: Client, make: Make) -> None:
    id = make.vendor()["id"]
    judge(bill.raw("POST", f"/v3/vendors/{id}/bank-account", json={"nameOnAccount": "x"}), 400)


@contract(
    "AP-VEND-019",
    "A vendor may be made together with its bank account; PATCH does not change it.",
    "D",
    "changelog/2024-09-03",
)
def test_bank_account_at_creation(bill: Client, make: Make) -> None:
    vendor = make.vendor(paymentInformation={"payeeName": "Lakeshore", "bankAccount": ACCOUNT})
    assert vendor["paymentInformation"]["payByType"] == "ACH"
    other = {"paymentInformation": {"bankAccount": {**ACCOUNT, "accountNumber": "999900001111"}}}
    bill.raw("PATCH", f"/v3/vendors/{vendor['id']}", json=other)
    assert bill.vendors.get_bank_account(vendor["id"])["accountNumber"].endswith("6621")


@contract(
    "AP-VEND-020",
    "BILL has checked a vendor's bank account two business days later.",
    "I",
    "reference/createvendorbankaccount",
)
def test_bank_account_verified(bill: Client, strict: Any, make: Make) -> None:
    own = strict()
    client = own.client(own.session)
    id = client.vendors.create(make.vendor_body())["id"]
    assert client.vendors.create_bank_account(id, ACCOUNT)["status"] == "PENDING"
    own.control.advance(days=4)
    assert client.vendors.get_bank_account(id)["status"] == "VERIFIED"


@contract(
    "AP-VEND-021",
    "The configuration of a country comes bare, that of a vendor under internationalPayments.",
    "D",
    "docs/creating-an-international-vendor",
)
def test_configuration(bill: Client, make: Make) -> None:
    bare = bill.vendors.international_configuration(country="BR", billCurrency="BRL", accountType="BUSINESS")
    assert "accountNumber" in [field["name"] for field in bare["validations"]["fields"]]
    abroad = make.vendor(address={**ADDRESS, "country": "BR"}, accountType="BUSINESS", billCurrency="BRL")
    assert bill.vendors.configuration(abroad["id"])["internationalPayments"]["validations"]["fields"]


@contract(
    "AP-VEND-022",
    "The configuration of a country needs country, billCurrency and accountType.",
    "D",
    "reference/getintlconfig",
)
def test_configuration_query(bill: Client) -> None:
    judge(bill.raw("GET", "/v3/vendors/configuration/international-payments", params={"country": "BR"}), 400)


@contract("AP-VEND-023", "Two vendors may have one name.", "I", "docs/ap-vendors")
def test_same_name(bill: Client, make: Make) -> None:
    name = unique("Twin")
    assert make.vendor(name=name)["id"] != make.vendor(name=name)["id"]


@contract(
    "AP-VEND-024", "Switching on automatic payment needs a session that has passed MFA.", "D", "reference/updatevendor"
)
def test_auto_pay_needs_trust(untrusted: Client, lasting: str) -> None:
    with refused(403, "BDC_1361", "Untrusted session."):
        untrusted.vendors.update(lasting, {"autoPay": {"enabled": True}})


@contract(
    "AP-VEND-025",
    "A vendor owes nothing new: its balance begins at 0 and follows its open bills.",
    "I",
    "docs/vendor-created-notification-payloads",
)
def test_balance(bill: Client, make: Make) -> None:
    vendor = make.vendor()
    assert vendor["balance"]["amount"] == 0
    make.invoice(vendor, 12.5, 30.0)
    assert bill.vendors.get(vendor["id"])["balance"]["amount"] == 42.5


@contract("AP-VEND-026", "Vendors can be found by the payment status of their bills.", "D", "docs/filterable-fields")
def test_payment_status_filter(bill: Client, make: Make) -> None:
    vendor, idle = make.vendor(), make.vendor()
    make.invoice(vendor)
    both = f'id:in:"{vendor["id"]},{idle["id"]}"'
    assert [row["id"] for row in bill.vendors.list(filters=f"{both},paymentStatus:eq:UNPAID")] == [vendor["id"]]


@contract("AP-VEND-027", "An auditor reads vendors and may not make any.", "I", "docs/organizations-users")
def test_auditor(world: Any, control: Control, make: Make) -> None:
    auditor = world.client(
        type(world.session)(
            "fay@mockbill.test", world.session.password, world.session.organizationId, world.session.devKey
        )
    )
    assert auditor.vendors.list(max=1) is not None
    with refused(403):
        auditor.vendors.create(make.vendor_body())
