"""What notifications say, member by member."""

from base64 import b64encode

import pytest

from mockbill.webhooks.catalogue import EVENTS
from mockbill.webhooks.payloads import BUILDERS, content_of
from mockbill.webhooks.samples import sample
from mockbill.world.store import Row

TIMES = {"createdTime": "2026-03-02T17:00:00.000+00:00", "updatedTime": "2026-03-02T17:00:01.000+00:00"}
BILL = Row(
    {
        "archived": False, "id": "00n01", "vendorId": "00901", "vendorName": "Heron", "amount": 412.5, "paidAmount": 0.0,
        "dueAmount": 412.5, "scheduledAmount": 0.0, "description": "March flyers", "dueDate": "2026-03-31",
        "invoice": {"invoiceNumber": "BH-7781", "invoiceDate": "2026-02-27"},
        "billLineItems": [{"id": "bli01", "amount": 412.5}], "payFromChartOfAccountId": "0ca09", "paymentStatus": "UNPAID",
        "approvalStatus": "UNASSIGNED", "classifications": {"chartOfAccountId": "0ca01", "itemId": "0ii01"},
        "approvers": [], "purchaseOrderNumber": "PO-118", **TIMES,
    },
    hidden={"createdBy": "00601"},
)  # fmt: skip
PAYMENT = Row(
    {
        "id": "stp01", "amount": 412.5, "vendorId": "00901", "vendorName": "Heron", "billId": "00n01",
        "billPayments": [{"id": "bpa01", "billId": "00n01", "amount": 400.0}, {"id": "bpa02", "billId": "00n02", "amount": 12.5}],
        "processDate": "2026-03-04", "fundingAccount": {"type": "WALLET"}, "transactionNumber": "MB-42",
        "status": "SCHEDULED", "singleStatus": "SCHEDULED", "disbursementType": "ACH", "createdBy": "00601",
        "onlinePayment": True, **TIMES,
    },
    hidden={"arrivesByDate": "2026-03-08"},
)  # fmt: skip


def content(world, event, row, **extra):
    return content_of(world, world.store.meta("credentials")["organizationId"], event, row, extra)


def changed(row, **fields):
    return Row({**row, **fields}, hidden=row.hidden)


