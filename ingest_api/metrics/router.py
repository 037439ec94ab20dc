"""Routes: /metrics, for Prometheus with the token of the settings, or for super admins."""

import secrets

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from ingest_api.auth.dependencies import Bearer, Context, current_user
from ingest_api.auth.permissions import PERMISSIONS, Permission
from ingest_api.errors import Forbidden
from warehouse.expectations.state import standing_breach
from warehouse.published import current_build

router = APIRouter(tags=["metrics"])


async def _allowed(request: Request, context: Context, token: Bearer) -> None:
    expected = context.settings.metrics_token
    # Compared as bytes: text that is not ASCII is refused by compare_digest.
    if (
        expected is not None
        and token is not None
        and secrets.compare_digest(token.encode(), expected.get_secret_value().encode())
    ):
        return
    async with request.app.state.pool.connection() as connection:
        user = await current_user(context, connection, token)
    if Permission.METRICS_READ not in PERMISSIONS[user.role]:
        raise Forbidden(f"the role {user.role} may not do this ({Permission.METRICS_READ})")


@router.get(
    "/metrics",
    dependencies=[Depends(_allowed)],
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Prometheus' format"}},
)
async def metrics(request: Request) -> Response:
    """This process's figures, in Prometheus' text format."""
    state = request.app.state
    build = await to_thread.run_sync(current_build, state.settings)
    breach = await to_thread.run_sync(standing_breach, state.settings)
    return Response(state.metrics.text(state.pool, state.hub, build, breach), media_type=CONTENT_TYPE_LATEST)
