"""The notice as data: a rubric is loaded and checked, communities are scored by it, every point is explained.

| Module | Knows |
|---|---|
| ``load`` | files: extends one by another, lays readings over it, types it |
| ``check`` | what a rubric proves wrong by itself |
| ``score`` | one community and the rubric: outcomes, totals, verdict |
| ``explain`` | one outcome and the rubric: sentences, readings, evidence |
| ``relations`` | figures that must agree |
| ``schema``, ``conventions``, ``indicator`` | the records of a rubric file |
| ``methods``, ``measures`` | one file each: record, keys, computation, steps and their sentences |
| ``situation``, ``trace`` | what a method sees, and what it leaves behind |
| ``terms`` | the words for states, verdicts and totals |

Only ``load`` opens files. All else is pure, and knows no file, clock or format.
"""
