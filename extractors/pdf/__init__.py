"""A PDF as a `Document`."""
