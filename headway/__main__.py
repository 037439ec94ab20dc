"""`python -m headway` is the command line."""

from headway.cli import app

app()
