"""Trains and applies the lead model: which facts serve, a ladder for each moment of knowledge, bands.

Not here: the facts (`facts.py`), the search for leaks (`screening.py`), the ladder (`ladder.py`), words (`reasons.py`).
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from ml.censoring import censoring_weights
from ml.contracts.leads import LEAD_ATTRIBUTE, LEAD_SCORE
from ml.lead_scoring.facts import MOMENTS, Fact, Leads, known_leads, latest
from ml.lead_scoring.ladder import LadderSettings, Rung, climb
from ml.lead_scoring.reasons import Background, reasons
from ml.lead_scoring.screening import REJECTED, USED, Bounds, screened
from ml.metrics import Floats

RECENT_DAYS = 28


@dataclass(frozen=True)
class LeadSettings:
    """Choices of the institute and of the method.

    Attributes:
        medium_from: Probability from which the band is `medium`.
        high_from: Probability from which the band is `high`.
        calls_per_day: Calls that a campus makes to leads on a day; the length of the list whose lift is measured.
        ladder: From how many outcomes on a rung is tried.
        bounds: From where on a fact is not believed to have been known at capture.
        maximum_rows: Of the ended inquiries only the newest so many teach.
    """

    medium_from: float
    high_from: float
    calls_per_day: int
    ladder: LadderSettings = field(default_factory=LadderSettings)
    bounds: Bounds = field(default_factory=Bounds)
    maximum_rows: int = 100_000


@dataclass(frozen=True)
class TrainedModel:
    """A rung of the ladder for each moment, the facts that serve, and why the others do not.

    Attributes:
        screening: As `screening.screened` gives it.
        recent: `p_enrol` at capture of all inquiries of the last four weeks, open or not: those it speaks of now.
    """

    version: str
    as_of: date
    settings: LeadSettings
    facts: tuple[Fact, ...]
    rungs: dict[str, Rung]
    background: Background
    screening: pd.DataFrame
    recent: pd.DataFrame
    trained_on_rows: int
    enrolled_count: int

    @property
    def kind(self) -> str:
        """The rung that serves at capture."""
        return self.rungs["capture"].kind


def train(
    moments: pd.DataFrame,
    attributes: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    as_of: date,
    seed: int,
    settings: LeadSettings,
) -> TrainedModel:
    """Trains on what was known on `as_of`; later moments and ends are ignored.

    Args:
        moments: `feat_inquiry_moment`.
        attributes: `feat_inquiry_attribute`.
        outcomes: `feat_inquiry_outcome`.
        as_of: The institute's clock.
        seed: Same seed and data, same model.
        settings: Thresholds and choices of the method.

    Raises:
        ContractError: A frame lacks a column or holds a wrong value.
    """
    leads = known_leads(moments, attributes, outcomes, as_of)
    at_capture = leads.at("capture")
    undated = tuple(fact for fact in leads.facts if not fact.is_dated)
    screening = screened(at_capture, undated, settings.bounds, seed)
    believed = set(screening.loc[screening["verdict"] == USED, "name"])
    facts = tuple(fact for fact in leads.facts if fact.is_dated or fact.name in believed)
    rungs: dict[str, Rung] = {}
    for moment in MOMENTS:
        rows = leads.at(moment)
        previous = rungs.get(MOMENTS[MOMENTS.index(moment) - 1])
        if previous is not None and _says_nothing_new(at_capture, rows):
            rungs[moment] = previous
        else:
            rungs[moment] = climb(_teaching(rows, as_of, settings), facts, pd.Timestamp(as_of), settings.ladder, seed)
    taught = _teaching(at_capture, as_of, settings)
    newest = at_capture[at_capture["captured_on"] > pd.Timestamp(as_of) - pd.Timedelta(days=RECENT_DAYS)]
    newest = _completed(newest.reset_index(drop=True), facts)
    return TrainedModel(
        version=_version(rungs["capture"].kind, as_of, leads, settings),
        as_of=as_of,
        settings=settings,
        facts=facts,
        rungs=rungs,
        background=Background.of(taught, facts, seed),
        screening=screening,
        recent=pd.DataFrame({"p_enrol": rungs["capture"].p_enrol(newest) if len(newest) else []}, dtype="float64"),
        trained_on_rows=len(taught),
        enrolled_count=int((taught["outcome"] == "enrolled").sum()),
    )


def score(
    model: TrainedModel, moments: pd.DataFrame, attributes: pd.DataFrame, outcomes: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """Scores every inquiry that is open on a date, at the last moment of knowledge that it has reached.

    Returns:
        `contracts.LEAD_SCORE`: p_enrol in 0–1, band low|medium|high, reasons as a list of sentences, strongest first.
    """
    leads = known_leads(moments, attributes, outcomes, as_of)
    rows = _completed(latest(leads), model.facts)
    p_enrol = np.zeros(len(rows))
    told: list[list[str]] = [[] for _ in range(len(rows))]
    for moment, rung in model.rungs.items():
        own = (rows["moment"] == moment).to_numpy()
        if own.any():
            part = rows[own].reset_index(drop=True)
            p_enrol[own] = rung.p_enrol(part)
            for place, sentences in zip(
                np.flatnonzero(own), reasons(part, rung.scorer, model.facts, model.background), strict=True
            ):
                told[place] = sentences
    return pd.DataFrame(
        {
            "inquiry_id": rows["inquiry_id"],
            "scored_as_of": pd.Series([as_of] * len(rows), dtype="object"),
            "moment": rows["moment"].astype("object"),
            "p_enrol": p_enrol,
            "band": pd.Series(_bands(p_enrol, model.settings), dtype="object"),
            "reasons": pd.Series(told, dtype="object"),
            "model_version": pd.Series([model.version] * len(rows), dtype="object"),
        },
        columns=list(LEAD_SCORE),
    )


def judged_attributes(model: TrainedModel) -> pd.DataFrame:
    """`contracts.LEAD_ATTRIBUTE`: each fact without a date, whether it serves, and why not."""
    order = {REJECTED: 0, USED: 1}
    table = model.screening.assign(model_version=model.version, order=model.screening["verdict"].map(order).fillna(2))
    return table.sort_values(["order", "attribute"])[list(LEAD_ATTRIBUTE)].reset_index(drop=True)


def _bands(p_enrol: Floats, settings: LeadSettings) -> "np.ndarray[tuple[int], np.dtype[np.str_]]":
    return np.where(p_enrol >= settings.high_from, "high", np.where(p_enrol >= settings.medium_from, "medium", "low"))


def _says_nothing_new(before: pd.DataFrame, rows: pd.DataFrame) -> bool:
    """Whether nobody was contacted by this moment and nobody gone: then it is the moment before once more."""
    happened = ["contacts_made", "contacts_missed", "stages_passed"]
    ended = before["outcome"].notna().sum() == rows["outcome"].notna().sum()
    return bool(ended and (rows[happened] == 0).all(axis=None) and rows["counselor_open_inquiries"].isna().all())


def _teaching(rows: pd.DataFrame, as_of: date, settings: LeadSettings) -> pd.DataFrame:
    """Ended inquiries, each weighted by how many of its age could have ended so late (`ml/censoring.py`)."""
    observed_days = (pd.Timestamp(as_of) - rows["captured_on"]).dt.days
    ended = rows[rows["outcome"].notna()].tail(settings.maximum_rows).reset_index(drop=True)
    known_days = ended["days_known"].to_numpy(dtype=float)
    ended_days = (ended["closed_on"] - ended["captured_on"]).dt.days.to_numpy(dtype=float)
    weight = censoring_weights(observed_days, known_days, np.maximum(ended_days, known_days))
    return ended.assign(censoring_weight=weight)


def _completed(rows: pd.DataFrame, facts: tuple[Fact, ...]) -> pd.DataFrame:
    """The rows with every column that the model knows, also those that no inquiry has any more."""
    completed = rows.copy()
    for fact in facts:
        if fact.name not in completed:
            kind = "float64" if fact.is_number else "object"
            completed[fact.name] = pd.Series(np.nan if fact.is_number else None, index=rows.index, dtype=kind)
        elif fact.is_number:
            completed[fact.name] = pd.to_numeric(completed[fact.name], errors="coerce").astype("float64")
    return completed


def _version(kind: str, as_of: date, leads: Leads, settings: LeadSettings) -> str:
    seen = pd.util.hash_pandas_object(leads.rows, index=False).to_numpy().tobytes()
    digest = hashlib.sha256(seen + repr(settings).encode()).hexdigest()[:8]
    return f"lead_scoring-{kind}-{as_of.isoformat()}-{digest}"
