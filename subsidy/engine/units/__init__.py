"""Households and institutions: what they add to a run of persons, made into plain columns.

A count of a household's members, a status that lasts so many months, an institution's row a
month: each is a step function of the day, and becomes columns with numbered further values, which
plans and the kernel know already. :mod:`running` puts the units in order.
"""
