"""Subjects and topics."""

from typing import Any

import psycopg

from tests.factories.insert import insert, number


def make_subject(connection: psycopg.Connection, **values: Any) -> int:
    this = number()
    return insert(connection, "subjects", **{"code": f"SUB{this}", "name": f"Subject {this}", **values})


def make_topic(connection: psycopg.Connection, subject_id: int, order_index: int, **values: Any) -> int:
    defaults = {"subject_id": subject_id, "order_index": order_index, "name": f"Topic {order_index}"}
    return insert(connection, "topics", **{**defaults, **values})


def make_topics(connection: psycopg.Connection, subject_id: int, count: int) -> list[int]:
    """`count` topics in order."""
    return [make_topic(connection, subject_id, order_index) for order_index in range(1, count + 1)]
