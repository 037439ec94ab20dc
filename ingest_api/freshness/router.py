"""Routes: /warehouse/freshness."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request

from ingest_api.auth.dependencies import require
from ingest_api.auth.permissions import Permission
from ingest_api.freshness.schemas import Freshness, HeldBack, PublishedBuild
from warehouse.expectations.state import standing_breach
from warehouse.published import current_build
from warehouse.settings import Settings

router = APIRouter(prefix="/warehouse", tags=["warehouse"])


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


@router.get("/freshness", dependencies=[Depends(require(Permission.FRESHNESS_READ))])
async def freshness(settings: Annotated[Settings, Depends(_settings)]) -> Freshness:
    """Which build the figures stand on, how old it is, and since when and why newer ones are kept back."""
    return await to_thread.run_sync(_freshness, settings)


def _freshness(settings: Settings) -> Freshness:
    build, breach = current_build(settings), standing_breach(settings)
    return Freshness(
        build=build
        and PublishedBuild(
            build_id=build.build_id,
            built_at=build.built_at,
            source_as_of=build.source_as_of,
            extract_id=build.extract_id,
            age_seconds=int((datetime.now(UTC) - build.built_at).total_seconds()),
        ),
        held_back=breach and HeldBack.model_validate(asdict(breach)),
    )
