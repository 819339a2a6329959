"""formgen: from the data of communities to ready-to-stamp official forms.

    import formgen

    notice = formgen.notice("taizhou-2019")        # bundled, or the path of a rubric file
    data = notice.read("data.xlsx")                # or bytes, or a dict
    card = notice.score(data.communities[0])
    document = notice.form("taizhou-indicators").fill(card, draft=True)
    notice.build(data, "forms")

All that is offered stands in ``__all__``; it is loaded when it is first asked for, so that ``formgen --help`` answers
at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from formgen.version import __version__

if TYPE_CHECKING:
    from formgen.binding.offered import BoundBlank, bind
    from formgen.folder.document_paths import Layout
    from formgen.folder.plan import Options
    from formgen.library import Data, Notice, NoticeForm, OutputDocument, Scores, notice
    from formgen.problems import FormgenError, Place, Problem
    from formgen.rubric.score import Scorecard

__all__ = [
    "BoundBlank",
    "Data",
    "FormgenError",
    "Layout",
    "Notice",
    "NoticeForm",
    "Options",
    "OutputDocument",
    "Place",
    "Problem",
    "Scorecard",
    "Scores",
    "__version__",
    "bind",
    "notice",
]

_HOMES = {
    "BoundBlank": "formgen.binding.offered",
    "bind": "formgen.binding.offered",
    "Layout": "formgen.folder.document_paths",
    "Options": "formgen.folder.plan",
    "FormgenError": "formgen.problems",
    "Place": "formgen.problems",
    "Problem": "formgen.problems",
    "Scorecard": "formgen.rubric.score",
}

if not TYPE_CHECKING:  # a type checker knows the names from above, and should miss all others

    def __getattr__(name: str) -> object:
        """Load what the library offers when it is first asked for (PEP 562)."""
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(_HOMES.get(name, "formgen.library")), name)


def __dir__() -> list[str]:
    """Return what the library offers."""
    return sorted(__all__)