def test_metadata_and_vendor_of_a_real_event(service, inbox, api):
    made = service.subscribe("vendor.created")
    vendor = service.vendor(
        shortName="Heron", accountNumber="00987", email="ap@heron.test", phone="4085550111",
        additionalInfo={"taxId": "12-3456789", "taxIdType": "EIN", "track1099": True, "companyName": "Heron"},
        paymentInformation={"payeeName": "Heron Print", "email": "pay@heron.test"},
    )  # fmt: skip
    service.drain()
    payload = inbox.payloads[0]
    assert list(payload) == ["metadata", "vendor"]
    assert payload["metadata"] == {
        "eventId": payload["metadata"]["eventId"],
        "subscriptionId": made["id"],
        "organizationId": api.credentials["organizationId"],
        "eventType": "vendor.created",
        "version": "1",
    }
    told = payload["vendor"]
    assert told == {
        "id": vendor["id"],
        "name": "Blue Heron Print",
        "shortName": "Heron",
        "archived": False,
        "email": "ap@heron.test",
        "phone": "4085550111",
        "networkStatus": "NOT_CONNECTED",
        "accountNumber": 987,
        "address": {"line1": "9 Quay Rd", "city": "Oakland", "stateOrProvince": "CA", "zipOrPostalCode": "94607", "country": "US"},
        "paymentInformation": {"payeeName": "Heron Print", "email": "pay@heron.test", "payByType": "CHECK", "virtualCard": {"status": "UNKNOWN"}},
        "additionalInfo": {"taxId": vendor["additionalInfo"]["taxId"], "taxIdType": "EIN", "track1099": True, "combinePayments": True, "companyName": "Heron"},
        "recurringPayments": False,
        "billCurrency": "USD",
        "balance": vendor["balance"],
        "autoPay": {"enabled": False},
        "createdTime": vendor["createdTime"],
        "updatedTime": vendor["updatedTime"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number", "numeric", "told"),
    [("0044", True, 44), ("A-44", True, "A-44"), ("0044", False, "0044"), ("9" * 30, True, "9" * 30)],
)
def test_an_account_number_of_digits_is_a_number_by_choice(world, number, numeric, told):
    world.choices.update({"webhook.numeric_account_number": numeric})
    assert content(world, "vendor.updated", Row({"accountNumber": number}))["vendor"]["accountNumber"] == told


@pytest.mark.parametrize(("numeric", "kind"), [(True, int), (False, str)])
def test_the_account_number_of_a_test_is_as_in_any_notification(world, numeric, kind):
    world.choices.update({"webhook.numeric_account_number": numeric})
    assert isinstance(sample(world, "vendor.created")["vendor"]["accountNumber"], kind)


def test_a_bill_has_no_lines_and_a_date_time_of_invoice(world):
    told = content(world, "bill.created", BILL)["bill"]
    assert told == {
        "id": "00n01", "vendorId": "00901", "vendorName": "Heron",
        "invoice": {"invoiceNumber": "BH-7781", "invoiceDate": "2026-02-27T00:00:00.000Z"}, "amount": 412.5, **TIMES,
        "createdBy": "00601", "archived": False, "description": "March flyers", "dueDate": "2026-03-31",
        "paymentStatus": "UNPAID", "payFromChartOfAccountId": "0ca09", "classifications": {"chartOfAccountId": "0ca01"},
        "purchaseOrderNumber": "PO-118",
    }  # fmt: skip


def test_what_a_bill_lacks_is_absent(world):
    told = content(world, "bill.created", Row({"id": "00n01", "vendorId": "00901", "invoice": {"invoiceNumber": "1"}}))
    assert told == {"bill": {"id": "00n01", "vendorId": "00901", "invoice": {"invoiceNumber": "1"}}}


def test_a_payment_before_it_is_processed(world):
    told = content(world, "payment.updated", PAYMENT)["payment"]
    assert told["billIds"] == ["00n01", "00n02"]
    assert told["funding"] == {"amount": 412.5, "currency": "USD", "fundingAccount": {"type": "WALLET"}}
    assert told["disbursement"]["disbursementAccount"] == {}
    assert told["vendor"] == {"id": "00901", "name": "Heron"}
    assert (told["status"], told["billingType"], told["createdBy"]) == ("SCHEDULED", "BDC", "00601")
    assert set(told) == {
        "id", "billIds", "transactionNumber", "status", "createdBy", "createdTime", "updatedTime", "processDate",
        "funding", "disbursement", "vendor", "billingType",
    }  # fmt: skip


def test_a_payment_on_its_way_names_the_masked_accounts(world, service, api):
    account = {"nameOnAccount": "Heron", "routingNumber": "074000010", "accountNumber": "123456789"}
    vendor = service.vendor(paymentInformation={"bankAccount": account})
    bank = world.store.find("bank_account", api.credentials["organizationId"])
    sent = changed(
        PAYMENT, singleStatus="SENT", vendorId=vendor["id"],
        fundingAccount={"type": "BANK_ACCOUNT", "id": bank[0]["id"] if bank else "bac0"},
        disbursementInfo={"isVoidable": True, "achDisbursement": {"sentDate": "2026-03-05", "arrivesByDate": "2026-03-08"}},
    )  # fmt: skip
    told = content(world, "payment.updated", sent)["payment"]
    assert told["disbursement"] == {
        "arrivesByDate": "2026-03-08",
        "amount": 412.5,
        "currency": "USD",
        "disbursementAccount": {"type": "ACH", "accountNumber": "*****6789"},
    }
    funding = told["funding"]["fundingAccount"]
    assert funding["type"] == "BANK_ACCOUNT"
    if bank:
        assert funding["name"] == bank[0]["nameOnAccount"]
        assert set(funding["accountNumber"][:-4]) == {"*"}


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ({"type": "AP_CARD", "id": "apc01"}, {"id": "apc01", "type": "AP_CARD"}),
        ({"type": "CARD_ACCOUNT", "id": "cat01"}, {"id": "cat01", "type": "CARD_ACCOUNT"}),
        ({"type": "BANK_ACCOUNT", "id": "bac-gone"}, {"id": "bac-gone", "type": "BANK_ACCOUNT"}),
    ],
)
def test_other_ways_to_fund(world, account, told):
    payment = content(world, "payment.updated", changed(PAYMENT, fundingAccount=account))["payment"]
    assert payment["funding"]["fundingAccount"] == told


def test_a_failed_payment_has_no_id_and_says_why(world):
    asked = {
        "bills": [{"id": "00n01", "amount": 412.5}], "transactionNumber": "MB-43", "createdBy": "00601", **TIMES,
        "fundingAccount": {"id": "bac01", "type": "BANK_ACCOUNT"}, "vendor": {"id": "00901", "name": "Heron"},
    }  # fmt: skip
    told = content(world, "payment.failed", Row(asked), errors=[{"code": "BDC_1205", "message": "Bill ID not found."}])
    assert told == {
        "payment": asked,
        "errors": [{"code": "BDC_1205", "message": "Bill ID not found.", "timestamp": world.clock.iso()}],
    }


