"""From YAML to a checked dossier, or to every problem with its file, line and column."""
