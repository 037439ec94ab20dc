"""The institute's campuses and their holidays."""
