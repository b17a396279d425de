"""What is said: pure functions from records to a Listing or a Brief."""
