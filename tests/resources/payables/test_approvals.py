"""Bill approvals: which policy puts whom on a bill, in what order they act, and what waits for that."""

from collections.abc import Sequence

import pytest

from .conftest import assert_takes_or_refuses

MANY = [{"key": "BILL_AMOUNT", "op": "gte", "values": ["1000"]}]
NOBODY = "00601AAAAAAAAAA00000"


class Office:
    """The people of a world, and what they do with its bills."""

    def __init__(self, api, payables):
        self.api, self.payables, self.world = api, payables, api.world
        self.people = {row["firstName"].lower(): row["id"] for row in self.world.store.find("user")}
        self.vendor = payables.vendor()

    def ids(self, *names):
        return [self.people[name] for name in names]

    def policy(self, *names, rules: Sequence[dict] = MANY, approvers=None):
        body = {"policyName": "Large bills", "rules": rules, "approvers": approvers or self.ids(*names)}
        answer = self.api.post("/v3/bill-approvals/policies", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json

    def bill(self, amount=1500.0, **changes):
        return self.payables.bill(self.vendor, amount, **{"billApprovals": True, **changes})

    def read(self, bill):
        return self.api.get(f"/v3/bills/{bill['id']}?billApprovals=true").json

    def status(self, bill):
        """The bill's approval, and that of each approver."""
        read = self.read(bill)
        return read["approvalStatus"], [one["status"] for one in read.get("approvers", ())]

    def acts(self, name, bill, action="APPROVE", **more):
        caller = self.api.as_user(f"{name}@mockbill.test")
        return caller.post("/v3/bill-approvals/actions", json=[{"billId": bill["id"], "action": action, **more}])

    def approves(self, name, bill):
        answer = self.acts(name, bill)
        assert (answer.status_code, answer.json) == (200, {"status": "SUCCESS"}), answer.text

    def pending(self, name):
        answer = self.api.as_user(f"{name}@mockbill.test").get("/v3/bill-approvals/pending-user-approvals")
        assert answer.status_code == 200, answer.text
        return answer.json["bills"]

    def group(self, *names):
        answer = self.api.post(
            "/_mock/approval-groups",
            json={"name": "Press room", "userIds": self.ids(*names)},
            headers=self.here,
        )
        assert answer.status_code == 200, answer.text
        return answer.json

    @property
    def here(self):
        """The header by which the control API finds this world."""
        name = next(name for name, found in self.api.simulation.worlds.all() if found is self.world)
        return {"X-Mockbill-World": name}


@pytest.fixture
def office(api, payables):
    return Office(api, payables)


# Policies


def test_a_policy_answers_with_names_for_the_ids_that_were_sent(office):
    group = office.group("dana", "ben")
    rules = [*MANY, {"key": "VENDOR_ID", "op": "UNDEFINED", "values": [office.vendor["id"]]}]
    policy = office.policy(rules=rules, approvers=[*office.ids("cleo"), group["id"]])
    assert policy["id"].startswith(office.world.store.meta("credentials")["organizationId"] + "-")
    assert policy == {
        "id": policy["id"],
        "policyName": "Large bills",
        "status": "ACTIVE",
        "rules": [
            {"key": "BILL_AMOUNT", "op": "gte", "values": [{"value": "1000", "displayName": "1000"}]},
            {
                "key": "VENDOR_ID",
                "op": "UNDEFINED",
                "values": [{"value": office.vendor["id"], "displayName": "Lakeshore Paper"}],
            },
        ],
        "approvers": {
            "users": [{"userId": office.people["cleo"], "fullName": "Cleo Lindqvist"}],
            "groups": [
                {
                    "groupName": "Press room",
                    "groupId": group["id"],
                    "users": [
                        {"id": office.people["dana"], "fullName": "Dana Osei"},
                        {"id": office.people["ben"], "fullName": "Ben Okafor"},
                    ],
                }
            ],
        },
    }
    assert office.api.get("/v3/bill-approvals/policies").json == [policy]


def test_a_policy_is_replaced_and_deleted_for_good(office):
    policy = office.policy("cleo")
    path = f"/v3/bill-approvals/policies/{policy['id']}"
    body = {"policyName": "All", "rules": [{**MANY[0], "op": "lt"}], "approvers": office.ids("ben")}
    replaced = office.api.put(path, json=body)
    assert replaced.status_code == 200
    assert replaced.json["id"] == policy["id"] and replaced.json["policyName"] == "All"
    assert office.api.get("/v3/bill-approvals/policies").json == [replaced.json]
    assert (office.api.delete(path).status_code, office.api.get("/v3/bill-approvals/policies").json) == (200, [])
    for answer in (office.api.delete(path), office.api.put(path, json=body)):
        office.api.refused(answer, 404, code="BDC_1205")


def test_the_path_of_the_older_page_makes_policies_too(office):
    body = {"policyName": "Older", "rules": MANY, "approvers": office.ids("cleo")}
    made = office.api.post("/v3/bill-approvals", json=body)
    assert made.status_code == 201
    assert office.api.get("/v3/bill-approvals/policies").json == [made.json]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"approvers": [NOBODY]}, 422, "BDC_1205"),
        ({"approvers": []}, 400, None),
        ({"rules": []}, 400, None),
        ({"policyName": " "}, 400, None),
        ({"rules": [{**MANY[0], "values": ["much"]}]}, 400, None),
        ({"rules": [{**MANY[0], "values": ["NaN"]}]}, 400, None),
        ({"rules": [{**MANY[0], "values": ["1", "2"]}]}, 422, "BDC_1143"),
        ({"rules": [{**MANY[0], "op": "like"}]}, 400, None),
        ({"rules": [{**MANY[0], "key": "COLOUR"}]}, 400, None),
        ({"rules": [{"key": "VENDOR_ID", "op": "gte", "values": ["1"]}]}, 422, "BDC_1143"),
        ({"rules": [{"key": "VENDOR_ID", "op": "eq", "values": ["00901AAAAAAAAAA00000"]}]}, 422, "BDC_1205"),
        ({"rules": [{"key": "EMPLOYEE_ID", "op": "eq", "values": ["00901AAAAAAAAAA00000"]}]}, 422, "BDC_1205"),
    ],
)
def test_a_policy_without_sense_is_refused_and_not_kept(office, change, status, code):
    body = {"policyName": "Large", "rules": MANY, "approvers": office.ids("cleo")} | change
    office.api.refused(office.api.post("/v3/bill-approvals/policies", json=body), status, code=code)
    assert office.api.get("/v3/bill-approvals/policies").json == []


