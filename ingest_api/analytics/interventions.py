"""What was done for students at risk, and whether it keeps them."""

from collections.abc import Callable
from datetime import date

from pydantic import BaseModel, Field

from ingest_api.analytics.capacity import of_own_campus
from ingest_api.analytics.snapshot import Answer, Snapshot
from warehouse.scope import Viewer
from warehouse.vocabulary import InterventionAction

_UPLIFT = "select * exclude (model_version) from reporting.rpt_intervention_uplift order by comparison"
_OUTCOMES = """
select * from reporting.rpt_intervention_outcome as outcome where {where} order by outcome.campus_code, outcome.action
"""


class Uplift(BaseModel):
    """Whether alerts, or help, keep students who would otherwise leave; of the whole institute."""

    comparison: str = Field(
        description="alert: shown at once against waiting, by lot. help: helped against not helped, by choice.",
        examples=["alert"],
    )
    estimated_as_of: date
    status: str = Field(description="estimated or not_enough_data.", examples=["not_enough_data"])
    treated: int
    untreated: int
    kept_treated: float | None
    kept_untreated: float | None
    uplift: float | None = Field(description="Difference of the shares that stayed; empty until there is enough data.")
    low: float | None
    high: float | None
    more_needed: int
    more_needed_to_tell: int
    method: str = Field(examples=["lot; shares by stratum of risk"])


class ActionOutcome(BaseModel):
    """What became of one kind of help at a campus, or at `all`; marks are those of 28 days before and after."""

    campus_code: str
    action: InterventionAction
    interventions: int
    open_interventions: int
    overdue_interventions: int
    done_interventions: int
    better_outcomes: int
    unchanged_outcomes: int
    dropped_outcomes: int
    windows_over: int
    marks_before: int
    attended_before: int
    marks_after: int
    attended_after: int


class Interventions(Answer):
    """What helps."""

    uplift: list[Uplift]
    outcomes: list[ActionOutcome]


def interventions(viewer: Viewer, campus: str | None) -> Callable[[Snapshot], Interventions]:
    """The uplift of the institute, and the outcomes at the campuses in sight."""

    def work(snapshot: Snapshot) -> Interventions:
        outcomes = snapshot.rows(_OUTCOMES, of_own_campus(viewer, "outcome", campus))
        return Interventions(
            build=snapshot.stamp,
            uplift=[Uplift(**row) for row in snapshot.rows(_UPLIFT)],
            outcomes=[ActionOutcome(**row) for row in outcomes],
        )

    return work
