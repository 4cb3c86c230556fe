"""A small place and registers for the command line, and a way to run it."""

import pytest

from subsidy.cli.main import run_command

PLACE = """
place: rules
name: {zh: 测试区, en: Testville}
"""
FACTS = """
facts:
  person_id: {type: key, name: {zh: 编号, en: person number}}
  name: {type: text, name: {zh: 姓名, en: name}}
  birth_date: {type: date, name: {zh: 出生日期, en: birth date}, missing: unknown}
  death_date: {type: date, name: {zh: 死亡日期, en: death date}, missing: never}
  age: {type: age, name: {zh: 年龄, en: age}, of: birth_date, highest: 118}
  alive: {type: status, name: {zh: 在世, en: alive}, from: birth_date, until: death_date}
"""
SCHEME = """
scheme: old_age
name: {zh: 高龄津贴, en: Old-age allowance}
unit: person
legal_basis: {document: invented}
effective_from: 2020-01
eligible: alive and age >= 80
timing: {start: same_month, change: same_month, stop: next_month, assumed: invented}
amount: {pay: "50.00 per month"}
"""
REGISTER = """person_id,name,birth_date
P1,Canary Kanarienvogel,1940-01-01
P2,金丝雀,1943-11-20
P3,Young,1990-01-01
"""


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A folder with rules/ and register.csv, which is also where the command runs."""
    rules = tmp_path / "rules"
    rules.mkdir()
    for name, text in (("place", PLACE), ("facts", FACTS), ("old_age", SCHEME)):
        (rules / f"{name}.yaml").write_text(text, "utf-8")
    (tmp_path / "register.csv").write_text(REGISTER, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "SUBSIDY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(world, capfdbinary):
    """Run a command; its exit code, standard output and standard error."""

    def running(*arguments):
        code = run_command([str(argument) for argument in arguments])
        captured = capfdbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return running


@pytest.fixture
def calc(run):
    """Run ``calc`` on the register with more arguments."""

    def running(*arguments, register="register.csv", period="2023"):
        return run("calc", register, "--rules", "rules", "--period", period, *arguments)

    return running
