"""Asking the snapshot: one connection per snapshot and process, every answer cached by the snapshot's id.

A snapshot never changes, so an answer of it never gets old; a new build has a new id and is asked anew. Belongs here:
connections and caching. The questions themselves stand beside this file, by topic.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

import duckdb
import pandas as pd
import streamlit as st

from warehouse.published import Build, open_snapshot
from warehouse.scope import Predicate, Viewer
from warehouse.settings import get_settings

Question = ParamSpec("Question")

CACHED_ANSWERS = 500
# The current snapshot and the one before it, each with and without names.
OPEN_CONNECTIONS = 4


def ask(
    build: Build,
    question: Callable[Concatenate[duckdb.DuckDBPyConnection, Question], pd.DataFrame],
    *arguments: Question.args,
    **options: Question.kwargs,
) -> pd.DataFrame:
    """The answer of one snapshot to one question without names."""
    return _answer(build.build_id, question.__qualname__, arguments, options, False, build, question)


def ask_with_names(
    build: Build,
    question: Callable[Concatenate[duckdb.DuckDBPyConnection, Question], pd.DataFrame],
    *arguments: Question.args,
    **options: Question.kwargs,
) -> pd.DataFrame:
    """The same with `restricted.dim_person`, for pages whose viewers may see names."""
    return _answer(build.build_id, question.__qualname__, arguments, options, True, build, question)


@st.cache_data(max_entries=CACHED_ANSWERS, show_spinner=False, hash_funcs={Predicate: repr, Viewer: repr})
def _answer(
    build_id: str, name: str, arguments: object, options: object, personal: bool, _build: Build, _question: object
) -> pd.DataFrame:
    # A cursor is a connection of its own, so that sessions do not wait for each other; it chooses its database anew.
    cursor = _connection(build_id, personal, _build).cursor()
    cursor.execute("use snapshot")
    return _question(cursor, *arguments, **options)  # type: ignore[operator, no-any-return]


@st.cache_resource(max_entries=OPEN_CONNECTIONS, show_spinner=False)
def _connection(build_id: str, personal: bool, _build: Build) -> duckdb.DuckDBPyConnection:
    return open_snapshot(get_settings(), personal=personal, build=_build)
