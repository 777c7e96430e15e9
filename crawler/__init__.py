"""Polite, safe fetching: what to visit next, whether it may be, from which address, and what came of it."""
