"""An HTML page as a `Document`."""
