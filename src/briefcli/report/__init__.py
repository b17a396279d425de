"""The report: a whole dossier as one HTML page that needs no other file and no network.

It shows the columns and cells of the other pages; only the map and the ladder over time are its own. Each
record is on the page once, under its own id. Everything is readable without the script. The policy of the page
contains the hashes of its style and its script, so nothing else can run, and there are no attributes of style.

The script has one state, which it reads from the address, writes to it and shows. It computes nothing of a
record, and reads no fact from labels, cells or classes: `timeline` has computed what applies on each day. While
a reader drags the day, only the map, the counts and the lines change. Other choices are shown in their own
frame on the screen, and elsewhere in slices of some milliseconds. No class of the whole page changes, and no
closed `details` is added or removed, because the browser would walk over 26,000 elements for that.
"""
