"""Routes: the metric registry, under /analytics/metrics."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from ingest_api.analytics import metrics
from ingest_api.analytics.filters import Filters
from ingest_api.analytics.snapshot import Published
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.fields import Text
from warehouse.metrics import Grain

router = APIRouter(prefix="/analytics/metrics", tags=["analytics"])
# Which metrics a role may ask for stands with each of them.
Reader = Annotated[CurrentUser, Depends(require(Permission.OWN_ANALYTICS_READ))]
Name = Annotated[Text, Path(max_length=100, examples=["attendance_rate"])]
Short = Annotated[Text, Query(max_length=200)]


@router.get("")
async def listed(
    user: Reader, group: Annotated[Text | None, Query(max_length=100, examples=["attendance"])] = None
) -> metrics.MetricList:
    """The metrics that the user may ask for, in words."""
    return metrics.listed(user.role, group)


@router.get("/{name}")
async def definition(name: Name, user: Reader) -> metrics.MetricDefinition:
    """What a metric means, what it is computed from, and what it can be told by."""
    return metrics.definition(user.role, name)


async def _wanted(
    filters: Filters,
    by: Annotated[
        list[Short], Query(max_length=5, description="Dimensions to group by.", examples=[["campus__campus_code"]])
    ] = [],  # noqa: B006 - FastAPI copies it
    grain: Annotated[Grain | None, Query(description="A row for every such time.")] = None,
    where: Annotated[
        list[Short],
        Query(
            alias="filter",
            max_length=20,
            description="dimension:value; of one dimension any counts, an empty value stands for none.",
            examples=[["attendance_status:late"]],
        ),
    ] = [],  # noqa: B006 - FastAPI copies it
    limit: Annotated[int, Query(ge=1, le=5000, description="How many rows at most.")] = 500,
) -> metrics.Wanted:
    return metrics.Wanted(filters, tuple(by), grain, tuple(where), limit)


@router.get("/{name}/values")
async def values(
    name: Name, user: Reader, published: Published, wanted: Annotated[metrics.Wanted, Depends(_wanted)]
) -> metrics.MetricValues:
    """A metric's values over the rows that the user may see, by dimensions and time."""
    return await published.read(metrics.values(user.viewer, name, wanted))
