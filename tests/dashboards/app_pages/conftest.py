"""The portal, opened as somebody of a role."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.session import Tokens
from dashboards.streamlit_app import PORTAL
from tests.dashboards.conftest import Institute
from warehouse.vocabulary import Role

Open = Callable[..., AppTest]


@pytest.fixture
def open_as(institute: Institute, home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Runs the portal as somebody of a role, who is logged in at the really running API.

    Streamlit's test runs a script without a browser, so no cookies reach it: the log-in's tokens stand in for them, and
    nothing else does. That a browser's cookies lead to them is proven in `routes/test_authentication.py` and e2e.
    """

    def run(role: Role | None, page: str = "", **query: str) -> AppTest:
        tokens = Tokens.from_api(institute.log_in(role)) if role else Tokens()
        monkeypatch.setattr(Tokens, "from_cookies", classmethod(lambda cls, cookies: tokens))
        test = AppTest.from_file(str(PORTAL), default_timeout=30)
        test.run()
        if page:
            test.switch_page(page)
            test.query_params.update(query)
            test.run()
        return test

    return run
