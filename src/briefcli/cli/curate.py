"""For curators: dossiers, check, new and schema."""
COMMANDS = ()
