"""``subsidy demo``: a district of invented people, calculated and set beside what was published."""

from __future__ import annotations

from pathlib import Path

import click

from subsidy.cli.help import Command
from subsidy.cli.options import language_option
from subsidy.cli.streams import put, working

__all__ = ["demo"]


@click.command(cls=Command, example="subsidy demo --out demo")
@click.option(
    "--out",
    default="demo",
    show_default=True,
    metavar="FOLDER",
    help="Where to write. 输出文件夹。",
)
@click.option("--seed", type=int, help="Draw other people. 随机种子。")
@click.option(
    "--id-numbers", is_flag=True, help="With invented identity numbers. 含虚构身份证号码。"
)
@click.option("--xlsx", is_flag=True, help="The register as a workbook. 名册用工作簿格式。")
@language_option
def demo(out: str, seed: int | None, id_numbers: bool, xlsx: bool, language: str) -> int:
    """Calculate a year for a district of invented people and compare it with published figures.

    用虚构名册计算一个区的全年补贴，并与公开数据对照。
    """
    from subsidy.demo.run import Demo, run_demo

    asked = Demo(Path(out), seed=seed, with_id_numbers=id_numbers, as_workbook=xlsx)
    with working(language, quiet=False):
        lines = run_demo(asked, language)
    put("\n".join(lines) + "\n", language)
    return 0
