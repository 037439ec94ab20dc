"""What is measured of one home: features, training, evaluation and scoring of every model, and reading predictions."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import pandas as pd
from rich.console import Console

from bench.api import server
from headway.up.ports import choose
from ingest_api.auth.tokens import AccessClaims, make_access_token
from pipelines.lib.models import Reader, clock, keep
from pipelines.lib.predictions import EVALUATIONS
from pipelines.lib.publication import publish_checked
from pipelines.lib.scoring import score
from pipelines.lib.threads import one_thread
from pipelines.lib.warm_dbt import PREDICTED, SCORING, WarmDbt
from pipelines.lib.wings import WINGS, Wing
from warehouse.extract import extract
from warehouse.postgres import connect, read_relation
from warehouse.relations import PREDICTIONS
from warehouse.settings import Settings

READINGS, WARM_UP = 400, 40
Result = TypeVar("Result")


class Measured:
    """Seconds by what took them, told while they are taken."""

    def __init__(self, console: Console) -> None:
        self.seconds: dict[str, float] = {}
        self._console = console

    def take(self, what: str, make: Callable[[], Result]) -> Result:
        """What `make` gives; its time under `what`."""
        self._console.print(f"  {what} …")
        began = time.monotonic()
        made = make()
        self.seconds[what] = round(time.monotonic() - began, 2)
        return made


def measure(database_url: str, settings: Settings, console: Console) -> dict[str, Any]:
    """Everything, in the order of a build.

    Raises:
        RuntimeError: a score is unsound; says which and why.
    """
    measured = Measured(console)
    measured.take("extract", lambda: extract(database_url))
    dbt = WarmDbt(database_url, settings.mastery_level)
    measured.take("everything below the features", lambda: dbt.build([], [SCORING, PREDICTED]))
    measured.take("features", lambda: dbt.build([SCORING], [PREDICTED]))
    training: dict[str, dict[str, Any]] = {}
    for name, wing in WINGS.items():
        training[name] = _train(wing, database_url, settings, measured)
    scoring = measured.take("score, check and write", lambda: score(database_url, settings))
    if faults := [fault for of_one in scoring.faults.values() for fault in of_one]:
        raise RuntimeError("; ".join(faults))
    measured.take("reports of the scores", lambda: dbt.build([PREDICTED]))
    measured.take("publish", lambda: publish_checked(database_url, settings))
    return {
        "seconds": measured.seconds,
        "models": training,
        "rows_scored": {name: len(scoring.frames[name]) for wing in WINGS.values() for name in wing.outputs},
        "reading": reading(database_url, settings),
        "evaluations": {name: read_relation(database_url, f"{PREDICTIONS}.{name}") for name in EVALUATIONS},
    }


def _train(wing: Wing, database_url: str, settings: Settings, measured: Measured) -> dict[str, Any]:
    """Trains, evaluates and keeps one model."""
    name, seed = wing.name, settings.random_seed
    inputs = measured.take(f"read for {name}", lambda: _inputs(wing, database_url))
    as_of, choices = clock(database_url), wing.choices(settings)
    with one_thread():
        model = measured.take(f"train {name}", lambda: wing.train(inputs, as_of, seed, choices))
        evaluation = measured.take(f"evaluate {name}", lambda: wing.evaluate(model, inputs, seed))
    measured.take(f"keep {name}", lambda: keep(wing, settings, model, inputs, evaluation.frames()))
    return {"kind": model.kind, "rows": model.trained_on_rows}


def _inputs(wing: Wing, database_url: str) -> dict[str, pd.DataFrame]:
    with Reader.of(database_url) as reader:
        return reader.inputs(wing)


def reading(database_url: str, settings: Settings) -> dict[str, float]:
    """Milliseconds of `GET /students/{id}/analytics`, which tells risk and forecast of one student."""
    with connect(database_url) as connection:
        connection.execute(
            "insert into operational.users (first_name, role) values ('Bench', 'super_admin') on conflict do nothing"
        )
        found = connection.execute("select uuid from operational.users where role = 'super_admin' limit 1").fetchone()
        students = [
            row[0]
            for row in connection.execute(
                "select distinct student_id from operational.student_subject_enrollments where status = 'active' "
                "order by 1 limit %s",
                (READINGS + WARM_UP,),
            ).fetchall()
        ]
    if found is None or not students:
        raise RuntimeError("nobody can be asked for")
    port = choose("127.0.0.1", 8920, set())
    token = make_access_token(AccessClaims(found[0], uuid4()), settings.secret("jwt"), timedelta(hours=1))
    environment = {
        "HEADWAY_DATABASE_URL": database_url,
        "HEADWAY_HOME": str(settings.home),
        "HEADWAY_RATE_LIMIT_READ": "100000000/minute",
    }
    taken = []
    with (
        server("ingest_api.app:app", port, "/api/v1/ready", **environment),
        httpx.Client(
            base_url=f"http://127.0.0.1:{port}/api/v1", headers={"Authorization": f"Bearer {token}"}
        ) as client,
    ):
        for number in range(READINGS + WARM_UP):
            began = time.perf_counter()
            told = client.get(f"/students/{students[number % len(students)]}/analytics")
            if number >= WARM_UP:
                taken.append(1000 * (time.perf_counter() - began))
            told.raise_for_status()
    parts = statistics.quantiles(taken, n=100)
    return {"p50_ms": round(parts[49], 2), "p95_ms": round(parts[94], 2), "p99_ms": round(parts[98], 2)}


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """An evaluation without what is the same in every row of a model."""
    return frame.drop(columns=["version", "trained_on_rows", "trained_until"], errors="ignore")
