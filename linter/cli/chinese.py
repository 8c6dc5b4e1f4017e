"""Click speaks Chinese: its messages by the English original, the way a gettext catalogue would hold them.

Click asks gettext, which takes its language from the environment and wants compiled catalogues on disk;
jxlint is Chinese wherever it runs, so the two look-up functions are replaced in click's modules.
"""

from __future__ import annotations

import sys

CATALOGUE = {
    "Aborted!": "已中断",
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这份说明",
    "Show the version and exit.": "显示版本号",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法说明请看：{command} {option}",
    "Missing command.": "没有写命令",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少{param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "No such option {name!r}.": "没有“{name}”这个选项。",
    "No such option: {name}": "没有“{name}”这个选项。",
    "No such command {name!r}.": "没有“{name}”这个命令。",
    "Did you mean {possibility}?": "是不是想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是想写其中之一：{possibilities}？",
    "(Possible options: {possibilities})": "是不是想写其中之一：{possibilities}？",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Option {name!r} requires an argument.": "选项“{name}”后面要写一个值",
    "Option {name!r} requires {nargs} arguments.": "选项“{name}”后面要写 {nargs} 个值",
    "Option {name!r} does not take a value.": "选项“{name}”后面不能写值",
    "Argument {name!r} takes {nargs} values.": "参数“{name}”要写 {nargs} 个值",
    "Got unexpected extra argument ({args})": "多出来的参数：{args}",
    "Got unexpected extra arguments ({args})": "多出来的参数：{args}",
    "Choose from:\n\t{choices}": "可用的有：\n\t{choices}",
    "{value!r} is not {choice}.": "“{value}”不可用，只能是 {choice}",
    "{value!r} is not one of {choices}.": "“{value}”不可用，可用的有 {choices}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数字",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内",
    "default: {default}": "默认 {default}",
    "env var: {var}": "环境变量 {var}",
    "required": "必填",
    "(dynamic)": "（视情况）",
    "deprecated": "停用",
    "unknown error": "原因不明",
    "Could not open file {filename!r}: {message}": "文件“{filename}”打不开：{message}",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "{name} {filename!r} does not exist.": "{name}“{filename}”不存在",
    "{name} {filename!r} is a file.": "“{filename}”是文件，要的是文件夹",
    "{name} {filename!r} is a directory.": "“{filename}”是文件夹，要的是文件",
    "{name} {filename!r} is not readable.": "{name}“{filename}”没有权限读取",
    "{name} {filename!r} is not writable.": "{name}“{filename}”没有权限写入",
    "{name} {filename!r} is not executable.": "{name}“{filename}”没有权限执行",
}


def _translated(message: str) -> str:
    return CATALOGUE.get(message, message)


def _translated_plural(one: str, many: str, count: int) -> str:
    return _translated(one if count == 1 else many)


def speak_chinese() -> None:
    """From now on click's help and errors are in Chinese."""
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for look_up, ours in (("_", _translated), ("ngettext", _translated_plural)):
                if hasattr(module, look_up):
                    setattr(module, look_up, ours)
