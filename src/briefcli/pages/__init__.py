"""Pages: pure functions from records to a `Listing` or a `Brief`.

A page of one listing covers all selected dossiers. Its rows are records, each beside the `Context` of its
dossier. Other pages are made for one dossier, and `several.by_dossier` puts them together.
"""
