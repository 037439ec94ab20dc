"""Assessments: work that is due, handed in and graded."""
