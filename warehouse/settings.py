"""All configuration of the house: one class, `HEADWAY_*` variables, defaults that just run.

Belongs here: every value an institute may want to change, thresholds included. Secrets are not defaults: they come
from the environment or are made at first start and kept in `HEADWAY_HOME/secrets.json`.
"""

import json
import os
import secrets as random_secrets
from datetime import date
from functools import lru_cache
from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings of one installation, read from `HEADWAY_*` environment variables."""

    model_config = SettingsConfigDict(env_prefix="HEADWAY_", extra="ignore")

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("headway", appauthor=False)),
        description="Where data lives: database, snapshots, models, logs, secrets.",
    )
    database_url: SecretStr | None = Field(
        default=None, description="A PostgreSQL 15+ server to use instead of the embedded one."
    )
    demo: bool = Field(default=True, description="Load the demo institute when the database is empty.")
    demo_seed: int = Field(default=7, description="Seed of the demo institute's simulation.")
    host: str = Field(default="127.0.0.1", description="Address that the servers listen on.")
    api_port: int = Field(default=8000, ge=1, le=65535)
    dashboards_port: int = Field(default=8501, ge=1, le=65535)
    dagster_port: int = Field(default=3000, ge=1, le=65535)
    api_url: str = Field(default="http://127.0.0.1:8000", description="Where the dashboards find the API.")
    public_url: str | None = Field(
        default=None, description="Where people open Headway, printed on certificates: https://headway.example.org."
    )
    jwt_secret: SecretStr | None = Field(default=None, description="Signs tokens; made at first start when not set.")
    access_token_minutes: int = Field(default=15, ge=1)
    refresh_token_days: int = Field(default=14, ge=1)

    redis_url: SecretStr | None = Field(
        default=None,
        description="Shares rate limits between API processes and wakes their sockets, e.g. behind pgbouncer.",
    )
    rate_limit_login: str = Field(default="600/minute", description="Log-in routes, per address. Empty: no limit.")
    rate_limit_read: str = Field(default="1200/minute", description="Reading, per user, or per address without one.")
    rate_limit_write: str = Field(default="600/minute", description="Writing, as above.")
    rate_limit_reports: str = Field(default="120/minute", description="Reports and analytics, as above.")
    max_body_bytes: int = Field(default=2_097_152, ge=1024, description="Largest body of a request.")
    max_upload_bytes: int = Field(default=104_857_600, ge=1024, description="Largest body of an uploaded import.")
    trusted_proxies: str = Field(
        default="127.0.0.1,::1",
        description="Addresses and networks, with commas, whose X-Forwarded-For is believed. Nobody else's is.",
    )
    cors_origins: list[str] = Field(default=[], description="JSON list of the origins whose scripts may call the API.")
    metrics_token: SecretStr | None = Field(
        default=None, description="Lets Prometheus read /api/v1/metrics; without it only super admins can."
    )

    analyst_role: str = Field(default="analyst", description="The role with which analysts read PostgreSQL.")
    analyst_password: SecretStr | None = Field(
        default=None, description="Its password; made at first start if not set."
    )
    analyst_connections: int = Field(default=10, ge=1, description="How many connections the role may have at once.")
    analyst_timeout_seconds: int = Field(
        default=60, ge=1, description="A query of an analyst, on a screen or in PostgreSQL, is ended after so long."
    )
    analyst_row_limit: int = Field(default=10_000, ge=1, description="Most rows of a query that a screen shows.")
    analyst_export_row_limit: int = Field(
        default=200_000, ge=1, description="Most rows of a query that a screen hands out as a file."
    )

    keep_query_runs: int = Field(
        default=200, ge=1, description="How many of the newest queries are kept in one person's history."
    )
    most_saved_queries: int = Field(default=200, ge=1, description="How many queries one person may save.")

    keep_report_days: int = Field(
        default=180, ge=1, description="For how many days the files of reports on schedule are kept."
    )

    mastery_level: int = Field(default=3, ge=1, le=5, description="Understanding from which a topic counts as done.")
    late_after_minutes: int = Field(
        default=5, ge=0, description="A check-in this many minutes after the start is late."
    )
    review_after_weeks: int = Field(
        default=8, ge=1, description="A completed topic that nothing touched for so long is due for review."
    )
    review_mastered_after_weeks: int = Field(default=16, ge=1, description="The same for a mastered topic.")
    hard_exercises_from: float = Field(
        default=4.2, ge=1, le=5, description="Recent understanding from which harder exercises are suggested."
    )
    exam_ready_percentage: float = Field(
        default=80, ge=0, le=100, description="Completion from which a student books an exam himself."
    )
    risk_band_medium: float = Field(default=0.35, ge=0, le=1, description="p_drop from which the band is medium.")
    risk_band_high: float = Field(default=0.6, ge=0, le=1, description="p_drop from which the band is high.")
    sentiment_unsure_below: float = Field(
        default=0.6, ge=0, le=1, description="Confidence below which the sentiment of a comment is told as unsure."
    )
    alert_holdout_share: float = Field(
        default=0.15,
        ge=0,
        le=0.5,
        description="Share of new alerts that wait, so that their use can be measured; 0: none.",
    )
    alert_holdout_below: float = Field(
        default=0.9, ge=0, le=1, description="p_drop from which an alert never waits, however the lot falls."
    )
    alert_outcome_days: int = Field(
        default=30, ge=1, description="So long such an alert waits, and after so long is looked who is still there."
    )
    alert_again_days: int = Field(
        default=30, ge=1, description="An enrolment that had an alert, or help, within so many days gets no new alert."
    )
    alert_salt: SecretStr | None = Field(
        default=None, description="Draws the lots of alerts; made at first start when not set."
    )
    lead_band_medium: float = Field(default=0.25, ge=0, le=1, description="p_enrol from which the band is medium.")
    lead_band_high: float = Field(default=0.5, ge=0, le=1, description="p_enrol from which the band is high.")
    lead_calls_per_day: int = Field(
        default=20, ge=1, description="Calls to leads that a campus makes on a day: the length of its list for today."
    )
    random_seed: int = Field(default=20240711, description="Seed of everything random in training and evaluation.")
    keep_snapshots: int = Field(default=5, ge=2, description="How many of the newest snapshots are kept.")
    keep_days: int = Field(default=14, ge=0, description="For how many days the last snapshot of each is kept.")
    keep_minutes: int = Field(
        default=3,
        ge=0,
        description="For how many minutes a snapshot is kept after the next one was made, for readers of its files.",
    )
    snapshot_memory: str = Field(
        default="2GB",
        pattern=r"^\d+(\.\d+)?\s?(MB|GB|MiB|GiB)$",
        description="What one process that reads a snapshot may take for it; a question that needs more is ended.",
    )
    refresh_interval_seconds: float = Field(default=1, ge=0.1, description="How often is looked for changes.")
    rescore_minutes: int = Field(default=15, ge=1, description="Changes are in risks and forecasts within about this.")
    rescore_longest_seconds: int = Field(default=20, ge=0, description="Scoring that takes longer waits for the night.")

    quality_oldest_date: date = Field(default=date(1990, 1, 1), description="A day before this is a slip of the pen.")
    quality_furthest_days: int = Field(
        default=3650, ge=0, description="A plan further ahead than this many days is a slip of the pen."
    )
    quality_minutes_late_max: int = Field(default=720, ge=0, description="More minutes late than this are told of.")
    quality_amount_max: float = Field(
        default=10_000_000, gt=0, description="A larger fee, payment or hourly rate is told of; in the currency."
    )
    quality_absent_share_max: float = Field(
        default=0.95, ge=0, le=1, description="Days on which a larger share of a campus was absent are told of."
    )
    quality_day_marks_min: int = Field(default=50, ge=1, description="Days with fewer new marks are not judged so.")
    quality_rows_at_once: int = Field(
        default=250_000, ge=1000, description="How many incoming rows are looked at in one piece; a matter of memory."
    )
    quality_drift_rows_min: int = Field(
        default=300, ge=10, description="With fewer predictions their distribution is not compared: chance moves it."
    )
    quality_drift_warn: float = Field(
        default=0.25, gt=0, description="Population stability index of predictions from which their drift is told of."
    )
    quality_drift_max: float = Field(
        default=1.0, gt=0, description="The same, from which predictions by an unchanged model are not published."
    )
    quality_constant_share_max: float = Field(
        default=0.9, gt=0, le=1, description="Predictions of which a larger share is one value are not published."
    )
    quality_rows_kept_min: float = Field(
        default=0.8, ge=0, le=1, description="A relation that keeps a smaller share of its rows is not published."
    )
    quality_rows_compared_from: int = Field(
        default=100, ge=1, description="Relations that had fewer rows are not compared with what they had."
    )
    quality_docs_minutes: int = Field(
        default=15, ge=0, description="Data Docs are made anew after so long, and at once after a breach."
    )

    @property
    def postgres_folder(self) -> Path:
        """The embedded server's data directory."""
        return self.home / "postgres"

    @property
    def snapshots_folder(self) -> Path:
        """Published snapshots, one folder each, and the pointer `current`."""
        return self.home / "snapshots"

    @property
    def models_folder(self) -> Path:
        """Trained models, one folder per model name."""
        return self.home / "models"

    @property
    def dagster_home(self) -> Path:
        """Dagster's own storage."""
        return self.home / "dagster"

    @property
    def logs_folder(self) -> Path:
        """Logs of the embedded server and of the supervised processes."""
        return self.home / "logs"

    def secret(self, name: str, *, random_bytes: int = 32) -> str:
        """The secret `name` of this installation, made on first use.

        Args:
            name: a stable name such as `jwt` or `postgres`.
            random_bytes: how long it is when it is made now; people type first passwords, so those are shorter.

        Returns:
            URL-safe randomness (four characters for three bytes), the same at every call.
        """
        chosen = {"jwt": self.jwt_secret, "analyst": self.analyst_password, "alert_salt": self.alert_salt}.get(name)
        if chosen is not None:
            return chosen.get_secret_value()
        path = self.home / "secrets.json"
        known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        if name not in known:
            self.home.mkdir(parents=True, exist_ok=True)
            known[name] = random_secrets.token_urlsafe(random_bytes)
            # Written beside and renamed, so that a crash never leaves half a file.
            fresh = path.with_suffix(f".{os.getpid()}.tmp")
            fresh.touch(mode=0o600)
            fresh.write_text(json.dumps(known, indent=2))
            fresh.replace(path)
        return known[name]


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once from the environment."""
    return Settings()
