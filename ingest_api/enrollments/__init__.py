"""Enrolments: who learns which subject, with whom, and how that ends."""
