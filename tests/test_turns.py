"""Turns of the tests themselves."""

from pathlib import Path
from queue import Queue
from threading import Event, Thread

from tests.turns import turn


def test_one_alone_waits_for_those_before_it_and_those_after_wait_for_it(tmp_path: Path) -> None:
    seen: Queue[str] = Queue()
    may_end = {name: Event() for name in ("first", "second", "alone")}

    def take(name: str) -> Thread:
        def run() -> None:
            with turn(tmp_path, alone=name == "alone"):
                seen.put(name)
                may_end[name].wait(20)

        thread = Thread(target=run)
        thread.start()
        return thread

    threads = [take("first"), take("second")]
    assert {seen.get(timeout=20), seen.get(timeout=20)} == {"first", "second"}
    threads.append(take("alone"))
    may_end["first"].set()
    threads[0].join(20)
    assert seen.empty()
    may_end["second"].set()
    assert seen.get(timeout=20) == "alone"
    may_end["first"] = Event()
    threads.append(take("first"))
    threads[-1].join(0.3)
    assert seen.empty()
    may_end["alone"].set()
    assert seen.get(timeout=20) == "first"
    may_end["first"].set()
    for thread in threads:
        thread.join(20)
