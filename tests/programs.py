"""Programs of the machine that some tests need."""

import os
import shutil

import pytest


def needed(*names: str, package: str) -> str:
    """The path of the first of `names` that there is; without one a test says what it needs, and in CI it fails."""
    for name in names:
        if path := shutil.which(name):
            return path
    if os.environ.get("CI"):
        pytest.fail(f"CI installs {package} (.ci/run), yet there is none")
    pytest.skip(f"needs {package}: apt-get install {package}")
