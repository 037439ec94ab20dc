"""Which ports to serve on: the configured ones, or the next free ones when they are taken."""

import socket


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the servers do: a port that only lingers after its last server is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def choose(host: str, wanted: int, taken: set[int]) -> int:
    """The wanted port, or the first free one after it.

    Args:
        host: the address to listen on.
        wanted: the configured port.
        taken: ports already given to our other processes.

    Raises:
        RuntimeError: none of the next hundred ports is free.
    """
    for port in range(wanted, min(wanted + 100, 65536)):
        if port not in taken and is_free(host, port):
            return port
    raise RuntimeError(f"no free port from {wanted} on")
