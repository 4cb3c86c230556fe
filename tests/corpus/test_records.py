"""The corpus of odd and bad text files: each comes out exactly as written."""

from __future__ import annotations

from collections import Counter

import pytest

from subsidy import how_many
from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.facts import person_facts
from subsidy.register.read_map import read_map_text
from subsidy.register.readers import read_register
from subsidy.register.roster_map import NO_MAP
from subsidy.rulebook.shelf import load_rulebook
from tests.corpus.records_bureau import FILES

PERIOD = read_period("2023")


@pytest.fixture(scope="module")
def shelf_book():
    return load_rulebook("cn/hunan/zhuzhou/shifeng")


def read(file, book, folder):
    path = folder / file.odd.name
    path.write_bytes(file.odd.build())
    mapping = read_map_text(file.roster_map, "map.yaml", book) if file.roster_map else NO_MAP
    mapping = mapping.with_form(separator=file.separator, encoding=file.odd.expected.encoding)
    return read_register(path, book, PERIOD, mapping=mapping)


def told(people, book, name):
    if name in people.carried.columns:
        return tuple(people.carried[name])
    facts = [person_facts(people, book, row)[name] for row in range(len(people))]
    return tuple(None if value is None else str(value) for value in facts)


def test_the_corpus_is_large_and_no_name_stands_twice():
    """At least ninety files, so that a lost one is noticed."""
    names = Counter(file.odd.name for file in FILES)

    assert 90 <= len(FILES)
    assert 1 == max(names.values())


@pytest.fixture(params=["few rows", "many rows"])
def as_if(request, monkeypatch):
    """Shortcuts for columns of many plain texts are tried on the few rows of the corpus, too."""
    if request.param == "many rows":
        monkeypatch.setattr(how_many, "_MANY", 0)


@pytest.mark.usefixtures("as_if")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.odd.name)
def test_a_file_comes_out_as_written(file, shelf_book, tmp_path):
    """People, rows set aside, rows that are no people, facts, warnings or the refusal: exactly."""
    expected = file.odd.expected
    if expected.refused:
        with pytest.raises(RegisterRefused) as refusal:
            read(file, shelf_book, tmp_path)
        assert expected.refused == tuple(sorted(one.code for one in refusal.value.problems))
        return
    people = read(file, shelf_book, tmp_path)
    aside = tuple(sorted((entry.line or entry.row, entry.code) for entry in people.set_aside))

    assert expected.set_aside == aside
    assert expected.ids == tuple(people.ids)
    assert expected.non_data == Counter(row.kind.value for row in people.apart)
    assert expected.facts == {name: told(people, shelf_book, name) for name in expected.facts}
    assert len(expected.warnings) == len(people.warnings)
    assert [] == [
        w for w in expected.warnings if not any(w in words.en for words in people.warnings)
    ]
