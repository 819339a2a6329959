"""Rosters: lists of people in files, read, checked and counted by the definitions of a notice.

``read_roster`` reads, ``check_roster`` finds who stands there twice, ``count_roster`` counts. Every number keeps its rows.
"""
