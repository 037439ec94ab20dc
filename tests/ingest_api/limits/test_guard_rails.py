"""Rate limits, body sizes, headers, CORS."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from httpx import ASGITransport, AsyncClient
from limits import parse
from starlette.responses import PlainTextResponse

from ingest_api.app import create_app
from ingest_api.auth.throttle import FAILURES, LoginThrottle
from ingest_api.errors import TooManyRequests
from ingest_api.limits.headers import SecurityHeaders
from ingest_api.limits.rates import group_of
from ingest_api.limits.store import LimitStore
from tests.ingest_api.conftest import Api, Call, serve
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role


@pytest.fixture
def strict(settings: Settings, connection: psycopg.Connection) -> Iterator[Api]:
    """An API with small limits, for scripts of one origin."""
    changes: dict[str, Any] = {
        "rate_limit_read": "3/minute",
        "rate_limit_write": "",
        "max_body_bytes": 2000,
        "cors_origins": ["https://screens.example.org"],
    }
    with serve(create_app(settings.model_copy(update=changes)), connection) as api:
        yield api


class TestRates:
    def test_a_user_who_asks_too_often_must_wait_and_others_need_not(self, strict: Api, school: School) -> None:
        admin, counselor = (strict.log_in(school.users[role]) for role in (Role.ADMIN, Role.COUNSELOR))
        answers = [strict.get("/auth/me", admin) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
        assert answers[0].headers["ratelimit-policy"] == '"read";q=3;w=60'
        refusal = answers[3]
        assert 0 < int(refusal.headers["retry-after"]) <= 60
        assert refusal.json()["type"] == "urn:headway:problem:rate-limited"
        assert refusal.headers["x-request-id"]
        assert strict.get("/auth/me", counselor).status_code == 200

    def test_who_is_not_logged_in_is_counted_by_address_also_with_forged_tokens(self, strict: Api) -> None:
        answers = [strict.get("/auth/me", {"Authorization": f"Bearer {n}"}).status_code for n in range(5)]
        assert answers == [401, 401, 401, 429, 429]

    def test_probes_are_never_counted(self, strict: Api) -> None:
        assert {strict.get("/health").status_code for _ in range(10)} == {200}

    def test_a_group_without_a_limit_is_not_counted(self, strict: Api, school: School) -> None:
        headers = strict.log_in(school.users[Role.SUPER_ADMIN])
        calls = [Call("POST", f"/attendance/session/{school.session}", headers, {"json": {"marks": []}})] * 8
        assert {answer.status_code for answer in strict.at_once(calls)} == {422}

    @pytest.mark.parametrize(
        ("method", "path", "group"),
        [
            ("POST", "/api/v1/auth/login", "login"),
            ("GET", "/api/v1/auth/me", "read"),
            ("GET", "/api/v1/reports/crm-metrics", "reports"),
            ("GET", "/api/v1/crm/analytics/conversion", "reports"),
            ("PUT", "/api/v1/students/1", "write"),
            ("GET", "/api/v1/metrics", None),
        ],
    )
    def test_every_request_has_its_group(self, method: str, path: str, group: str | None) -> None:
        assert group_of(method, path) == group


@pytest.mark.anyio
class TestThrottle:
    async def test_failures_are_counted_per_email_and_forgotten_after_success(self) -> None:
        throttle = LoginThrottle(LimitStore())
        for _ in range(FAILURES):
            await throttle.count_try("a")
        with pytest.raises(TooManyRequests):
            await throttle.count_try("a")
        await throttle.count_try("b")
        await throttle.succeeded("a")
        await throttle.count_try("a")

    async def test_without_its_redis_a_process_counts_for_itself(self) -> None:
        store = LimitStore("redis://127.0.0.1:1/0")
        item = parse("2/minute")
        assert [(await store.hit(item, "x")).is_allowed for _ in range(3)] == [True, True, False]
        await store.clear(item, "x")
        assert (await store.hit(item, "x")).is_allowed


class TestBodies:
    def test_a_body_that_announces_too_much_is_refused(self, strict: Api) -> None:
        answer = strict.post("/auth/refresh", json={"refresh_token": "x" * 3000})
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"

    def test_a_body_without_a_length_is_refused_as_soon_as_it_is_too_long(self, strict: Api) -> None:
        async def pieces() -> Any:
            for _ in range(3):
                yield b'{"refresh_token": "' + b"x" * 1000

        answer = strict.post("/auth/refresh", {"Content-Type": "application/json"}, content=pieces())
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"


class TestHeaders:
    def test_answers_are_not_kept_framed_or_sniffed(self, api: Api) -> None:
        for path in ("/auth/me", "/nowhere"):
            headers = api.get(path).headers
            assert headers["x-content-type-options"] == "nosniff"
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"
            assert "strict-transport-security" not in headers
        assert "cache-control" not in api.get("/health").headers

    @pytest.mark.anyio
    async def test_only_https_promises_https(self) -> None:
        transport = ASGITransport(SecurityHeaders(PlainTextResponse("hello")))
        async with AsyncClient(transport=transport) as client:
            secure, plain = await client.get("https://api/"), await client.get("http://api/")
        assert secure.headers["strict-transport-security"].startswith("max-age=31536000")
        assert "strict-transport-security" not in plain.headers

    def test_only_named_origins_may_read(self, strict: Api) -> None:
        mine = strict.get("/health", {"Origin": "https://screens.example.org"}).headers
        assert mine["access-control-allow-origin"] == "https://screens.example.org"
        assert "ETag" in mine["access-control-expose-headers"]
        assert "access-control-allow-origin" not in strict.get("/health", {"Origin": "https://evil.example"}).headers

    def test_without_origins_there_is_no_cors(self, api: Api) -> None:
        assert "access-control-allow-origin" not in api.get("/health", {"Origin": "https://a.example"}).headers
