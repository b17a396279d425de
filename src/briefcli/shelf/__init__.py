"""Which dossiers there are, and their compiled form."""