def test_only_who_may_approve_manages_policies(office):
    body = {"policyName": "Large", "rules": MANY, "approvers": office.ids("cleo")}
    for name, status in (("cleo", 201), ("ben", 201), ("eli", 403), ("fay", 403)):
        caller = office.api.as_user(f"{name}@mockbill.test")
        assert caller.post("/v3/bill-approvals/policies", json=body).status_code == status, name


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ({"op": "gte", "values": ["1000"]}, (False, True, True)),
        ({"op": "gt", "values": ["1000"]}, (False, False, True)),
        ({"op": "lt", "values": ["1000"]}, (True, False, False)),
        ({"op": "lte", "values": ["1000.00"]}, (True, True, False)),
        ({"op": "eq", "values": ["1000"]}, (False, True, False)),
        ({"op": "ne", "values": ["1000"]}, (True, False, True)),
        ({"op": "in", "values": ["999.99", "1000.01"]}, (True, False, True)),
    ],
)
def test_an_amount_is_compared_to_the_cent(office, rule, fits):
    office.policy("cleo", rules=[{"key": "BILL_AMOUNT", **rule}])
    bills = [office.bill(amount) for amount in (999.99, 1000.0, 1000.01)]
    assert [bill["approvalStatus"] == "ASSIGNED" for bill in bills] == list(fits)


def test_labels_of_the_bill_and_of_its_lines_count_and_every_rule_must_hold(office):
    account = office.payables.account()
    by_account = {"key": "CHART_OF_ACCOUNT_ID", "op": "eq", "values": [account]}
    office.policy("cleo", rules=[*MANY, by_account])
    labelled = {"classifications": {"chartOfAccountId": account}}
    on_line = office.bill(billLineItems=[{"amount": 1200, **labelled}])
    states = [office.bill(), office.bill(10.0, **labelled), office.bill(**labelled), on_line]
    assert [bill["approvalStatus"] for bill in states] == ["UNASSIGNED", "UNASSIGNED", "ASSIGNED", "ASSIGNED"]


