"""Routes: /ws. The protocol stands in README.md."""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Any

import psycopg
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from psycopg_pool import PoolTimeout

from ingest_api.auth.dependencies import AuthContext
from ingest_api.database import Pool
from ingest_api.errors import Problem
from ingest_api.fields import PathId
from ingest_api.realtime import messages, repository, service
from ingest_api.realtime.hub import Hub, Subscriber
from ingest_api.realtime.messages import Authenticate, Ended
from ingest_api.realtime.positions import NotAPositionError, Position

AUTHENTICATE_WITHIN_SECONDS = 5.0
HEARTBEAT_SECONDS = 20.0
# Whoever does not take a message within this time is as good as gone.
SEND_WITHIN_SECONDS = 10.0

router = APIRouter(prefix="/ws", tags=["realtime"])


@router.websocket("/attendance/{session_id}")
async def attendance(socket: WebSocket, session_id: PathId) -> None:
    """What happens in a session: marks, corrections, changes of the session itself."""
    await _Conversation.of(socket, service.ATTENDANCE, session_id).hold()


@router.websocket("/notifications/{user_id}")
async def notifications(socket: WebSocket, user_id: PathId) -> None:
    """That a user has a new notification, or read one elsewhere."""
    await _Conversation.of(socket, service.NOTIFICATIONS, user_id).hold()


@router.websocket("/progress/{student_id}")
async def progress(socket: WebSocket, student_id: PathId) -> None:
    """What changes a student's progress."""
    await _Conversation.of(socket, service.PROGRESS, student_id).hold()


@dataclass
class _Conversation:
    socket: WebSocket
    stream: service.Stream
    row_id: int
    pool: Pool
    context: AuthContext
    hub: Hub

    @classmethod
    def of(cls, socket: WebSocket, stream: service.Stream, row_id: int) -> "_Conversation":
        state = socket.app.state
        return cls(socket, stream, row_id, state.pool, state.auth, state.hub)

    async def hold(self) -> None:
        """From the first message to the last; ends with a code that says why."""
        offered = self.socket.scope.get("subprotocols", [])
        await self.socket.accept(messages.PROTOCOL if messages.PROTOCOL in offered else None)
        try:
            await self._talk()
        except WebSocketDisconnect:
            return
        except Problem as problem:
            await self._close(messages.close_code(problem), problem.kind)
        except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout):
            await self._close(1013, "the database does not answer")

    async def _talk(self) -> None:
        try:
            async with asyncio.timeout(AUTHENTICATE_WITHIN_SECONDS):
                first = await self._hear()
        except TimeoutError as error:
            raise Ended(4408, "not-authenticated-in-time") from error
        login = await self._admit(first)
        subscriber = Subscriber(f"{self.stream.name}:{self.row_id}", login.user.uuid, login.family, login.expires_at)
        async with self.hub.watching(subscriber):
            tasks: list[asyncio.Future[Any]] = [
                asyncio.create_task(self._tell(subscriber, login, first.after)),
                asyncio.create_task(self._renew(subscriber)),
            ]
            try:
                waited_for = [*tasks, subscriber.ended]
                done, _ = await asyncio.wait(waited_for, return_when=asyncio.FIRST_COMPLETED)
                for one in done:
                    result = one.result()
                    if isinstance(result, Ended):
                        raise result
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear(self) -> Authenticate:
        text = await self.socket.receive_text()
        try:
            if len(text) > messages.LONGEST_MESSAGE:
                raise ValueError("too long")
            return Authenticate.model_validate_json(text)
        except ValueError as error:
            raise Ended(4400, "not-an-authenticate-message") from error
        except KeyError as error:
            raise Ended(4400, "send text, not bytes") from error

    async def _admit(self, message: Authenticate) -> service.Login:
        async with self.pool.connection() as connection:
            login = await service.log_in(self.context, connection, message.token)
            await service.check(self.stream, connection, login.user, self.row_id)
        return login

    async def _tell(self, subscriber: Subscriber, login: service.Login, after: str | None) -> None:
        viewer = login.user.viewer
        missed = await self._missed(subscriber.topic, after)
        seen = missed.position
        await self._send(messages.ready(seen, missed.events, viewer))
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    batch = await subscriber.queue.get()
            except TimeoutError:
                # The queue is empty, so all up to the hub's position has been sent or did not concern this socket.
                seen = seen.later(self.hub.position or seen)
                await self._send(messages.heartbeat(seen))
                continue
            unseen = [event for event in batch.events or () if not seen.has_seen(event["transaction"])]
            seen = seen.later(batch.position)
            if batch.events is None:
                await self._send(messages.too_much(seen))
            elif unseen:
                await self._send(messages.news(seen, unseen, viewer))

    async def _missed(self, topic: str, after: str | None) -> repository.News:
        async with self.pool.connection() as connection:
            if after is None:
                return repository.News(await repository.now(connection), [])
            try:
                position = Position.read(after)
            except NotAPositionError as error:
                raise Ended(4422, "not-a-last-event-id") from error
            return await repository.news_since(connection, position, topic)

    async def _renew(self, subscriber: Subscriber) -> None:
        """Takes newer tokens of the same user; everything is checked as at the beginning."""
        while True:
            login = await self._admit(await self._hear())
            if login.user.uuid != subscriber.user_uuid:
                raise Ended(4403, "somebody-else")
            subscriber.family, subscriber.expires_at = login.family, login.expires_at

    async def _send(self, text: str) -> None:
        try:
            async with asyncio.timeout(SEND_WITHIN_SECONDS):
                await self.socket.send_text(text)
        except TimeoutError as error:
            raise Ended(4429, "fell-behind") from error

    async def _close(self, code: int, reason: str) -> None:
        # Whoever has gone meanwhile needs no goodbye.
        with contextlib.suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(SEND_WITHIN_SECONDS):
                await self.socket.close(code, reason)
