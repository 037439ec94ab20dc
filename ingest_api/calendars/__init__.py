"""A student's sessions and exams as a calendar that other programs subscribe to."""
