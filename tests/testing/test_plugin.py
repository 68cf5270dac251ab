"""The fixtures as a project's own tests meet them."""

import subprocess
import sys

import pytest

pytest_plugins = ["pytester"]

HEAVY = ("flask", "pydantic", "httpx", "billclient", "granian", "mockbill.simulation", "orjson", "werkzeug")


@pytest.fixture
def project(pytester):
    """Runs a project's tests in this process, with this session's simulation."""

    def run(tests, ini="", *options):
        pytester.makeini("[pytest]\n" + ini)
        pytester.makepyfile(tests)
        return pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:cacheprovider", *options)

    return run


def test_markers_say_what_a_world_holds(project):
    project(
        """
        import pytest

        pytestmark = pytest.mark.mockbill(choices={"bulk.status": 400}, seed="random:1:1")

        @pytest.mark.mockbill(seed="random:1:2", clock="2026-05-01T08:00Z")
        def test_nearest(mockbill):
            assert len(mockbill.client.vendors.list().results) == 2
            assert mockbill.clock.now.month == 5
            assert mockbill.choices["bulk.status"] == 400

        @pytest.mark.mockbill(credentials={"devKey": "mine"})
        def test_credentials(mockbill):
            assert mockbill.credentials["devKey"] == "mine"
            assert len(mockbill.client.vendors.list().results) == 1
        """
    ).assert_outcomes(passed=2)


def test_the_ini_file_says_it_for_all(project):
    project(
        """
        import pytest

        def test_ini(mockbill):
            assert mockbill.clock.now.year == 2027
            assert len(mockbill.client.vendors.list().results) == 1
            assert mockbill.choices["rate_limit.status"] == 429
            assert mockbill.choices["validation.code"] == "BDC_1000"
            assert mockbill.credentials["devKey"] == "of=the=ini"

        @pytest.mark.mockbill(seed="empty")
        def test_marker_wins(mockbill):
            assert mockbill.client.vendors.list().results == []
        """,
        """
mockbill_seed = random:1:1
mockbill_clock = 2027-01-04T09:00Z
mockbill_choices =
    rate_limit.status = 429
    validation.code = "BDC_1000"
mockbill_credentials = devKey = of=the=ini
""",
    ).assert_outcomes(passed=2)


@pytest.mark.parametrize(
    "mark, text",
    [
        ("seeds='x'", "takes seed, clock, choices, credentials; unknown seeds"),
        ("'small-business'", "takes seed, clock, choices, credentials; they are named"),
        ("seed='nonsense'", "mockbill: unknown seed 'nonsense'"),
        ("choices={'nonsense': 1}", "mockbill: unknown choice 'nonsense'"),
        ("credentials={'key': 'x'}", "mockbill: unknown credential 'key'"),
    ],
)
def test_a_mistaken_marker_is_told(project, mark, text):
    result = project(
        f"""
        import pytest

        @pytest.mark.mockbill({mark})
        def test_it(mockbill):
            pass
        """
    )
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*UsageError: *{text}*"])


@pytest.mark.parametrize(
    "ini, text",
    [
        ("mockbill_choices = rate_limit.status", "a line is `name = value`, not 'rate_limit.status'"),
        ("mockbill_choices = validation.code = BDC", "the value of validation.code is JSON, not 'BDC'"),
    ],
)
def test_a_mistaken_ini_file_is_told(project, ini, text):
    result = project("def test_it(mockbill): pass", ini)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{text}*"])


def test_the_server_is_one_for_the_session_and_on_a_socket(project):
    project(
        """
        import urllib.request

        seen = []

        def test_one(mockbill_server):
            seen.append(mockbill_server.url)
            assert urllib.request.urlopen(mockbill_server.env["BILL_GATEWAY"] + "/_mock/info").status == 200
            mockbill_server.client.vendors.create({
                "name": "A", "address": {"line1": "1", "city": "T", "stateOrProvince": "OH",
                                         "zipOrPostalCode": "43604", "country": "US"}})

        def test_other(mockbill_server, mockbill):
            assert [mockbill_server.url] == seen
            assert len(mockbill_server.client.vendors.list().results) == 1
            assert mockbill.client.vendors.list().results == []
        """
    ).assert_outcomes(passed=2)


def test_a_run_that_does_not_ask_for_it_pays_nothing():
    asked = f"import sys, mockbill.testing.plugin; print([name for name in {HEAVY!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "option, line",
    [
        ("--markers", "@pytest.mark.mockbill(seed, clock, choices, credentials)*"),
        ("--fixtures", "*A fresh BILL for this test*"),
        ("--fixtures", "*One BILL for all tests of the session*"),
    ],
)
def test_the_fixtures_and_their_marker_are_documented(pytester, option, line):
    pytester.runpytest_inprocess(option).stdout.fnmatch_lines([line])
