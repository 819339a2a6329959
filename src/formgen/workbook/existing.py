"""A data workbook that a clerk filled in, opened to be written into. Every part is found safe before openpyxl sees it."""

import io
import warnings

from openpyxl import Workbook, load_workbook

from formgen.intake.files import Package, file_error


def open_workbook(data: bytes, file: str) -> Workbook:
    """Open a workbook once every part has been found safe. Raises FormgenError F109 for what openpyxl cannot open."""
    package = Package(data, file)
    for name in package.names:
        if name.endswith((".xml", ".rels", ".vml")):
            package.read(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot keep does not matter in a copy
            return load_workbook(io.BytesIO(data))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, SyntaxError) as error:
        raise file_error(file, "F109", "工作簿内容不完整") from error
