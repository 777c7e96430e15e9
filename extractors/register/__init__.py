"""The register: what many documents say of one agreement, as one entry."""
