"""What follows over many communities: ranks, quotas, targets, deadlines, awards.

Knows scorecards, facts and the rules of the notice. Pure, like scoring: no file, clock or format.
"""