def test_a_job_on_a_line_is_found_and_ne_means_none_of_them(office):
    first, second, third = (office.payables.labels("jobId")["jobId"] for _ in range(3))
    policy = office.policy("cleo", rules=[{"key": "JOB_ID", "op": "ne", "values": [first, second]}])
    assert policy["rules"][0]["values"][0] == {"value": first, "displayName": "Lakeside"}
    lines = [[{"amount": 1, "classifications": {"jobId": job}}] for job in (first, third)]
    assert [office.bill(billLineItems=some)["approvalStatus"] for some in lines] == ["UNASSIGNED", "ASSIGNED"]


# Bills and their approvers


def test_a_bill_that_meets_a_policy_waits_for_its_approvers_in_order(office):
    office.policy("cleo", "ben")
    bill = office.bill()
    expected = [
        {"userId": id, "status": "WAITING", "approverOrder": order, "statusChangedTime": bill["createdTime"]}
        for order, id in enumerate(office.ids("cleo", "ben"))
    ]
    assert bill["approvalStatus"] == "ASSIGNED" and bill["approvers"] == expected
    assert office.read(bill)["approvers"] == expected


def test_approvers_are_shown_only_to_reads_that_ask(office):
    office.policy("cleo")
    bill = office.bill()
    assert "approvers" not in office.payables.read("bills", bill)
    (listed,) = office.api.get("/v3/bills").json["results"]
    assert "approvers" not in listed and listed["approvalStatus"] == "ASSIGNED"
    (listed,) = office.api.get("/v3/bills?billApprovals=true&filters=approvalStatus:eq:ASSIGNED").json["results"]
    assert listed == office.read(bill) and list(listed)[-1] == "approvers"
    assert "approvers" not in office.api.patch(f"/v3/bills/{bill['id']}", json={"description": "Ink"}).json


def test_a_bill_is_routed_if_it_asks_or_if_the_choice_says_all_are(office, world):
    office.policy("cleo")
    assert office.bill(billApprovals=False)["approvalStatus"] == "UNASSIGNED"
    world.choices.update({"approval.assigned": "any"})
    quiet = office.bill(billApprovals=False)
    assert quiet["approvalStatus"] == "ASSIGNED" and "approvers" not in quiet


def test_bills_of_a_bulk_are_routed_each_for_itself(office):
    office.policy("cleo")
    bodies = [
        {
            "vendorId": office.vendor["id"],
            "dueDate": "2026-04-01",
            "invoice": {"invoiceNumber": f"B-{amount}", "invoiceDate": "2026-03-01"},
            "billLineItems": [{"amount": amount}],
            "billApprovals": asked,
        }
        for amount, asked in ((2000, True), (10, True), (2000, False))
    ]
    made = office.api.post("/v3/bills/bulk", json=bodies).json
    assert [(bill["approvalStatus"], "approvers" in bill) for bill in made] == [
        ("ASSIGNED", True),
        ("UNASSIGNED", False),
        ("UNASSIGNED", False),
    ]


def test_approvers_of_several_policies_follow_each_other_without_repeats(office, world):
    office.policy("cleo", "ben")
    office.policy("ben", "ada")
    assert [one["userId"] for one in office.bill()["approvers"]] == office.ids("cleo", "ben", "ada")
    world.choices.update({"approval.several_policies": "first"})
    assert [one["userId"] for one in office.bill()["approvers"]] == office.ids("cleo", "ben")


def test_an_edit_brings_a_bill_under_a_policy(office):
    office.policy("cleo")
    bill = office.bill(10.0)
    line = {"id": bill["billLineItems"][0]["id"], "amount": 5000}
    edited = office.api.patch(f"/v3/bills/{bill['id']}", json={"billLineItems": [line], "billApprovals": True}).json
    assert edited["approvalStatus"] == "ASSIGNED" and len(edited["approvers"]) == 1


def test_an_edit_keeps_the_approvals_that_were_given(office):
    office.policy("cleo", "ben")
    bill = office.bill()
    office.approves("cleo", bill)
    assert office.api.patch(f"/v3/bills/{bill['id']}", json={"description": "Ink"}).status_code == 200
    assert office.status(bill) == ("APPROVING", ["APPROVED", "WAITING"])


def test_deleting_or_replacing_a_policy_leaves_the_bills_that_have_approvers(office):
    policy = office.policy("cleo")
    bill = office.bill()
    office.api.delete(f"/v3/bill-approvals/policies/{policy['id']}")
    assert office.status(bill) == ("ASSIGNED", ["WAITING"])
    assert office.bill()["approvalStatus"] == "UNASSIGNED"


# Approving and denying


