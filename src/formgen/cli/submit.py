"""The command submit: freeze the version that is handed in."""

from pathlib import Path

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import FOLDER, exit_by, problems_out, waiting
from formgen.commands.submit import submit_version


@click.command(cls=ChineseCommand)
@FOLDER
@click.option("--label", required=True, metavar="稿名", help="这一稿的名称，如 第1稿")
@click.pass_context
def submit(ctx: click.Context, folder: Path, label: str) -> None:
    """把报送的这一稿存下来：一份只读的副本，附校验码；以后的改动都和它比。"""
    done = submit_version(folder, label, waiting)
    click.echo(f"“{label}”已存在 {done.folder}，{done.files}个文件，校验码在其中的“校验.sha256”。")
    problems_out(done.problems)
    exit_by(ctx, done.problems)
