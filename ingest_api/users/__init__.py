"""Accounts, as admins manage them."""
