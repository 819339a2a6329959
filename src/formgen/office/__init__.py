"""What an Office file is, whatever is written in it.

| Module | Knows |
|---|---|
| ``package`` | the zip archive, and how large it may be |
| ``patch`` | how some parts or stretches are replaced while every other byte stays |
| ``relations`` | how parts point to each other |
| ``template_parts`` | the parts of a template from any program, and what no form may carry |
| ``identity``, ``core_properties`` | a document's own properties, and those that Office shows |
| ``cells`` | how cells are addressed, and how text comes into one |
| ``digest`` | whether two contents are the same |
| ``disk``, ``output`` | files written whole, and never over somebody's own |

Knows no form and no rubric.
"""
