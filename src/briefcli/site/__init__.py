"""A folder of web pages: an index, a report of each dossier, a page of each country, data, a feed and a calendar.

The pages are the report, `country -f html`, the listings and the index of a shelf. `Site.contents` names every
file and makes none, so that all paths are known before the first is written, and one page at a time is in
memory.
"""
