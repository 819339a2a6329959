"""The notice as data: a rubric is loaded and checked, communities are scored by it, every point is explained.

| Module | Knows |
|---|---|
| ``load`` | files: extends one by another, lays readings over it, types it |
| ``readings`` | the readings in force, laid over a tree |
| ``typed_rubric``, ``key_suggestions``, ``value_faults`` | a tree as far as it can be typed, and the faults of keys and values |
| ``check`` | faults that follow from the rubric alone |
| ``check_figures``, ``check_measures``, ``check_points``, ``check_rules``, ``check_grades``, ``check_notice`` | those of one subject each |
| ``score`` | one community and the rubric: outcomes, totals, verdict |
| ``totals``, ``standards``, ``verdict`` | what follows from the outcomes |
| ``explain`` | one outcome and the rubric: sentences, readings, evidence |
| ``relations`` | figures that must agree |
| ``grades`` | the bands of the final score, and the grade of one score |
| ``schema``, ``conventions``, ``indicator`` | the records of a rubric file |
| ``figures`` | what a rubric says of its figures, for the methods and measures that name them |
| ``methods``, ``measures`` | one file each: record, keys, computation, steps and their sentences |
| ``situation``, ``trace`` | what a method sees, and what it leaves behind |
| ``terms`` | the words for states, verdicts and totals |

Only ``load`` opens files. All else is pure, and knows no file, clock or format.
"""
