"""Routes: conversion, pipeline and scores of leads, under /crm."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from ingest_api.analytics import calls, crm
from ingest_api.analytics.filters import Asked, Filters, RowLimit
from ingest_api.analytics.snapshot import Published
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.fields import PathId, RowId
from warehouse.vocabulary import InquirySource, LeadBand

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


@router.get("/call-list")
async def call_list(
    request: Request,
    user: Reader,
    published: Published,
    leads: Leads,
    band: LeadBand | None = None,
    limit: RowLimit = 50,
) -> calls.CallList:
    """The open inquiries by their chance to enrol, the likeliest first, with the reasons."""
    calls_per_day = request.app.state.settings.lead_calls_per_day
    return await published.read(calls.call_list(user.viewer, leads, band, limit, calls_per_day), personal=True)


@router.get("/inquiries/{inquiry_id}/score")
async def lead_score(inquiry_id: PathId, user: Reader, published: Published) -> calls.LeadScore:
    """The chance of one open inquiry to enrol, and why."""
    everything = crm.LeadFilter(Asked(None, None, None, None), None, None)
    return await published.read(calls.lead_score(user.viewer, everything, inquiry_id))
