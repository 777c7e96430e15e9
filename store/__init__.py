"""What was fetched and what was made of it: WARC files under raw/ and the ledger that accounts for them."""
