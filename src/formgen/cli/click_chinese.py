"""click in Chinese: help pages, usage messages, and commands loaded on demand."""

import importlib
import re
from typing import Any

import click


class ChineseCommand(click.Command):
    """A command whose help page is in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the usage pieces with Chinese words for options."""
        return [piece.replace("[OPTIONS]", "[选项]") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl([(names, _translated(text)) for names, text in records])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option with a Chinese text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option


def _translated(text: str) -> str:
    """Translate click's own words in an option's help into Chinese."""
    return re.sub(r"\[default: (.*?)\]", r"［默认 \1］", text.replace("[required]", "［必填］"))


class ChineseGroup(ChineseCommand, click.Group):
    """A group whose help page is in Chinese."""

    command_class = ChineseCommand

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the usage pieces with Chinese words."""
        return [
            piece.replace("COMMAND [ARGS]...", "命令 [参数]...")
            for piece in super().collect_usage_pieces(ctx)
        ]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their short help."""
        with formatter.section("命令"):
            formatter.write_dl([(name, self.short_help_of(ctx, name)) for name in self.list_commands(ctx)])

    def short_help_of(self, ctx: click.Context, name: str) -> str:
        """Return the short help of a command."""
        command = self.get_command(ctx, name)
        return command.get_short_help_str(80) if command else ""


class LazyGroup(ChineseGroup):
    """A group that knows its commands by name and short help, and imports one from its own module when it is called."""

    def __init__(self, *args: Any, room: str, short_helps: dict[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - click's own signature
        """Remember the package whose modules hold the commands, and their short helps."""
        super().__init__(*args, **kwargs)
        self._room, self._short_helps = room, short_helps

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they are used."""
        del ctx
        return list(self._short_helps)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in self._short_helps:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(importlib.import_module(f"{self._room}.{name}"), name)
        return command

    def short_help_of(self, ctx: click.Context, name: str) -> str:
        """Return the short help without importing the command."""
        del ctx
        return self._short_helps[name]


_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")
HOW = "应写成"  # begins our own texts that say how to write an option


def usage_message(error: click.ClickException) -> str:
    """Return a usage error of click in Chinese, with a pointer to the help page."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "formgen"
    return f"{_what(error)}\n用法见：{path} --help"


def _what(error: click.ClickException) -> str:
    if isinstance(error, click.MissingParameter):
        name = error.param.opts[0] if error.param and error.param.param_type_name == "option" else ""
        return (
            f"缺少选项 {name}。"
            if name
            else f"缺少参数 {error.param.human_readable_name if error.param else ''}。"
        )
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {'、'.join(error.possibilities)}？" if error.possibilities else "。"
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面缺少内容。"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else ""
        choices = getattr(error.param.type, "choices", None) if error.param else None
        how = f"可选：{'、'.join(map(str, choices))}" if choices else ""
        least = error.param.type.min if error.param and isinstance(error.param.type, click.IntRange) else None
        how = f"{HOW}{least}以上的整数" if least is not None else how
        how = error.message if error.message.startswith(HOW) else how
        return f"选项 {name} 的内容不对，{how}。" if how else f"选项 {name} 的内容不对。"
    if "No such command" in error.message:
        return f"没有这个命令：{error.message.split(chr(39))[1]}。"
    return _what_too_much(error)


def _what_too_much(error: click.ClickException) -> str:
    if found := _EXTRA.search(error.message):
        context = getattr(error, "ctx", None)
        takes = [each.human_readable_name for each in _arguments(context)]
        only = f"后面只写一个{takes[-1]}" if takes else "后面不写文件"
        return f"多写了“{found[1]}”：{context.command_path if context else 'formgen'} {only}。"
    return "命令写法不对，参数过多或缺少命令。"


def _arguments(context: click.Context | None) -> list[click.Parameter]:
    params = context.command.params if context else []
    return [each for each in params if each.param_type_name == "argument"]
