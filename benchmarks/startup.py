"""How long it takes until something can be used: a world, a reset, the plugin, a server."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mockbill.simulation import Simulation
from mockbill.world.clock import FIXTURE_START

from .throughput import MOCKBILL, call


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The median of some runs."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append((time.perf_counter() - started) * 1000)
    return statistics.median(found)


def measure() -> Iterator[tuple[str, str, str, bool]]:
    simulation = Simulation()
    simulation.open_default(clock=FIXTURE_START)
    world = simulation.worlds.create()
    for name, work in (("a new world", simulation.worlds.create), ("reset", world.reset)):
        spent = milliseconds(work, 50)
        yield name, f"{spent:.2f} ms", "< 1 ms", spent < 1
    simulation.worlds.close()

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_nothing.py").write_text("def test_nothing():\n    assert True\n")

        alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # other plugins' seconds would hide ours

        def run(*options: str) -> object:
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, folder]
            return subprocess.run(command, check=True, capture_output=True, cwd=folder, env=alone)

        run("-p", "mockbill.testing.plugin")  # the first run fills caches
        pairs = [
            (milliseconds(lambda: run("-p", "mockbill.testing.plugin"), 1), milliseconds(run, 1)) for _ in range(15)
        ]
        spent = statistics.median(used - without for used, without in pairs)
    yield "the plugin in a pytest run that does not use it", f"{spent:+.0f} ms", "< 50 ms", spent < 50

    installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def first_answer() -> None:
        process = subprocess.Popen(
            [MOCKBILL, "serve", "--port", "0", "--seed", "empty"],
            stdout=subprocess.PIPE, text=True, env=installed,
        )  # fmt: skip
        assert process.stdout
        base = next(word for word in process.stdout.readline().split() if word.startswith("http"))
        call(base, "GET", "/connect-events/v3/health")
        moments.append(time.perf_counter())
        process.terminate()
        process.wait(5)

    moments: list[float] = []
    spent_all = []
    first_answer()  # compiles what an installed package has compiled
    for _ in range(5):
        started = time.perf_counter()
        first_answer()
        spent_all.append(moments[-1] - started)
    spent = statistics.median(spent_all)
    yield "serve, from process start to its first answer", f"{spent:.2f} s", "< 0.6 s", spent < 0.6
