"""The survival forecaster: from topic to topic, learned from everybody's way and not from finishers alone.

Each row asks "when will so many more topics be done, if ever?", for some numbers of topics and for the finish. So a
course with 80 finishers teaches with thousands of answers.
Not here: the mixture (`competing.py`), durations (`topics.py`).
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import expit, ndtr, ndtri  # type: ignore[import-untyped]

from ml.completion.competing import DAY_SHIFT, Competing, Event
from ml.completion.topics import Durations, reached, typical_durations
from ml.metrics import Floats

FURTHER_TOPICS = (1, 2, 3, 5, 8, 12)
LEVELS = (0.1, 0.5, 0.9)
LONGEST_SHARE = 0.85  # of the time that anybody was watched: longer is extrapolation (zero tail, Taylor 1995)
SHORTEST_TAIL = 30.0
NEARER_LINES = (0.0, 0.1, 0.2, 0.35)  # ends of the subject for checking: all topics, and 10, 20, 35 % fewer
PRIOR_CHECKS = 20  # answers as the model promises them, beside those that were checked
FEWEST_CHECKS = 10
SLOWDOWNS = (-0.7, 1.1)  # of log(days + 2): twice as quick to three times as slow


@dataclass(frozen=True)
class Past:
    """A forecast made in the past, and what has come of it.

    Attributes:
        model: As the method would have had it that day.
        rows: Who was active then (`features.watched_rows`).
        ways: `topics.reached` as known today, of topics that are done.
        days_back: Teaching days since.
    """

    model: "Survival"
    rows: pd.DataFrame
    ways: pd.DataFrame
    days_back: float

    @property
    def active(self) -> pd.DataFrame:
        """Those with a topic done and another before them."""
        return self.rows[(self.rows["done"] > 0) & (self.rows["done"] < self.rows["topics_total"])]

    @property
    def finished(self) -> int:
        """How many of them have finished since."""
        ends = self.active.assign(topic=self.active["topics_total"])
        return len(ends.merge(self.ways, on=["enrollment_id", "topic"]))


@dataclass(frozen=True)
class Survival:
    """Durations, mixture and what the past said of both.

    Attributes:
        tail: Teaching days within which a finish is foretold.
        levels: The model's own probabilities at which 10, 50 and 90 % had finished in the past: conformal.
        slowdown: What the past adds to log(days + 2): with it as many have finished as were foretold.
    """

    durations: Durations
    mixture: Competing
    tail: float
    levels: tuple[float, float, float] = LEVELS
    slowdown: float = 0.0
    name: str = "survival"

    @classmethod
    def fit(cls, rows: pd.DataFrame) -> "Survival":
        """Fits on `features.watched_rows` of enrolments with a finisher among them."""
        ways = reached(rows)
        durations = typical_durations(ways)
        asked = _asked(rows[(rows["done"] > 0) & (rows["done"] < rows["topics_total"])], ways)
        columns = _columns(asked, durations)
        event = Event.of(
            asked["is_reached"].to_numpy(dtype=bool),
            (asked["is_dropped"] & ~asked["is_reached"]).to_numpy(dtype=bool),
            asked["enrollment_id"].to_numpy(dtype=np.int64),
        )
        mixture = Competing.fit(
            columns[_LATENCY].to_numpy(dtype=float),
            columns[_CHANCE].to_numpy(dtype=float),
            columns[_SPREAD].to_numpy(dtype=float),
            asked["days"].to_numpy(dtype=float),
            event,
        )
        return cls(durations, mixture, max(LONGEST_SHARE * float(rows["end_day"].max()), SHORTEST_TAIL))

    def days(self, rows: pd.DataFrame) -> Floats:
        """Teaching days to the finish, (rows, 3): P10, P50, P90 if it is finished; NaN where there are no topics."""
        mean, spread, tail = self._expected(rows)
        inside = ndtr((np.log(tail + DAY_SHIFT) - mean) / spread)
        wanted = np.clip(inside[:, None] * np.asarray(self.levels), 1e-6, 1.0 - 1e-6)
        result = np.exp(mean[:, None] + spread[:, None] * ndtri(wanted)) - DAY_SHIFT
        return np.where((rows["topics_total"] > 0).to_numpy()[:, None], np.maximum(result, 0.0), np.nan)

    def chance(self, rows: pd.DataFrame) -> Floats:
        """Chance to finish within the tail, which is as good as to finish at all."""
        mean, spread, tail = self._expected(rows)
        within = ndtr((np.log(tail + DAY_SHIFT) - mean - self.slowdown) / spread)
        return np.asarray(self._finishes(rows) * within, dtype=float)

    def checked(self, pasts: "list[Past]") -> "Survival":
        """Calibrated by past forecasts: the range conformally, the chances by the number that finished.

        Range: on the model's own probabilities, so that widths follow the row, and of those alone who have arrived,
        against its chance to arrive in that time, so that the slow ones who are missing do not bias it. It is never
        narrowed and its middle not moved: one season's haste is not the next one's.
        """
        places = [np.linspace(0.5, PRIOR_CHECKS - 0.5, PRIOR_CHECKS) / PRIOR_CHECKS]
        for past in pasts:
            for share in NEARER_LINES:
                places.append(past.model._places(past, np.ceil(past.rows["topics_total"] * (1.0 - share))))
        low, high = (float(level) for level in np.quantile(np.concatenate(places), [LEVELS[0], LEVELS[2]]))
        levels = (min(low, LEVELS[0]), LEVELS[1], max(high, LEVELS[2]))
        return replace(self, levels=levels, slowdown=_slowdown(pasts))

    def expected_finishers(self, rows: pd.DataFrame, days: float, slowdown: float) -> float:
        """How many of the rows will have finished within so many days."""
        mean, spread, _ = self._expected(rows)
        within = ndtr((np.log(days + DAY_SHIFT) - mean - slowdown) / spread)
        return float((self._finishes(rows) * within).sum())

    def _places(self, past: "Past", line: pd.Series) -> Floats:
        """Where in its own distribution each arrival at a line fell; uniform if the model is right."""
        ahead = past.rows.assign(topic=line)[(past.rows["done"] > 0) & (line > past.rows["done"])]
        arrived = ahead.merge(past.ways, on=["enrollment_id", "topic"])
        took = (arrived["at_day"] - arrived["day"]).to_numpy(dtype=float)
        mean, spread, _ = self._expected(arrived, arrived["topic"])
        inside = ndtr((np.log(past.days_back + DAY_SHIFT) - mean) / spread)
        place = ndtr((np.log(np.maximum(took - 0.5, 0.25) + DAY_SHIFT) - mean) / spread) / np.maximum(inside, 1e-6)
        places: Floats = np.clip(place[took <= past.days_back], 0.0, 1.0)
        return places

    def _finishes(self, rows: pd.DataFrame) -> Floats:
        columns = _columns(_to_the_end(rows), self.durations)
        return np.asarray(expit(self.mixture.log_odds(columns[_CHANCE].to_numpy(dtype=float))), dtype=float)

    def _expected(self, rows: pd.DataFrame, topic: pd.Series | None = None) -> tuple[Floats, Floats, Floats]:
        columns = _columns(_to_the_end(rows) if topic is None else rows.assign(topic=topic), self.durations)
        mean, spread = self.mixture.expected(
            columns[_LATENCY].to_numpy(dtype=float), columns[_SPREAD].to_numpy(dtype=float)
        )
        # whoever is slower than anybody so far still has an even chance to be foretold
        return mean, spread, np.maximum(self.tail, np.exp(mean) - DAY_SHIFT)


_LATENCY = ["usual_days", "topics", "speed", "silent", "topics_28d", "days_28d", "day", "planned_left", "has_plan"]
_CHANCE = ["topics", "silent", "topic_silent", "topics_28d", "days_28d", "day"]
_SPREAD = ["topics"]


def _to_the_end(rows: pd.DataFrame) -> pd.DataFrame:
    """Asked for the finish; whoever has done all topics counts as before the last, for finishing is a step as well."""
    return rows.assign(topic=rows["topics_total"], done=np.minimum(rows["done"], rows["topics_total"] - 1.0))


def _asked(rows: pd.DataFrame, ways: pd.DataFrame) -> pd.DataFrame:
    """Each row once for each number of further topics and once for the finish, with `days` watched, `is_reached`."""
    parts = [rows.iloc[:0].assign(topic=0.0)]
    for further in FURTHER_TOPICS:
        ahead = rows[rows["done"] + further < rows["topics_total"]]
        parts.append(ahead.assign(topic=ahead["done"] + further))
    asked = pd.concat(parts, ignore_index=True)
    done = ways.loc[ways["is_done"], ["enrollment_id", "topic", "at_day"]]
    asked = asked.merge(done, on=["enrollment_id", "topic"], how="left")
    asked["is_reached"] = asked["at_day"].notna()
    finish = rows.assign(topic=rows["topics_total"], at_day=rows["end_day"], is_reached=rows["is_finished"])
    asked = pd.concat([asked, finish], ignore_index=True)
    asked["days"] = asked["at_day"].where(asked["is_reached"], asked["end_day"]) - asked["day"]
    return asked[asked["days"] > 0].reset_index(drop=True)


def _columns(rows: pd.DataFrame, durations: Durations) -> pd.DataFrame:
    """What is told of a row on the way to its `topic`."""
    done, topic = rows["done"].to_numpy(dtype=float), rows["topic"].to_numpy(dtype=float)
    usual_so_far = durations.days_until(rows["subject_id"], done)
    usual = np.maximum(durations.days_until(rows["subject_id"], topic) - usual_so_far, 0.1)
    until_the_end = durations.days_until(rows["subject_id"], rows["topics_total"].to_numpy(dtype=float))
    to_the_end = np.maximum(until_the_end - usual_so_far, 0.1)
    planned = rows["planned_left"].where(rows["planned_left"] > 0).to_numpy(dtype=float)
    return pd.DataFrame(
        {
            "usual_days": np.log(usual),
            "topics": np.log(np.maximum(topic - done, 1.0)),
            "speed": np.log(
                (usual_so_far + durations.per_topic) / (rows["day"].to_numpy(dtype=float) + durations.per_topic)
            ),
            "silent": np.log1p(rows["silent_days"].to_numpy(dtype=float)),
            "topic_silent": np.log1p(rows["topic_silent_days"].to_numpy(dtype=float)),
            "topics_28d": np.log1p(rows["topics_done_28d"].to_numpy(dtype=float)),
            "days_28d": np.log1p(rows["days_28d"].to_numpy(dtype=float)),
            "day": np.log1p(rows["day"].to_numpy(dtype=float)),
            "planned_left": np.where(np.isnan(planned), 0.0, np.log1p(np.nan_to_num(planned)) - np.log1p(to_the_end)),
            "has_plan": np.where(np.isnan(planned), 0.0, 1.0),
        },
        index=rows.index,
    )


def _slowdown(pasts: "list[Past]") -> float:
    """By bisection; none while fewer than ten have finished."""
    happened = sum(past.finished for past in pasts)
    if happened < FEWEST_CHECKS:
        return 0.0
    low, high = SLOWDOWNS
    for _ in range(20):
        middle = (low + high) / 2.0
        foretold = sum(past.model.expected_finishers(past.active, past.days_back, middle) for past in pasts)
        low, high = (middle, high) if foretold > happened else (low, middle)
    return (low + high) / 2.0
