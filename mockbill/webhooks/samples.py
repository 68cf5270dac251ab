"""Dummies for the test operation: every field of a test notification is one, of no use in another call (D)."""

from typing import Any

from ..world.world import World
from .catalogue import EVENTS

ADDRESS = {
    "line1": "9 Quay Rd",
    "city": "Oakland",
    "stateOrProvince": "CA",
    "zipOrPostalCode": "94607",
    "country": "US",
}
VENDOR = {"id": "00901TESTVENDOR00001", "name": "Test Vendor"}
USER = "00601TESTUSER0000001"
BILL = "00n01TESTBILL0000001"
BANK = "bac01TESTBANK0000001"
SPEND = {prefix: f"{prefix}_{'test' * 6}to" for prefix in ("bgt", "cmp", "crd", "rmb", "txr", "usr")}
FAILED_PAYMENT = {
    "bills": [{"id": BILL, "amount": 412.5}],
    "transactionNumber": "TEST-000043",
    "createdBy": USER,
    "createdTime": "",
    "updatedTime": "",
    "fundingAccount": {"id": BANK, "type": "BANK_ACCOUNT"},
    "vendor": VENDOR,
}
OBJECTS: dict[str, dict[str, Any]] = {
    "vendor": {
        **VENDOR,
        "shortName": "Test",
        "archived": False,
        "email": "ap@vendor.test",
        "phone": "4085550111",
        "networkStatus": "NOT_CONNECTED",
        "accountNumber": 44120077,
        "address": ADDRESS,
        "paymentInformation": {
            "payeeName": "Test Vendor",
            "email": "ap@vendor.test",
            "payByType": "ACH",
            "virtualCard": {"status": "UNKNOWN"},
        },
        "additionalInfo": {"track1099": False, "leadTimeInDays": 10, "combinePayments": True, "companyName": "Test"},
        "recurringPayments": False,
        "billCurrency": "USD",
        "balance": {"amount": 0},
        "autoPay": {"enabled": False},
        "createdTime": "",
        "updatedTime": "",
    },
    "bill": {
        "id": BILL,
        "vendorId": VENDOR["id"],
        "vendorName": VENDOR["name"],
        "invoice": {"invoiceNumber": "TEST-7781", "invoiceDate": "2026-02-27T00:00:00.000Z"},
        "amount": 412.5,
        "createdTime": "",
        "updatedTime": "",
        "createdBy": USER,
        "archived": False,
        "description": "Test bill",
        "dueDate": "2026-03-31",
        "paymentStatus": "UNPAID",
        "payFromChartOfAccountId": "0ca01TESTACCT0000009",
        "classifications": {"chartOfAccountId": "0ca01TESTACCT0000001"},
        "purchaseOrderNumber": "PO-118",
    },
    "payment": {
        "id": "stp01TESTPAY00000001",
        "billIds": [BILL],
        "transactionNumber": "TEST-000042",
        "status": "SCHEDULED",
        "createdBy": USER,
        "createdTime": "",
        "updatedTime": "",
        "processDate": "2026-03-04",
        "funding": {
            "amount": 412.5,
            "currency": "USD",
            "fundingAccount": {
                "id": BANK,
                "type": "BANK_ACCOUNT",
                "name": "Test Account",
                "accountNumber": "************4821",
            },
        },
        "disbursement": {"arrivesByDate": "2026-03-08", "disbursementAccount": {}},
        "vendor": VENDOR,
        "billingType": "BDC",
    },
    "mass-payment": {
        "paymentBatchId": "bbq01TESTBATCH000001",
        "batchStatus": "SCHEDULED",
        "count": {"scheduled": 2, "failed": 0, "completed": 0, "total": 2},
        "updatedTime": "",
    },
    "bank-account": {
        "id": BANK,
        "archived": True,
        "accountNumber": "*****4821",
        "nameOnAccount": "Test Account",
        "routingNumber": "074000010",
        "bankName": "Test Bank",
        "status": "PENDING",
        "createdBy": USER,
        "type": "CHECKING",
        "ownerType": "BUSINESS",
        "createdTime": "",
        "updatedTime": "",
        "default": {"payables": False, "receivables": False},
    },
    "card-account": {
        "id": "cat01TESTCARD0000001",
        "archived": False,
        "createdTime": "",
        "updatedTime": "",
        "createdBy": USER,
        "nameOnAccount": "Test Account",
        "brand": "Visa",
        "type": "DEBIT_CARD",
        "status": "VERIFIED",
        "last4": "0042",
        "expiration": {"year": "2029", "month": "05"},
        "default": {"payables": True, "receivables": False, "funding": False, "disbursement": False},
    },
    "risk-verification": {"decision": "APPROVE"},
    "invoice": {
        "id": "00e01TESTINVOICE0001",
        "customerId": "0cu01TESTCUSTOMER001",
        "archived": False,
        "invoiceNumber": "TEST-1001",
        "invoiceDate": "2026-02-27",
        "dueDate": "2026-03-31",
        "totalAmount": 120.0,
        "dueAmount": 120.0,
        "scheduledAmount": 0.0,
        "creditAmount": 0.0,
        "salesTaxTotal": 0.0,
        "salesTaxPercentage": 0,
        "createdTime": "",
        "updatedTime": "",
        "createdBy": USER,
        "status": "OPEN",
    },
    "transaction": {
        "uuid": SPEND["txr"],
        "transactionType": "CLEAR",
        "status": "INCOMPLETE",
        "amount": 25.0,
        "transactedAmount": 25.0,
        "fees": 0.0,
        "foreignExchangeFee": 0.0,
        "merchantName": "Test Merchant",
        "rawMerchantName": "TEST MERCHANT",
        "merchantCategoryCode": "5734",
        "occurredTime": "",
        "authorizedTime": "",
        "updatedTime": "",
        "cardUuid": SPEND["crd"],
        "userUuid": SPEND["usr"],
        "budgetUuid": SPEND["bgt"],
        "complete": False,
        "originalAuthTransactionUuid": None,
    },
    "threeDsChallenge": {
        "acsTransactionId": "00000000-0000-4000-8000-000000000001",
        "merchantName": "Test Merchant",
        "merchantCategoryCode": "5734",
        "amount": 25.0,
        "occurredTime": "",
        "userUuid": SPEND["usr"],
        "cardUuid": SPEND["crd"],
        "companyUuid": SPEND["cmp"],
    },
    "reimbursement": {
        "uuid": SPEND["rmb"],
        "amount": 25.0,
        "fulfillmentType": "ACH",
        "merchantName": "Test Merchant",
        "note": "Test reimbursement",
        "submittedTime": "",
        "occurredDate": "2026-02-27",
        "retired": False,
        "status": "CREATED",
        "type": "PURCHASE",
        "budgetUuid": SPEND["bgt"],
        "userUuid": SPEND["usr"],
        "companyUuid": SPEND["cmp"],
    },
}
AUTOPAY: dict[str, Any] = {
    "vendor": VENDOR,
    "createdBy": USER,
    "updatedTime": "",
    "fundingAccount": {"id": BANK, "type": "BANK_ACCOUNT"},
    "errors": [{"code": "4", "message": "Bill not ready to be paid.", "timestamp": ""}],
}
FAILURE = [{"code": "BDC_1205", "message": "Bill ID not found.", "timestamp": ""}]


def sample(world: World, event: str) -> dict[str, Any]:
    """The content of a test notification of this type."""
    key = EVENTS[event].key
    content: dict[str, Any] = {key: OBJECTS[key]}
    if event == "autopay.failed":
        content = AUTOPAY
    elif event == "payment.failed":
        content = {"payment": FAILED_PAYMENT, "errors": FAILURE}
    told: dict[str, Any] = fill_times(content, world.clock.iso())
    if key == "vendor" and not world.choices["webhook.numeric_account_number"]:
        told[key]["accountNumber"] = str(told[key]["accountNumber"])
    return told


def fill_times(value: Any, now: str) -> Any:
    """A copy in which every empty time is now."""
    if isinstance(value, dict):
        return {name: fill_times(inner, now) for name, inner in value.items()}
    if isinstance(value, list):
        return [fill_times(item, now) for item in value]
    return now if value == "" else value
