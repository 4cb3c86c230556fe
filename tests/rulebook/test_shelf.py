"""Loading a rulebook from a folder, a file or the shelf."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from subsidy.dates import LeapDay, read_month
from subsidy.errors import RulesRefused
from subsidy.rulebook.model import Missing, When
from subsidy.rulebook.shelf import SHELF, check_rulebook, load_rulebook, places


def test_a_sound_place_loads(place: Path) -> None:
    """Facts, parameters and schemes arrive typed."""
    book = load_rulebook(place)
    scheme = book.scheme("old_age")

    assert book.name == "base"
    assert book.labels.zh == "基准区"
    assert LeapDay.MARCH_1 is book.leap_day
    assert Missing.NEVER is book.facts["death_date"].missing
    assert book.ages["age"].of == "birth_date"
    assert book.statuses["certified"].spells == 3
    assert read_month("2022-01") == book.parameters["standard"].versions[0].from_month
    assert [row.name for row in scheme.amount.rows] == ["80-89", "90+"]
    assert [row.versions[0].per_months for row in scheme.amount.rows] == [12, 1]
    assert When.NEXT_MONTH is scheme.timing.stop
    assert book.key == "person_id"


def test_a_folder_without_place_file_inherits_the_folder_above(place: Path) -> None:
    """A leaf place needs no place.yaml."""
    book = load_rulebook(place / "here")

    assert [scheme.name for scheme in book.schemes] == ["old_age"]
    assert book.name == "base/here"


def test_the_hash_does_not_depend_on_where_the_folder_lies(place: Path, tmp_path: Path) -> None:
    """A copied place has the hash of the original."""
    copy = tmp_path / "elsewhere" / "base"
    shutil.copytree(place, copy)

    assert load_rulebook(place).sha256 == load_rulebook(copy).sha256


def test_the_hash_depends_on_every_byte(place: Path) -> None:
    """One changed digit changes the hash."""
    before = load_rulebook(place).sha256
    file = place / "parameters.yaml"
    file.write_text(file.read_text().replace("650.00", "651.00"))

    assert before != load_rulebook(place).sha256


def test_a_nearer_scheme_replaces_the_inherited_one_whole(place: Path) -> None:
    """Same name, nearer place: nothing of the farther scheme is left."""
    text = (place / "old_age.yaml").read_text().replace("80-89", "eighties")
    (place / "here" / "x.yaml").write_text(text)

    assert load_rulebook(place / "here").scheme("old_age").amount.rows[0].name == "eighties"


def test_override_replaces_only_the_keys_that_it_gives(place: Path) -> None:
    """The amount changes, the eligibility stays."""
    text = 'override: old_age\namount: {pay: "70.00 per month"}\n'
    (place / "here" / "x.yaml").write_text(text)
    book = load_rulebook(place / "here")

    assert [row.name for row in book.scheme("old_age").amount.rows] == [""]
    assert load_rulebook(place).scheme("old_age").eligible == book.scheme("old_age").eligible


def test_withdrawn_schemes_are_gone(place: Path) -> None:
    """``withdraws`` drops an inherited scheme."""
    text = "place: here\nname: {zh: 此地, en: Here}\nwithdraws: [old_age]\n"
    (place / "here" / "place.yaml").write_text(text)

    assert load_rulebook(place / "here").schemes == ()


def test_a_withdrawn_scheme_excludes_and_nets_nothing(place: Path) -> None:
    """What is left names it no more; what is paid only with it is a problem."""
    text = (place / "old_age.yaml").read_text()
    flat = text.split("amount:")[0]
    net = 'amount: {top_up_to: "9.00 per month", net_of: [old_age]}\nunless_paid: [old_age]\n'
    (place / "a.yaml").write_text(flat.replace("old_age", "a") + net)
    (place / "o.yaml").write_text("overlaps: [{name: o, rule: add, schemes: [old_age, a]}]\n")
    place_file = "place: here\nname: {zh: 此地, en: Here}\nwithdraws: [old_age]\n"
    (place / "here" / "place.yaml").write_text(place_file)
    book = load_rulebook(place / "here")
    (place / "b.yaml").write_text(text.replace("old_age", "b") + "only_if_paid: [old_age]\n")

    assert (book.scheme("a").unless_paid, book.scheme("a").amount.net_of) == ((), ())
    assert book.overlaps == ()
    assert [problem.code for problem in check_rulebook(place / "here")] == ["unknown-scheme"]


def test_a_relative_path_can_be_inherited(place: Path, tmp_path: Path) -> None:
    """``inherits`` may name a folder beside this one."""
    leaf = tmp_path / "leaf"
    leaf.mkdir()
    (leaf / "place.yaml").write_text("place: leaf\nname: {zh: 叶, en: Leaf}\ninherits: ../base\n")

    assert [scheme.name for scheme in load_rulebook(leaf).schemes] == ["old_age"]


def test_one_scheme_file_is_read_with_what_it_names(place: Path) -> None:
    """Of the schemes beside it, a file asked for alone brings those that it names."""
    text = (place / "old_age.yaml").read_text()
    here = place / "here"
    for name, more in (("a", "unless_paid: [b]\n"), ("b", ""), ("c", "")):
        (here / f"{name}.yaml").write_text(text.replace("old_age", name) + more)

    assert [s.name for s in load_rulebook(here / "a.yaml").schemes] == ["old_age", "b", "a"]


def test_dependencies_come_first_and_competitors_together(place: Path) -> None:
    """The order of schemes is the order of calculation."""
    text = (place / "old_age.yaml").read_text()
    here = place / "here"
    for name, more in (("a", "unless_paid: [d]\n"), ("b", ""), ("c", ""), ("d", "")):
        (here / f"{name}.yaml").write_text(text.replace("old_age", name) + more)
    (here / "overlaps.yaml").write_text(
        "overlaps:\n  - {name: o, rule: highest_of, schemes: [d, b]}\n"
        "  - {name: e, rule: exclusive, schemes: [a, c]}\n"
    )
    book = load_rulebook(here)

    assert [scheme.name for scheme in book.schemes] == ["old_age", "d", "b", "a", "c"]
    assert book.scheme("c").unless_paid == ("a",)


def test_a_folder_without_facts_is_refused(tmp_path: Path) -> None:
    """Neither a place file nor facts: the cure names both ways."""
    (tmp_path / "old_age.yaml").write_text("scheme: x\n")
    codes = [problem.code for problem in check_rulebook(tmp_path)]

    assert "no-facts" in codes


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    """A misspelt place."""
    with pytest.raises(RulesRefused, match=r"did you mean example\?"):
        load_rulebook("exmple")


def test_a_link_among_the_files_is_refused(place: Path, tmp_path: Path) -> None:
    """A rule file is a regular file of its folder."""
    outside = tmp_path / "outside.yaml"
    outside.write_text((place / "old_age.yaml").read_text())
    (place / "here" / "x.yaml").symlink_to(outside)

    assert [problem.code for problem in check_rulebook(place / "here")] == ["not-a-regular-file"]


def test_places_inheriting_one_another_are_refused(tmp_path: Path, place: Path) -> None:
    """The cycle is named."""
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / one).mkdir()
        text = f"place: {one}\nname: {{zh: 甲, en: A}}\ninherits: ../{other}\n"
        (tmp_path / one / "place.yaml").write_text(text)
    problem = next(p for p in check_rulebook(tmp_path / "a") if p.code == "cycle")

    assert problem.message.en == "places inherit from one another: a → b → a"


@pytest.mark.parametrize("name", places())
def test_every_place_on_the_shelf_is_sound(name: str) -> None:
    """The books that come with the engine have no problem."""
    assert check_rulebook(name) == ()


def test_the_shelf_has_the_books_that_come_with_the_engine() -> None:
    """Names are relative to the shelf."""
    assert {"cn/hunan/zhuzhou/shifeng", "example"} <= set(places())
    assert SHELF.is_dir()


def test_a_file_without_a_scheme_is_not_asked_for_alone(place: Path) -> None:
    """The folder would be meant."""
    codes = [problem.code for problem in check_rulebook(place / "facts.yaml")]

    assert ["no-scheme"] == codes


def test_more_than_two_thousand_files_are_no_place(place: Path) -> None:
    """Somebody named a folder of something else."""
    for number in range(2_001):
        (place / "here" / f"r{number}.yaml").touch()

    assert "too-many-files" in [problem.code for problem in check_rulebook(place / "here")]


def test_a_folder_that_cannot_be_opened_is_told(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not as if it were empty."""

    def refuse(_self: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refuse)

    assert "file-unreadable" in [problem.code for problem in check_rulebook(place / "here")]
