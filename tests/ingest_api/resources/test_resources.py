"""/resources: what there is to learn a topic or a subject from."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.factories import enroll, make_subject, make_topic
from tests.factories.insert import insert
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]
WRONG: Any = [
    {"url": None},
    {"storage_key": "a.pdf"},
    {"topic_id": 1},
    {"subject_id": None},
    {"subject_id": 2**63 - 1},
    {"subject_id": 2**63},
    {"subject_id": 10**400},
    {"title": "a\x00b"},
    {"title": " "},
    {"description": "\x00"},
    {"kind": "song"},
    {"duration_minutes": 0},
    {"duration_minutes": 2**31},
    {"status": "inactive"},
]
STRANGE_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//http://",
    "java\tscript:alert(1)",
    "data:text/html,hello",
    "file:///etc/passwd",
    "ftp://example.org/a",
    "//example.org/a",
    "example.org/a",
    "http://",
    "https://[::1",
    "https://exa mple.org",
    "https://example.org/\x00",
    "https://example.org/\r\nSet-Cookie: a=b",
    "https://example.org/\u202egpj",
    "https://user:secret@example.org/",
    "https://example.org@evil.example/",
    "https://example.org:99999/",
    "https://example.org/" + "a" * 2_000,
    "",
]
ADDRESSES = [
    ("HTTP://Example.ORG/A?b=c#d", "http://example.org/A?b=c#d"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://[::1]:8080/a", "https://[::1]:8080/a"),
]
STRANGE_KEYS = ["/etc/passwd", "../a", "a/../b", "a//b", "a/", ".", "a\\b", "a\x00", "ä", "a" * 501]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


def add(api: Api, headers: Headers, **more: Any) -> Any:
    content = {"title": "Loops", "kind": "video", "url": "https://videos.example.org/loops", **more}
    return api.post("/resources", headers, json={key: value for key, value in content.items() if value is not None})


def made(api: Api, headers: Headers, **more: Any) -> dict[str, Any]:
    answer = add(api, headers, **more)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def ids(api: Api, headers: Headers, **filters: Any) -> list[int]:
    return [item["id"] for item in api.get("/resources", headers, **filters).json()["items"]]


def kind(answer: Any) -> str:
    return str(answer.json()["type"]).removeprefix("urn:headway:problem:")


class TestReading:
    def test_a_subjects_are_those_of_its_topics_too(self, api: Api, school: School, admin: Headers) -> None:
        of_topic = made(api, admin, topic_id=school.topics[0], title="A")["id"]
        of_subject = made(api, admin, subject_id=school.subject, title="B", kind="article")["id"]
        made(api, admin, subject_id=make_subject(api.connection))
        assert ids(api, admin, subject_id=school.subject) == [of_topic, of_subject]
        assert ids(api, admin, topic_id=school.topics[0]) == [of_topic]
        assert ids(api, admin, subject_id=school.subject, kind="article") == [of_subject]
        assert ids(api, admin, subject_id=school.subject, sort="-title") == [of_subject, of_topic]
        page = api.get("/resources", admin, subject_id=school.subject, limit=1).json()
        assert ids(api, admin, subject_id=school.subject, limit=1, cursor=page["next_cursor"]) == [of_subject]

    def test_found_by_a_part_of_the_title_with_the_topics_name(self, api: Api, school: School, admin: Headers) -> None:
        subject = make_subject(api.connection)
        topic = make_topic(api.connection, subject, 1, name="Loops")
        one = insert(
            api.connection, "resources", topic_id=topic, title="Half_way", kind="link", url="https://a.example"
        )
        insert(api.connection, "resources", subject_id=subject, title="Halfway", kind="link", url="https://b.example")
        items = api.get("/resources", admin, subject_id=subject, q="f_W").json()["items"]
        assert [(item["id"], item["topic_name"]) for item in items] == [(one, "Loops")]
        assert len(api.get("/resources", admin, subject_id=subject, q="half").json()["items"]) == 2

    def test_a_student_reads_what_is_there_for_what_he_learns(self, api: Api, school: School, admin: Headers) -> None:
        dropped = make_subject(api.connection)
        enroll(api.connection, school.students[0], dropped, status="dropped", ended_on=date(2024, 2, 1))
        foreign = make_subject(api.connection)
        his = [made(api, admin, topic_id=school.topics[0]), made(api, admin, subject_id=school.subject)]
        hidden = [
            made(api, admin, subject_id=dropped),
            made(api, admin, topic_id=make_topic(api.connection, foreign, 1)),
            made(api, admin, subject_id=school.subject, title="Old"),
        ]
        assert api.put(f"/resources/{hidden[2]['id']}", admin, json={"status": "inactive"}).status_code == 200
        own = api.log_in_as("students", school.students[0])
        assert ids(api, own) == [one["id"] for one in his]
        assert [api.get(f"/resources/{one['id']}", own).status_code for one in his + hidden] == [200] * 2 + [404] * 3
        assert api.get(f"/resources/{hidden[2]['id']}", admin).json()["status"] == "inactive"
        assert add(api, own, subject_id=school.subject).status_code == 403


class TestAdding:
    def test_answers_what_was_added(self, api: Api, school: School, admin: Headers) -> None:
        more = {"difficulty": "easy", "duration_minutes": 12, "learning_style": "visual"}
        resource = made(api, admin, topic_id=school.topics[0], **more)
        code = api.get(f"/subjects/{school.subject}", admin).json()["code"]
        assert resource == {
            "id": resource["id"],
            "topic_id": school.topics[0],
            "topic_name": "Topic 1",
            "subject_id": None,
            "subject_code": code,
            "title": "Loops",
            "description": None,
            "kind": "video",
            "url": "https://videos.example.org/loops",
            "storage_key": None,
            "status": "active",
            "version": 1,
            **more,
        }
        event = api.connection.execute(
            "select name, payload from operational.event where relation = 'resources' and row_id = %s",
            (resource["id"],),
        ).fetchone()
        assert event == ("resource.created", {"kind": "video", "topic_id": school.topics[0], "subject_id": None})

    def test_the_same_key_adds_one(self, api: Api, school: School, admin: Headers) -> None:
        headers = admin | {"Idempotency-Key": str(uuid4())}
        answers = [add(api, headers, subject_id=school.subject) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert len(ids(api, admin, subject_id=school.subject)) == 1

    def test_a_file_in_storage(self, api: Api, school: School, admin: Headers) -> None:
        resource = made(api, admin, subject_id=school.subject, url=None, storage_key="python/loops.pdf")
        assert (resource["url"], resource["storage_key"]) == (None, "python/loops.pdf")

    def test_what_does_not_fit_is_refused(self, api: Api, school: School, admin: Headers) -> None:
        answers = [add(api, admin, **{"subject_id": school.subject, **more}) for more in WRONG]
        assert [(answer.status_code, kind(answer)) for answer in answers] == [(422, "invalid")] * len(WRONG)

    def test_a_strange_address_is_refused(self, api: Api, school: School, admin: Headers) -> None:
        taken = [
            url for url in STRANGE_ADDRESSES if add(api, admin, subject_id=school.subject, url=url).status_code != 422
        ]
        assert taken == []

    def test_an_address_is_kept_as_browsers_write_it(self, api: Api, school: School, admin: Headers) -> None:
        kept = [made(api, admin, subject_id=school.subject, url=url)["url"] for url, _ in ADDRESSES]
        assert kept == [wanted for _, wanted in ADDRESSES]

    def test_a_key_cannot_leave_the_storage(self, api: Api, school: School, admin: Headers) -> None:
        stored = [
            key
            for key in STRANGE_KEYS
            if add(api, admin, subject_id=school.subject, url=None, storage_key=key).status_code != 422
        ]
        assert stored == []

    def test_half_a_character_is_refused(self, api: Api, school: School, admin: Headers) -> None:
        for field, value in (("url", '"https://example.org/\\ud800"'), ("title", '"\\ud800"')):
            content = f'{{"subject_id": {school.subject}, "kind": "link", "{field}": {value}}}'
            headers = admin | {"Content-Type": "application/json"}
            assert api.post("/resources", headers, content=content).status_code == 422


class TestChanging:
    def test_only_what_is_sent_changes(self, api: Api, school: School, admin: Headers) -> None:
        resource = made(api, admin, subject_id=school.subject, description="Short")
        answer = api.put(f"/resources/{resource['id']}", admin, json={"title": "While loops"})
        assert answer.json() == resource | {"title": "While loops", "version": 2}
        assert answer.headers["ETag"] == '"2"'
        assert api.put(f"/resources/{resource['id']}", admin, json={"description": None}).json()["description"] is None
        for wrong in ({"title": None}, {"url": None}, {"subject_id": school.subject}, {"url": "javascript:alert(1)"}):
            assert api.put(f"/resources/{resource['id']}", admin, json=wrong).status_code == 422

    def test_a_key_takes_the_place_of_the_address_and_back(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/resources/{made(api, admin, subject_id=school.subject)['id']}"
        stored = api.put(path, admin, json={"storage_key": "loops.mp4"}).json()
        assert (stored["url"], stored["storage_key"]) == (None, "loops.mp4")
        linked = api.put(path, admin, json={"url": "https://example.org/"}).json()
        assert (linked["url"], linked["storage_key"]) == ("https://example.org/", None)
        both = {"url": "https://example.org/", "storage_key": "loops.mp4"}
        assert api.put(path, admin, json=both).status_code == 422

    def test_of_two_people_editing_one_is_told(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/resources/{made(api, admin, subject_id=school.subject)['id']}"
        headers = admin | {"If-Match": '"1"'}
        answers = api.at_once([Call("PUT", path, headers, {"json": {"title": title}}) for title in ("A", "B")])
        assert sorted(answer.status_code for answer in answers) == [200, 409]

    def test_a_repeat_changes_nothing(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/resources/{made(api, admin, subject_id=school.subject)['id']}"
        versions = [api.put(path, admin, json={"status": "inactive"}).json()["version"] for _ in range(2)]
        assert versions == [2, 2]
