"""Is it sound: from YAML to a checked dossier, or to every problem at its place."""
