"""`--mockbill-strict` names the tests that rely on a guess."""

import pytest

pytest_plugins = ["pytester"]

TESTS = """
    VENDOR = {"name": "L", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}

    def test_leans(mockbill):
        vendor = mockbill.client.vendors.create(VENDOR)["id"]
        bill = {
            "vendorId": vendor, "dueDate": "2026-05-01", "billLineItems": [{"amount": 1}],
            "invoice": {"invoiceNumber": "1", "invoiceDate": "2026-03-01"},
        }
        mockbill.client.bills.create(bill)
        mockbill.client.bills.create(bill)

    def test_stands(mockbill):
        assert mockbill.client.vendors.create(VENDOR)["id"]

    def test_has_no_world():
        pass
"""


@pytest.fixture
def run(pytester):
    def run(*options):
        pytester.makepyfile(TESTS)
        return pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:cacheprovider", *options)

    return run


def test_they_are_listed_with_the_choices_they_rest_on(run):
    result = run("--mockbill-strict")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(
        ["*tests that rely on what BILL does not say*", "*::test_leans", "*bill.duplicate_number*"]
    )
    result.stdout.no_fnmatch_line("*::test_stands")


def test_they_fail_if_that_is_asked_for(run):
    result = run("--mockbill-strict=fail")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*createbill*201*bill.duplicate_number*"])


def test_nobody_is_named_unasked(run):
    result = run()
    result.assert_outcomes(passed=3)
    result.stdout.no_fnmatch_line("*does not say*")
