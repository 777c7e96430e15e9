"""Bytes to `Document` to records: pure functions, without network, files, clock, logger or state."""
