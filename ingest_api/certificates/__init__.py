"""Certificates of completed enrolments, and whether a number is one."""