def test_approvers_act_in_order_until_all_approved(office):
    office.policy("cleo", "ben")
    bill = office.bill()
    office.approves("cleo", bill)
    assert office.status(bill) == ("APPROVING", ["APPROVED", "WAITING"])
    office.approves("ben", bill)
    assert office.status(bill) == ("APPROVED", ["APPROVED", "APPROVED"])
    assert office.read(bill)["approvers"][1]["statusChangedTime"] == office.read(bill)["updatedTime"]


def test_one_who_denies_ends_it(office):
    office.policy("cleo", "ben", "ada")
    bill = office.bill()
    office.approves("cleo", bill)
    assert office.acts("ben", bill, "DENY", comment="Twice").status_code == 200
    assert office.status(bill) == ("DENIED", ["APPROVED", "DENIED", "WAITING"])
    office.api.refused(office.acts("ada", bill), 422)
    assert office.pending("ada") == []


def test_a_denied_bill_that_is_edited_begins_anew_with_the_first(office):
    office.policy("cleo", "ben")
    bill = office.bill()
    office.approves("cleo", bill)
    office.acts("ben", bill, "DENY")
    answer = office.api.patch(f"/v3/bills/{bill['id']}", json={"description": "Corrected"})
    assert answer.json["approvalStatus"] == "ASSIGNED"
    assert office.status(bill) == ("ASSIGNED", ["WAITING", "WAITING"])
    assert [row["billId"] for row in office.pending("cleo")] == [bill["id"]]


def test_a_denied_bill_begins_anew_even_when_its_policy_is_gone(office):
    policy = office.policy("cleo")
    bill = office.bill()
    office.acts("cleo", bill, "DENY")
    office.api.delete(f"/v3/bill-approvals/policies/{policy['id']}")
    office.api.patch(f"/v3/bills/{bill['id']}", json={"description": "Corrected"})
    assert office.status(bill) == ("ASSIGNED", ["WAITING"])


def test_out_of_turn_is_refused_unless_the_choice_takes_it(office, world):
    office.policy("cleo", "ben")
    bill = office.bill()
    office.api.refused(office.acts("ben", bill), 422, code="BDC_1143")
    assert office.status(bill) == ("ASSIGNED", ["WAITING", "WAITING"])
    world.choices.update({"approval.out_of_turn": "take"})
    office.approves("ben", bill)
    assert office.status(bill) == ("APPROVING", ["WAITING", "APPROVED"])


def test_acting_twice_is_refused(office):
    office.policy("cleo", "ben")
    bill = office.bill()
    office.approves("cleo", bill)
    office.api.refused(office.acts("cleo", bill, "DENY"), 422, code="BDC_1143")
    assert office.status(bill) == ("APPROVING", ["APPROVED", "WAITING"])


def test_who_is_no_approver_of_a_bill_may_not_act_on_it(office):
    office.policy("cleo")
    bill, other = office.bill(), office.bill(10.0)
    office.api.refused(office.acts("ben", bill), 403, code="BDC_1145")
    office.api.refused(office.acts("cleo", other), 403, code="BDC_1145")
    office.api.refused(office.acts("eli", bill), 403, code="BDC_1145")  # a clerk approves nothing


def test_an_archived_bill_is_not_approved_and_waits_for_nobody(office):
    office.policy("cleo")
    bill = office.bill()
    office.api.post(f"/v3/bills/{bill['id']}/archive")
    assert office.pending("cleo") == []
    office.api.refused(office.acts("cleo", bill), 422)


def test_the_object_alone_is_taken_like_an_array_of_it(office):
    office.policy("ada")
    bill = office.bill()
    answer = office.api.post("/v3/bill-approvals/actions", json={"billId": bill["id"], "action": "APPROVE"})
    assert (answer.status_code, answer.json) == (200, {"status": "SUCCESS"})
    assert office.status(bill)[0] == "APPROVED"


def test_several_are_acted_on_all_or_none(office):
    office.policy("ada")
    bills = [office.bill(), office.bill()]
    actions = [{"billId": bill["id"], "action": "APPROVE"} for bill in bills]
    unknown = {"billId": "00n01AAAAAAAAAA00000", "action": "APPROVE"}
    answer = office.api.post("/v3/bill-approvals/actions", json=[actions[0], unknown])
    office.api.refused(answer, 422)
    assert [entry["code"] for entry in answer.json] == ["BDC_1246", "BDC_1205"]
    assert office.status(bills[0])[0] == "ASSIGNED"
    assert office.api.post("/v3/bill-approvals/actions", json=actions).status_code == 200
    assert [office.status(bill)[0] for bill in bills] == ["APPROVED", "APPROVED"]


