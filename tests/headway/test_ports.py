"""A taken port is passed over, and a port given once is not given twice."""

import socket

from headway.up.ports import choose, is_free


def test_a_free_port_is_taken_as_wished() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert choose("127.0.0.1", port, set()) == port


def test_a_port_that_somebody_listens_on_is_passed_over() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not is_free("127.0.0.1", port)
        assert choose("127.0.0.1", port, set()) > port


def test_a_port_given_to_another_of_our_processes_is_passed_over() -> None:
    first = choose("127.0.0.1", 20000, set())
    assert choose("127.0.0.1", first, {first}) > first
