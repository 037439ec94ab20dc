"""How the processes that serve are started."""

from headway.up.code_server import code_server
from headway.up.processes import services
from warehouse.settings import Settings


def test_only_the_named_proxies_and_our_own_dashboards_tell_for_whom_they_ask() -> None:
    settings = Settings(host="192.0.2.10", trusted_proxies="192.0.2.1,10.0.0.0/8")
    ports = {"api": 8000, "dashboards": 8501, "dagster": 3000}
    with code_server() as code:
        commands = {service.name: service.command for service in services(settings, ports, code)}
    for name in ("api", "dashboards"):
        command = commands[name]
        assert command[command.index("--forwarded-allow-ips") + 1] == "192.0.2.1,10.0.0.0/8,192.0.2.10"
