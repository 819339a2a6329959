"""Documents become paper: PDF, what fits on it, print packs.

Knows LibreOffice, pages and PDF files, and the properties of documents. Changes no document and enters nothing
in the ledger; writes PDF files only, where it is told to.
"""
