"""YAML read as text with line numbers: every scalar stays as typed, and the schema gives it a type.

| Module | Knows |
|---|---|
| ``tree`` | values with their places; how a text, or plain data, becomes a tree of them |
| ``slip``, ``slips``, ``layout`` | what people write that is no YAML, and what they meant |
| ``losses`` | what YAML would drop without a word: comments that were meant as text, wide signs |

Knows no schema, and reads no file.
"""

from formgen.yamltext.slip import MISSING_KEY
from formgen.yamltext.tree import Node, Recovered, WrittenTwice, from_plain, load, recover

__all__ = ["MISSING_KEY", "Node", "Recovered", "WrittenTwice", "from_plain", "load", "recover"]
