"""From the ledger to tables, descriptions, changes, feeds and the report."""
