"""XML trees of Office parts: parsed without following anything that a stranger's file points to.

Knows lxml and nothing of Word or Excel.
"""

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml has no public name for its element type


def parse_xml(data: bytes) -> Element:
    """Parse a part. Raises etree.XMLSyntaxError for what is not well-formed."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False))
