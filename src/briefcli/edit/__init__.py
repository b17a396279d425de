"""Changes to dossiers: values are replaced at their places in the files, and all other bytes are kept.

A change is made in the tree of a file, which `splice` then writes. What was written is read again, and must be
equal to the tree. `cells` and `intake` do the opposite of a listing: they turn the rows of a table into values
of records.
"""
