"""What outsiders bring: predictions of a system, or a data set; checked whole, scored, made an entry.

`checking.py` finds what is wrong, `overlaps.py` what a data set shares, `entry.py` makes entries.
"""
