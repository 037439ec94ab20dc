"""What happens in a session, told to its open sheets: the API's socket, behind the cookie of this origin.

Belongs here: handing on that something happened, renewing the log-in, ending together. What happened the sheet reads
from `attendance.py`; the protocol of the API stands in `ingest_api/realtime/README.md`.
"""

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from dashboards.api_client import API_PREFIX, ApiError
from dashboards.routes.http import api_for, is_same_origin
from dashboards.session import RENEWALS, Tokens
from warehouse.settings import get_settings

PROTOCOL: Final = Subprotocol("headway.v1")
# Close codes: those of the API, which are 4000 + the HTTP status, and "come again".
LOWEST_OWN_CODE, LOGGED_OUT, FOREIGN, COME_AGAIN = 4000, 4401, 4403, 1013


async def follow(socket: WebSocket) -> None:
    """WS /data/sessions/{session_id}/live: `{"event_ids": [...]}` for what happened; none of them: look anew."""
    if not is_same_origin(socket):
        await socket.close(FOREIGN)
        return
    await socket.accept()
    tasks = [asyncio.create_task(_until_it_leaves(socket)), asyncio.create_task(_hand_on(socket))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        told = await asyncio.gather(*tasks, return_exceptions=True)
    if isinstance(told[1], int):
        with suppress(RuntimeError, WebSocketDisconnect):
            await socket.close(told[1])


async def _until_it_leaves(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            await socket.receive_text()


async def _hand_on(socket: WebSocket) -> int:
    """Until the API ends it; returns the code with which to close."""
    address = get_settings().api_url.rstrip("/").replace("http", "ws", 1) + API_PREFIX
    address += f"/ws/attendance/{socket.path_params['session_id']}"
    tokens, after, is_fresh = RENEWALS.newest(Tokens.from_cookies(socket.cookies)), None, False
    while True:
        if not tokens.access:
            try:
                tokens, is_fresh = await run_in_threadpool(RENEWALS.renew, api_for(socket), tokens), True
            except ApiError as error:
                return LOGGED_OUT if error.status == 401 else COME_AGAIN
        try:
            async with connect(address, subprotocols=[PROTOCOL], proxy=None) as api:
                await api.send(json.dumps({"type": "authenticate", "token": tokens.access, "after": after}))
                async for text in api:
                    told = json.loads(text)
                    after, is_fresh = told["last_event_id"], False
                    if told["type"] != "heartbeat":
                        await socket.send_json({"event_ids": _news(told)})
            return COME_AGAIN
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else COME_AGAIN
            if code != LOGGED_OUT or is_fresh:
                return code if code >= LOWEST_OWN_CODE else COME_AGAIN
            tokens = replace(tokens, access=None)
        except (OSError, InvalidHandshake, TimeoutError):
            return COME_AGAIN
        except (WebSocketDisconnect, RuntimeError):
            return COME_AGAIN  # the browser has gone


def _news(told: dict[str, Any]) -> list[int]:
    """Ids of what happened; none where the state has to be read anew: at the beginning, and when too much happened."""
    is_whole = told.get("is_complete") is not False
    return [event["id"] for event in told.get("events", ())] if is_whole else []


ROUTES: Final = [WebSocketRoute("/data/sessions/{session_id:int}/live", follow)]
