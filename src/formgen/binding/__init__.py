"""Any office's blank form: bound by its labels, filled without tags.

| Module | Knows |
|---|---|
| ``cells`` | the form of cells: tables, cells with their extent, paragraphs; neither Word nor Excel |
| ``word_cells``, ``excel_cells`` | how a document becomes a form of cells |
| ``wording`` | labels compared: readings, brackets, numbering |
| ``seals`` | where in a text a seal goes, which is never written |
| ``gaps``, ``choices``, ``numbered_options`` | what can be filled within a text: gaps of dates and units, boxes to tick, letters |
| ``kinds`` | the class of each cell, by its text and then by its neighbours |
| ``claims``, ``heads`` | which label has which blank |
| ``contexts``, ``line_contexts`` | what tells two fields with one label apart |
| ``bound_form`` | the whole form, bound before any key is looked at |
| ``synonyms``, ``matching``, ``key_matches`` | which place a key of the data gets, or which question is asked |
| ``rival_keys`` | keys that claim the same place |
| ``records`` | data files as records |
| ``edits``, ``gap_values`` | what is written into one place, and into its gaps |
| ``word_writing``, ``excel_writing`` | edits written, and read back |
| ``clipping``, ``excel_clipping`` | texts that their cells do not hold |
| ``excel_formulas`` | formulas of a workbook: what they add up, and rows that they follow |
| ``photos``, ``photo_parts`` | photos read from files, fitted into their boxes, put into both kinds of documents |
| ``growing`` | rows added for lists |
| ``filled_form`` | a form filled: edits, questions, proof |
| ``decisions`` | what a person decided about a bound form |
| ``form_file``, ``answer_sheet`` | form.yaml and 对照表: written, and read again |
| ``asking`` | the questions asked one by one, as decisions |
| ``bound_folder`` | the folder of a bound blank, opened |
| ``answers`` | a 对照表 taken as decisions, also about a blank that has changed |
| ``report`` | what was bound and filled, as JSON |

It knows no community and no rubric.
"""