@pytest.mark.parametrize(("status", "archived"), [("VERIFIED", False), ("PENDING", True), ("BLOCKED", True)])
def test_only_a_verified_bank_account_is_sent_as_not_archived(world, status, archived):
    row = Row(
        {
            "archived": False, "id": "bac01", "status": status, "createdBy": "00601", "routingNumber": "074000010",
            "accountNumber": "987654321", "nameOnAccount": "Rae", "type": "CHECKING", "ownerType": "BUSINESS",
            "bankName": "Trust", "accessToAdmins": True, "default": {"payables": True, "receivables": False}, **TIMES,
        }
    )  # fmt: skip
    told = content(world, "bank-account.updated", row)["bank-account"]
    assert told["archived"] is archived
    assert told["accountNumber"] == "*****4321"
    assert told["routingNumber"] == "074000010"
    assert set(told) == set(row) - {"accessToAdmins"}


def test_autopay_has_siblings_beside_the_vendor(world):
    row = Row({"id": "00901", "name": "Heron", "email": "x@y.test"})
    extra = {"createdBy": "00601", "updatedTime": "t", "fundingAccount": {"id": "bac01", "type": "BANK_ACCOUNT"}}
    told = content(world, "autopay.failed", row, **extra, errors=[{"code": "1", "message": "User is inactive."}])
    assert told["vendor"] == {"id": "00901", "name": "Heron"}
    assert {name: told[name] for name in extra} == extra
    assert told["errors"][0].keys() == {"code", "message", "timestamp"}


def older(text):
    return b64encode(text.encode()).decode()


def test_spend_objects_have_uuids_alone(world):
    row = Row({
        "id": older("Transaction:00e87e6e-1d45-470e-9264-422a2d54b9a0"), "uuid": "txr_1", "budgetId": older("Budget:9"),
        "budgetUuid": "bgt_1", "parentTransactionId": older("Transaction:1"), "childTransactionIds": [older("Transaction:2")],
        "childTransactionUuids": ["txr_2"], "reviews": [{"id": "plain", "reviewerId": older("User:4")}],
        "accountingIntegrationTransactions": [{"id": older("AccountingIntegrationTransaction:1"), "integrationId": "qbo-1"}],
    })  # fmt: skip
    told = content(world, "spend.transaction.updated", row)["transaction"]
    assert told == {
        "uuid": "txr_1", "budgetUuid": "bgt_1", "childTransactionUuids": ["txr_2"], "reviews": [{"id": "plain"}],
        "accountingIntegrationTransactions": [{"integrationId": "qbo-1"}], "originalAuthTransactionUuid": None,
    }  # fmt: skip


def test_claims_and_challenges_name_the_company(world):
    company = world.store.find("organization")[0].hidden["spendCompanyUuid"]
    asked = {"acsTransactionId": "1", "cardUuid": "crd_1", "cardId": older("Card:1")}
    told = content(world, "spend.three-ds-challenge.created", Row(asked))["threeDsChallenge"]
    assert told == {"acsTransactionId": "1", "cardUuid": "crd_1", "companyUuid": company}
    claim = content(world, "spend.reimbursement.created", Row({"uuid": "rmb_1", "note": "x"}))["reimbursement"]
    assert claim == {"uuid": "rmb_1", "note": "x", "companyUuid": company}


def test_the_small_ones(world):
    assert content(world, "risk-verification.updated", Row({"decision": "HOLD", "id": "x"})) == {
        "risk-verification": {"decision": "HOLD"}
    }
    batch = {"paymentBatchId": "bbq01", "batchStatus": "SCHEDULED", "count": {"total": 2}, "updatedTime": "t"}
    assert content(world, "mass-payment.updated", Row(batch)) == {"mass-payment": batch}


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_can_be_built_and_has_a_sample(world, event):
    """The sample of a family has the members its builder picks, so that a test notification looks like a real one."""
    assert event in BUILDERS or event.rpartition(".")[0] in BUILDERS
    told = sample(world, event)
    assert EVENTS[event].key in told
    assert "" not in str(told).split("'")[1::2]
    if EVENTS[event].level == "organization" and event != "autopay.failed":
        row = Row(told[EVENTS[event].key])
        if event == "payment.updated":
            row = changed(PAYMENT, disbursementInfo={"achDisbursement": {"arrivesByDate": "2026-03-08"}})
        elif event.startswith("vendor"):
            row["accountNumber"] = str(row["accountNumber"])
        built = content(world, event, row, errors=told.get("errors", ()))
        assert built.keys() == told.keys()
        assert built[EVENTS[event].key].keys() == told[EVENTS[event].key].keys()


@pytest.mark.parametrize(("numeric", "version"), [(True, 1), (False, "1")])
def test_the_version_of_invoices_is_a_number_by_choice(service, inbox, world, numeric, version):
    world.choices.update({"webhook.numeric_invoice_version": numeric})
    made = service.subscribe("invoice.created")
    assert service.post(f"/subscriptions/{made['id']}/test").status_code == 200
    service.drain()
    assert inbox.payloads[0]["metadata"]["version"] == version
