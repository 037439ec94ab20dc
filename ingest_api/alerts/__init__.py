"""Whom the scores say to look after now: alerts, raised by rule from the published snapshot."""
