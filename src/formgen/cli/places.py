"""The questions of ``fill --interactive`` and ``template bind --interactive``: where a key of the data goes, one by one."""

import click

from formgen.binding.asking import LEAVE_OUT
from formgen.quoting import show


def ask_place(question: str, known: str, numbers: frozenset[int]) -> int | None:
    """Ask where a key goes. Return the number of a place, ``LEAVE_OUT``, or None where it stays open."""
    click.echo(f"{show(question)}。{f'可能是：{show(known)}' if known else '没有相近的标签'}")
    while True:
        typed = click.prompt("  填几号（0 不填，直接回车先不定）", default="", show_default=False).strip()
        if not typed:
            return None
        if typed == str(LEAVE_OUT) or (typed.isdecimal() and int(typed) in numbers):
            return int(typed)
        click.echo("  没有这个号，号在样张和对照表上。")
