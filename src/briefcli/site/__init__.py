"""A folder for a web server: an index, a report each, a page a country, data, a feed and a calendar."""
