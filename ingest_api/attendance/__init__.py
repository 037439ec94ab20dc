"""Marking attendance: the transaction that everything else follows from."""
