"""Routes: conversion and pipeline of leads, under /crm."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from ingest_api.analytics import crm
from ingest_api.analytics.filters import Filters
from ingest_api.analytics.snapshot import Published
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.fields import RowId
from warehouse.vocabulary import InquirySource

router = APIRouter(prefix="/crm", tags=["analytics"])
Reader = Annotated[CurrentUser, Depends(require(Permission.CRM_ANALYTICS_READ))]


async def _lead_filter(
    filters: Filters, source: InquirySource | None = None, counselor_id: Annotated[RowId | None, Query()] = None
) -> crm.LeadFilter:
    return crm.LeadFilter(filters, source, counselor_id)


Leads = Annotated[crm.LeadFilter, Depends(_lead_filter)]


@router.get("/analytics/conversion")
async def conversion(user: Reader, published: Published, leads: Leads) -> crm.ConversionAnalytics:
    """How many inquiries of the period became students: the funnel, by source and by counselor."""
    return await published.read(crm.conversion(user.viewer, leads))


@router.get("/pipeline/health")
async def pipeline(user: Reader, published: Published, leads: Leads) -> crm.PipelineHealth:
    """Whether open inquiries are looked after: overdue, unplanned, unassigned, stale."""
    return await published.read(crm.pipeline(user.viewer, leads))
