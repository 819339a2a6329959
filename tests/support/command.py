"""The command run inside the process of the tests, and the data workbooks of the samples."""

import sys

import click
from click.testing import CliRunner, Result

from formgen import assets, cli

SAMPLES = assets.folder("samples")
YONGJIA = str(SAMPLES / "yongjia-2009" / "data.xlsx")
TAIZHOU = str(SAMPLES / "taizhou-2019" / "data.xlsx")


def run(*words: str) -> Result:
    """Run the command as ``main`` does, with its exit code and both outputs."""
    runner = CliRunner()

    @click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
    @click.argument("rest", nargs=-1, type=click.UNPROCESSED)
    @click.pass_context
    def whole(ctx: click.Context, rest: tuple[str, ...]) -> None:
        argv, sys.argv = sys.argv, ["formgen", *rest]
        try:
            ctx.exit(cli.run())
        finally:
            sys.argv = argv

    return runner.invoke(whole, ["--", *words])
