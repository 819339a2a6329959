"""Write every template: ``python -m tools.draw_templates``."""

from __future__ import annotations

from pathlib import Path

from . import (
    longquan_recommendation,
    summary,
    taizhou_indicators,
    taizhou_recommendation,
    targets,
    yongjia_application,
    yongjia_scorecard,
)

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def drawn() -> dict[str, bytes]:
    """Return every template file by its path under ``templates/``."""
    return {
        "yongjia-application/template.docx": yongjia_application.document().package(),
        "yongjia-scorecard/template.docx": yongjia_scorecard.document().package(),
        "yongjia-scorecard/template.xlsx": yongjia_scorecard.workbook(),
        "taizhou-indicators/template.docx": taizhou_indicators.document().package(),
        "taizhou-indicators/template.xlsx": taizhou_indicators.workbook(),
        "taizhou-recommendation/template.docx": taizhou_recommendation.document().package(),
        "longquan-recommendation/template.docx": longquan_recommendation.document().package(),
        "summary/template.xlsx": summary.workbook(),
        "targets/template.xlsx": targets.workbook(),
    }


def main() -> None:
    """Write the templates."""
    for name, content in drawn().items():
        path = TEMPLATES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
