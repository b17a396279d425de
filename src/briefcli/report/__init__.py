"""The report: a whole dossier as one HTML page that needs nothing beside it."""
