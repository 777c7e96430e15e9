"""Crawls by the clock, with a Prefect server of our own or of the user's."""
