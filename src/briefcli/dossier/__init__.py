"""What is known: immutable records, and pure functions that select, compare and date them.

Four kinds of dates are kept apart: from when something holds (`since`, `ended`, `stages`), when it happened
(`date` of an event), when it was published (`date` of a source), and up to which day somebody looked
(`reviewed`, `as_of`).
"""
