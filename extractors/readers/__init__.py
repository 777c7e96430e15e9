"""Bytes of any kind to a `Document`."""
