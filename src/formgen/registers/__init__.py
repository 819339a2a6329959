"""Registers as data: which columns a list of rows has, and how a notice says what it counts in it.

``register`` is the description of one list, ``definition`` the small closed vocabulary of what is counted,
``wording`` says a definition in Chinese, ``load`` finds the descriptions: beside a notice first, then the bundled ones.
Knows no row of any file, and no notice.
"""
