"""Exams: when they are held, and who has a place."""
