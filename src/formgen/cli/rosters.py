"""The options of commands that count people in rosters beside the data."""

from pathlib import Path

import click

ROSTERS = click.option(
    "--people",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="花名册",
    help="花名册文件或文件夹，可多次：数据里空着的由它数出，填了的两边对照",
)
ON = click.option(
    "--on", default="", metavar="日期", help="统计日，如 2026-11-30：年龄和当年的日期照这一天算"
)
