"""What holds for every dossier, looked for with hypothesis."""
