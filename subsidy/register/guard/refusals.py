"""What is said of a file that asks for too much, or that brings its reader down."""

from __future__ import annotations

from typing import NoReturn

from subsidy.errors import Place, Words
from subsidy.register.guard.limits import Limits, show_size
from subsidy.register.refusing import refuse

__all__ = ["FAULTS", "refuse_found", "refuse_limit"]

_TOO_LARGE = "too-large"
_BOMB = Words(
    "if nobody made it so on purpose, save the table alone as CSV UTF-8",
    "若并非有意为之，请仅将表格另存为 CSV UTF-8",
)
_LIMITS: dict[str, tuple[str, Words, Words]] = {
    "file": (
        _TOO_LARGE,
        Words("the register is larger than {most}", "名册超过 {most}"),
        Words("split it by region", "请按地区拆分"),
    ),
    "streamed": (
        _TOO_LARGE,
        Words("the register is larger than {most}", "名册超过 {most}"),
        Words("split it by region", "请按地区拆分"),
    ),
    "line": (
        "record-too-long",
        Words("a record of more than {most} begins on this line", "自本行起的一条记录超过 {most}"),
        Words("see whether a line ending or a quote is missing", "请检查是否缺少换行或引号"),
    ),
    "unpacked": (
        _TOO_LARGE,
        Words("the workbook unpacks to more than {most}", "工作簿解压后超过 {most}"),
        _BOMB,
    ),
    "expansion": (
        _TOO_LARGE,
        Words(
            "the workbook unpacks to more than {most} times its size",
            "工作簿解压后超过自身大小的 {most} 倍",
        ),
        _BOMB,
    ),
    "parts": (
        _TOO_LARGE,
        Words("the workbook is packed from more than {most} files", "工作簿内含超过 {most} 个文件"),
        _BOMB,
    ),
    "columns": (
        "too-many-columns",
        Words("more than {most} columns", "超过 {most} 列"),
        Words("leave only the columns that are needed", "请只保留需要的列"),
    ),
    "cells": (
        _TOO_LARGE,
        Words(
            "from the first to the last filled cell the sheets span more than {most} cells",
            "各工作表从首个到末个有内容的单元格共超过 {most} 格",
        ),
        Words(
            "delete what stands far away from the table, or save the table as CSV UTF-8",
            "请删除远离表格的内容，或将表格另存为 CSV UTF-8",
        ),
    ),
    "result": (
        _TOO_LARGE,
        Words("the values of the file come to more than {most}", "文件中的值合计超过 {most}"),
        _BOMB,
    ),
    "memory": (
        _TOO_LARGE,
        Words(
            "opening the file takes more than {most} of memory",
            "打开该文件所需内存超过 {most}",
        ),
        Words(
            "delete what stands far away from the table, or save the table as CSV UTF-8",
            "请删除远离表格的内容，或将表格另存为 CSV UTF-8",
        ),
    ),
    "computing": (
        "too-slow",
        Words(
            "opening the file takes more than {most} seconds of computing",
            "打开该文件的运算时间超过 {most} 秒",
        ),
        _BOMB,
    ),
    "waiting": (
        "too-slow",
        Words("opening the file takes more than {most} seconds", "打开该文件超过 {most} 秒"),
        _BOMB,
    ),
}
_COUNTED = ("expansion", "parts", "columns", "cells", "computing", "waiting")
FAULTS: dict[str, tuple[str, Words, Words]] = {
    "workbook": (
        "damaged-file",
        Words("the workbook cannot be opened", "无法打开该工作簿"),
        Words("save it anew as .xlsx, without a password", "请重新另存为 .xlsx，且不设密码"),
    ),
    "parquet": (
        "damaged-file",
        Words("the Parquet file cannot be read", "无法读取该 Parquet 文件"),
        Words("write or copy it anew", "请重新生成或复制该文件"),
    ),
    "password": (
        "password",
        Words("the workbook is protected by a password", "工作簿设有密码"),
        Words("remove the password and save it anew", "请取消密码后重新保存"),
    ),
    "doctype": (
        "hostile-file",
        Words(
            "the workbook defines entities of its own, which no office program writes",
            "工作簿自定义了实体，办公软件不会写出这种内容",
        ),
        Words("ask who made it; save the table as CSV UTF-8", "请核实来源；将表格另存为 CSV UTF-8"),
    ),
    "understated": (
        "hostile-file",
        Words(
            "a part of the workbook unpacks to another size than it says",
            "工作簿某部分解压后的大小与其声明不符",
        ),
        Words("copy it anew; else ask who made it", "请重新复制；否则请核实来源"),
    ),
    "twice": (
        "hostile-file",
        Words("a part of the workbook is there twice", "工作簿某部分重复出现"),
        Words("ask who made it; save the table as CSV UTF-8", "请核实来源；将表格另存为 CSV UTF-8"),
    ),
    "database": (
        "damaged-file",
        Words("this is not an SQLite database that can be read", "这不是可读取的 SQLite 数据库"),
        Words("copy it anew while nobody writes to it", "请在无人写入时重新复制"),
    ),
    "table": (
        "no-such-table",
        Words("there is no such table or view", "没有这个表或视图"),
        Words("name one that there is, after ?table=", "请在 ?table= 后写明已有的表"),
    ),
    "count": (
        "control-count",
        Words(
            "the database counts other rows than it gave",
            "数据库计数的行数与给出的行数不一致",
        ),
        Words(
            "run again; if it stays so, copy the file anew", "请重新运行；若仍如此，请重新复制文件"
        ),
    ),
    "driver": (
        "driver-missing",
        Words("the drivers for databases are not installed", "尚未安装数据库驱动"),
        Words(
            'install them: pip install "subsidy[databases]"',
            '请安装：pip install "subsidy[databases]"',
        ),
    ),
    "start": (
        "no-child",
        Words(
            "the process that opens such files cannot be started",
            "无法启动用于打开此类文件的进程",
        ),
        Words("give the table as CSV UTF-8", "请提供 CSV UTF-8 格式的表格"),
    ),
}


def refuse_limit(name: str, place: Place, limits: Limits) -> NoReturn:
    """Refuse a register for one limit, which the message names and tells how to raise.

    Raises:
        RegisterRefused: always.
    """
    code, message, cure = _LIMITS[name]
    number = limits.as_numbers()[name]
    most = f"{number:,}" if name in _COUNTED else show_size(number)
    said = Words(message.en.format(most=most), message.zh.format(most=most))
    refuse(
        code,
        place,
        said,
        Words(
            f"{cure.en}; else raise the limit: --limit {name}=…",
            f"{cure.zh}；确需如此，请提高限额：--limit {name}=…",
        ),
    )


def refuse_found(found: str, place: Place, limits: Limits) -> NoReturn:
    """Refuse a register for what a child found: the name of a limit or of a fault.

    Raises:
        RegisterRefused: always.
    """
    if found in _LIMITS:
        refuse_limit(found, place, limits)
    refuse(FAULTS[found][0], place, *FAULTS[found][1:])
