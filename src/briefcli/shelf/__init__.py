"""Find dossiers by name or path, and read them through a cache of their compiled form."""
