"""The options of commands that read something beside the data: rosters, and the points of reviewers."""

from pathlib import Path

import click

ROSTERS = click.option(
    "--people",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="花名册",
    help="花名册文件或文件夹，可多次：数据里空着的由它数出，填了的两边对照",
)
JUDGED = click.option(
    "--judged",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="抽查评分表",
    help="评审人填好的抽查评分表，可多次：填的分当作评审打分",
)
ON = click.option(
    "--on", default="", metavar="日期", help="统计日，如 2026-11-30：年龄和当年的日期照这一天算"
)
