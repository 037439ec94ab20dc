"""What the routes of settings take and give."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from ingest_api.fields import Content, Name, kept

_TEN_YEARS_OF_WEEKS = 520

Weeks = Annotated[int, Field(ge=1, le=_TEN_YEARS_OF_WEEKS)]
Minutes = Annotated[int, Field(ge=0, le=240)]
Level = Annotated[int, Field(ge=1, le=5)]
Probability = Annotated[float, Field(ge=0, le=1)]
Percentage = Annotated[float, Field(ge=0, le=100)]
Currency = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{3}$")]


class Thresholds(BaseModel):
    """The thresholds that are in force: chosen for the campus, else for the institute, else of the environment."""

    late_after_minutes: int = Field(
        description="A check-in so many minutes after the start is late; 0: the clock makes nobody late.", examples=[5]
    )
    review_after_weeks: int = Field(
        description="A completed topic that nothing touched for so long is due for review.", examples=[8]
    )
    review_mastered_after_weeks: int = Field(description="The same for a mastered topic.", examples=[16])
    exam_ready_percentage: float = Field(
        description="Completion of the subject from which a student books an exam himself.", examples=[80]
    )


class InstituteThresholds(Thresholds):
    """Those of the institute, with what no campus has for itself: the warehouse computes with them for all at once."""

    mastery_level: int = Field(description="Understanding from which a topic counts as done.", examples=[3])
    risk_band_medium: float = Field(
        description="Probability of leaving from which the risk is medium.", examples=[0.35]
    )
    risk_band_high: float = Field(description="Probability of leaving from which the risk is high.", examples=[0.6])


class ChosenThresholds(BaseModel):
    """What was chosen right here; null is inherited."""

    late_after_minutes: int | None = Field(default=None, examples=[10])
    review_after_weeks: int | None = Field(default=None, examples=[6])
    review_mastered_after_weeks: int | None = None
    exam_ready_percentage: float | None = None


class ChosenInstituteThresholds(ChosenThresholds):
    """What was chosen for the institute; null is the environment's."""

    mastery_level: int | None = None
    risk_band_medium: float | None = None
    risk_band_high: float | None = None


class ThresholdChange(Content):
    """What is to be chosen; null takes a choice back, and what is left out stays."""

    late_after_minutes: Minutes | None = Field(default=None, examples=[10])
    review_after_weeks: Weeks | None = Field(default=None, examples=[6])
    review_mastered_after_weeks: Weeks | None = Field(default=None, examples=[12])
    exam_ready_percentage: Percentage | None = Field(default=None, examples=[75])


class InstituteChange(ThresholdChange):
    """The institute's own name and currency, and thresholds for all campuses.

    A new mastery level derives the progress of every student anew, which takes a moment in a large institute; analytics
    and bands of risk follow with the next build.
    """

    mastery_level: Level | None = Field(default=None, examples=[3])
    risk_band_medium: Probability | None = Field(default=None, examples=[0.3])
    risk_band_high: Probability | None = Field(default=None, description="Not below the medium one.", examples=[0.5])

    name: Name = kept(examples=["Sunrise Institute"])
    currency: Currency = kept(
        examples=["INR"], description="Of all amounts, by ISO 4217. Stays as soon as there is one."
    )


class SettingChange(BaseModel):
    """Who last chose a threshold, or took a choice back."""

    key: str = Field(examples=["late_after_minutes"])
    changed_at: datetime
    changed_by: str | None = Field(description="A name; null when the account is gone.", examples=["Meera Joshi"])


class InstituteSettings(BaseModel):
    """What holds for the whole institute."""

    name: str = Field(examples=["Sunrise Institute"])
    currency: str = Field(examples=["INR"])
    clock_as_of: date | None = Field(description="The day that analytics are computed for; null is today.")
    is_demo: bool
    chosen: ChosenInstituteThresholds
    in_force: InstituteThresholds
    defaults: InstituteThresholds = Field(description="What holds where nobody chose.")
    changes: list[SettingChange]
    version: int


class CampusSettings(BaseModel):
    """What holds at one campus. Its name and its time zone are changed with `PUT /campuses/{id}`."""

    campus_id: int
    code: str = Field(examples=["PUNE"])
    name: str = Field(examples=["Pune, Kothrud"])
    time_zone: str = Field(examples=["Asia/Kolkata"])
    chosen: ChosenThresholds
    in_force: Thresholds
    changes: list[SettingChange]
    version: int


class AllSettings(BaseModel):
    """The institute's settings, and those of the campuses that you see, by code."""

    institute: InstituteSettings
    campuses: list[CampusSettings]