@pytest.mark.parametrize(
    "body", [[], {}, None, "x", 7, [[]], [{"billId": "x"}], [{"billId": "x", "action": "MAYBE"}], [None], {"a": 1}]
)
def test_actions_without_sense_are_refused(office, body):
    assert_takes_or_refuses(office.api, "POST", "/v3/bill-approvals/actions", body)
    assert office.api.post("/v3/bill-approvals/actions", json=body).status_code == 400


def test_pending_are_the_bills_whose_turn_is_the_callers(office):
    office.policy("cleo", "ben")
    first, second = office.bill(), office.bill(2000.0)
    assert office.pending("cleo") == [
        {"billId": bill["id"], "vendorId": bill["vendorId"], "amount": bill["amount"], "dueDate": bill["dueDate"]}
        for bill in (first, second)
    ]
    assert office.pending("ben") == []
    office.approves("cleo", second)
    assert [row["billId"] for row in office.pending("ben")] == [second["id"]]
    assert [row["billId"] for row in office.pending("cleo")] == [first["id"]]


def test_any_one_of_a_group_approves_for_it(office):
    group = office.group("dana", "ben")
    office.policy(approvers=[group["id"], *office.ids("cleo")])
    bill = office.bill()
    assert bill["approvers"][0]["userId"] == group["id"]
    assert [[row["billId"] for row in office.pending(name)] for name in ("dana", "ben", "cleo")] == [
        [bill["id"]],
        [bill["id"]],
        [],
    ]
    office.approves("ben", bill)
    assert office.status(bill) == ("APPROVING", ["APPROVED", "WAITING"])
    assert office.read(bill)["approvers"][0]["userId"] == office.people["ben"]
    assert office.pending("dana") == []
    office.approves("cleo", bill)
    assert office.status(bill)[0] == "APPROVED"


@pytest.mark.parametrize("ids", [[], [NOBODY], None])
def test_a_group_is_of_users_that_there_are(office, ids):
    answer = office.api.post("/_mock/approval-groups", json={"name": "None", "userIds": ids}, headers=office.here)
    assert answer.status_code == 400
    assert office.api.get("/_mock/approval-groups", headers=office.here).json == {"groups": []}


def test_steps_of_approval_are_told_to_nobody_unless_any_change_is(office, world, events):
    office.policy("cleo", "ben")
    bill = office.bill()
    office.approves("cleo", bill)
    assert [event for event, _, _ in events] == ["bill.created"]
    world.choices.update({"bill.updated_on": "any"})
    office.approves("ben", bill)
    assert [event for event, _, _ in events][1:] == ["bill.updated"]


# Payments wait


def test_a_bill_is_paid_only_when_all_approved(office):
    api = office.api.trust()
    office.policy("cleo")
    bill = office.bill()
    bank = api.get("/v3/funding-accounts/banks").json["results"][0]["id"]
    order = {
        "billId": bill["id"],
        "amount": 1500,
        "processDate": "2026-03-10",
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank},
        "processingOptions": {},
    }
    api.refused(api.post("/v3/payments", json=order), 422)
    office.acts("cleo", bill, "DENY")
    api.refused(api.post("/v3/payments", json=order), 422)
    api.patch(f"/v3/bills/{bill['id']}", json={"description": "Corrected"})
    office.approves("cleo", bill)
    assert api.post("/v3/payments", json=order).status_code == 201
    api.patch(f"/v3/bills/{bill['id']}", json={"description": "Paid", "billApprovals": True})
    assert office.status(bill) == ("APPROVED", ["APPROVED"])


def test_a_bill_made_with_its_payment_must_need_no_approval(office, world):
    api = office.api.trust()
    office.policy("cleo")
    world.choices.update({"approval.assigned": "any"})
    bank = api.get("/v3/funding-accounts/banks").json["results"][0]["id"]
    order = {
        "vendorId": office.vendor["id"],
        "amount": 1500,
        "processDate": "2026-03-10",
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank},
        "processingOptions": {"createBill": True},
    }
    api.refused(api.post("/v3/payments", json=order), 422)
    assert api.get("/v3/bills").json["results"] == []
    assert api.post("/v3/payments", json=order | {"amount": 999}).status_code == 201
