"""The application: settings, rooms joined, routers, static files, error handlers. No logic."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import health, lag, logs
from app.access import languages
from app.answers import join_web
from app.board import api as board_api
from app.board import joining, links, making, notes, setup, wall
from app.cards import routes as cards
from app.cards.outputs import ROOMS
from app.db import make_engine
from app.door import build_hub
from app.exchange import routes as exchange
from app.live.fanout import Fanout
from app.paper.engine import PrintEngine
from app.readiness import Readiness
from app.settings import Settings, get_settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app, with its own engine and hub. The database must have the newest schema."""
    settings = settings or get_settings()
    app = FastAPI(
        title="Lappetavla",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.key = settings.signing_key()
    app.state.engine = make_engine(settings.database_url)
    app.state.hub = build_hub(app.state.engine)
    app.state.readiness = Readiness(app.state.engine, app.state.hub, settings.broker_url)
    app.state.paper = PrintEngine(ROOMS)
    app.state.hub.on_erased.append(lambda board: app.state.paper.forget())
    join_web(app)
    for router in (
        board_api.router,
        cards.router,
        exchange.router,
        # Before the wall, whose address would take «new» for a board.
        making.router,
        wall.router,
        notes.router,
        setup.router,
        links.router,
        joining.router,
        languages.router,
        health.router,
    ):
        app.include_router(router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with lag.watched():
        with logs.failures("starting"):
            await app.state.hub.start()
        fanout = _join_others(app)
        yield
        await app.state.hub.stop()
        if fanout is not None:
            await fanout.stop()
    app.state.paper.close()
    app.state.engine.dispose()


def _join_others(app: FastAPI) -> Fanout | None:
    url = app.state.settings.broker_url
    if not url:
        return None
    fanout = Fanout(app.state.hub, url)
    fanout.start()
    return fanout
