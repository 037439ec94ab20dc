"""Tests of the import: real folders, a real database, no mocks."""
