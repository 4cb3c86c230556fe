"""Odd tables of databases: how each is made, and exactly what must come of it. All invented.

The rulebook is that of the shelf, the period 2023. A database has no order: rows come sorted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

__all__ = ["BOTH", "POSTGRES", "SQLITE", "OddTable"]

MAN, WOMAN, THIRD = "430204194305200017", "430204194402290026", "430204193308150014"
X, SHORT = "43020419430520005X", "430204430520001"
CERTIFICATE = f"{MAN}42"


@frozen
class OddTable:
    """A table ``t`` (or what ``table`` names), made by statements.

    ``aside`` are the codes of rows set aside, sorted; ``facts`` texts of those who can be
    calculated, in their order.
    """

    name: str
    statements: Sequence[str]
    ids: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    refused: str = ""
    apart: int = 0
    facts: Mapping[str, tuple[str | None, ...]] = field(factory=dict)
    table: str = "t"


def odd(
    name: str, columns: str, values: str = "", ids: str = "", aside: str = "", *, refused: str = "",
    apart: int = 0, facts: Mapping[str, tuple[str | None, ...]] | None = None,
    before: Sequence[str] = (), after: Sequence[str] = (), table: str = "t",
) -> OddTable:  # fmt: skip
    made = [f"CREATE TABLE t ({columns})"] if columns else []
    filled = [f"INSERT INTO t VALUES {values}"] if values else []
    return OddTable(
        name, (*before, *made, *filled, *after), tuple(ids.split()), tuple(sorted(aside.split())),
        refused, apart, facts or {}, table,
    )  # fmt: skip


P = "person_id text, name text, id_number text"
A, B, C = f"('a', '甲', '{MAN}')", f"('b', '乙', '{WOMAN}')", f"('c', '丙', '{THIRD}')"


def one(column: str, value: str, kind: str = "text") -> tuple[str, str]:
    return f'{P}, "{column}" {kind}', f"('a', '甲', '{MAN}', {value})"


BOTH = (
    odd("plain", P, f"{B}, {A}", "a b"),
    odd("empty", P),
    odd("chinese-headings", '"人员编号" text, "姓名" text, "身份证号码" text', f"{A}, {B}", "a b"),
    odd("spaces-in-headings", '" 人员 编号 " text, "姓 名" text, "身份证号" text', A, "a"),
    odd("quotes-in-a-heading", P + ', "备""注" text', "('a', '甲', '" + MAN + "', 'x')", "a"),
    odd(
        "the-same-heading-but-for-spaces",
        P + ', " name" text',
        "('a', '甲', '" + MAN + "', 'x')",
        refused="duplicate-heading",
    ),
    odd(
        "whole-numbers-for-identity",
        "person_id text, name text, id_number bigint",
        f"('a', '甲', {MAN})",
        "a",
    ),
    odd("fifteen-digits", P, f"('a', '甲', '{SHORT}')", "a", facts={"birth_date": ("1943-05-20",)}),
    odd(
        "the-same-person-in-15-and-18",
        P,
        f"{A}, ('b', '乙', '{SHORT}')",
        "",
        "duplicate-id duplicate-id",
    ),
    odd(
        "the-same-key-twice",
        P,
        f"{A}, ('a', '乙', '{WOMAN}')",
        "",
        "duplicate-person duplicate-person",
    ),
    odd("a-key-with-spaces", P, f"(' a  ', '甲', '{MAN}')", "a"),
    odd(
        "no-key",
        P,
        f"{A}, (NULL, '乙', '{WOMAN}'), ('', '丙', '{THIRD}')",
        "a",
        "key-missing key-missing",
    ),
    odd("lower-case-x", P, f"('a', '甲', '{X.lower()}')", "a"),
    odd("a-wrong-check-digit", P, f"('a', '甲', '{MAN[:-1]}5')", "", "bad-id-check-digit"),
    odd("seventeen-digits", P, f"('a', '甲', '{MAN[:-1]}')", "", "bad-id-shape"),
    odd("no-certificate", *one("残疾人证号", "NULL"), "a"),
    odd(
        "a-certificate",
        *one("残疾人证号", f"'{CERTIFICATE}'"),
        "a",
        facts={"disability_grade": ("2",)},
    ),
    odd(
        "a-certificate-that-contradicts",
        P + ", disability_certificate text, disability_grade integer",
        f"('a', '甲', '{MAN}', '{CERTIFICATE}', 3)",
        "",
        "certificate-grade-mismatch",
    ),
    odd("an-empty-text-for-a-day", *one("death_date", "''"), "a", facts={"death_date": (None,)}),
    odd(
        "a-day-as-text",
        *one("death_date", "'2023年5月20日'"),
        "a",
        facts={"death_date": ("2023-05-20",)},
    ),
    odd("a-day-with-a-moment", *one("death_date", "'2023-05-20 13:45:00'"), "", "impossible-date"),
    odd(
        "a-day-with-midnight",
        *one("death_date", "'2023-05-20 00:00:00'"),
        "a",
        facts={"death_date": ("2023-05-20",)},
    ),
    odd(
        "a-day-as-a-whole-number",
        *one("death_date", "20230520", "integer"),
        "a",
        facts={"death_date": ("2023-05-20",)},
    ),
    odd("seconds-since-1970", *one("death_date", "1684540800", "bigint"), "", "impossible-date"),
    odd("a-serial-of-a-spreadsheet", *one("death_date", "45066", "integer"), "", "date-as-number"),
    odd("no-day-as-noughts", *one("death_date", "'0000-00-00'"), "", "impossible-date"),
    odd("the-end-of-time", *one("death_date", "'9999-12-31'"), "", "impossible-date"),
    odd(
        "whole-yuan",
        *one("subsistence_share", "300", "integer"),
        "a",
        facts={"subsistence_share": ("30000",)},
    ),
    odd(
        "yuan-as-text",
        *one("subsistence_share", "'1,086.00元'"),
        "a",
        facts={"subsistence_share": ("108600",)},
    ),
    odd("yuan-as-a-float", *one("subsistence_share", "600.1", "real"), refused="column-type"),
    odd("yuan-below-nothing", *one("subsistence_share", "-1", "integer"), "", "out-of-range"),
    odd("a-code-for-the-sex", *one("sex", "1", "integer"), "", "unknown-word"),
    odd(
        "a-grade-as-a-number",
        *one("disability_grade", "2", "integer"),
        "a",
        facts={"disability_grade": ("2",)},
    ),
    odd("a-line-end-in-a-name", P, f"('a', '甲\n乙', '{MAN}')", "a"),
    odd("a-total", P, f"{A}, ('合计', NULL, NULL)", "a", apart=1),
    odd("an-empty-row", P, f"{A}, (NULL, NULL, NULL)", "a", apart=1),
    odd("a-view", P, A, "a", after=("CREATE VIEW v AS SELECT * FROM t",), table="v"),
    odd("words-without-days", *one("救助类别", "'低保'"), refused="words-without-days"),
    odd("words-that-need-none", *one("救助类别", "'低保边缘'"), "a"),
    odd("an-unknown-word", *one("人员状态", "'不详'"), "", "unknown-word"),
    odd("stopped", *one("人员状态", "'停发'"), "", "standing-stopped"),
    odd("no-such-column", "a text, b text", "('1', '2')", refused="missing-column"),
    odd("no-such-table", P, A, refused="no-such-table", table="u"),
)

SQLITE = (
    odd("an-identity-of-any-type", "person_id, name, id_number", f"('a', '甲', {MAN}), ('b', '乙', '{X}')", "a b"),
    odd("an-identity-in-a-numeric-column", "person_id, name, id_number NUMERIC", f"('a', '甲', '{MAN}'), ('b', '乙', '{X}')", "a b"),
    odd("an-identity-in-a-real-column", "person_id, name, id_number REAL", f"('a', '甲', '{MAN}')", refused="column-type"),
    odd("an-identity-as-a-float", "person_id, name, id_number", f"('a', '甲', {MAN}.0)", refused="column-type"),
    odd("an-identity-beyond-64-bits", "person_id, name, 残疾人证号", f"('a', '甲', {CERTIFICATE})", refused="column-type"),
    odd("a-julian-day", *one("death_date", "2460084.5", ""), refused="column-type"),
    odd("money-in-a-decimal-column", *one("subsistence_share", "'600.10'", "DECIMAL(10,2)"), refused="column-type"),
    odd("whole-money-in-a-decimal-column", *one("subsistence_share", "'600.00'", "DECIMAL(10,2)"), "a", facts={"subsistence_share": ("60000",)}),
    odd("bytes-for-a-name", "person_id, name, id_number", f"('a', x'e794b2', '{MAN}')", refused="column-type"),
    odd("bytes-that-nobody-reads", *one("照片", "x'00ff'", "BLOB"), "a"),
    odd("a-generated-column", f"{P}, death_date TEXT AS ('2023-05-20') VIRTUAL", after=(f"INSERT INTO t (person_id, name, id_number) VALUES {A}",), ids="a", facts={"death_date": ("2023-05-20",)}),
    odd("without-row-numbers", "", before=(f"CREATE TABLE t ({P}, PRIMARY KEY (person_id)) WITHOUT ROWID", f"INSERT INTO t VALUES {A}"), ids="a"),
    odd("strict", "", before=(f"CREATE TABLE t ({P}) STRICT", f"INSERT INTO t VALUES {A}"), ids="a"),
    odd("a-name-in-other-letters", P, A, refused="no-such-table", table="T"),
    odd("a-nul-in-a-key", P, f"('a' || char(0) || 'b', '甲', '{MAN}')", "", "invisible-character"),
    odd("no-utf-8", P, f"(CAST(x'ff41' AS TEXT), '甲', '{MAN}')", refused="damaged-file"),
    odd("true-and-false", *one("sex", "TRUE", "BOOLEAN"), "", "unknown-word"),
    odd("a-day-of-each-type", "person_id, name, id_number, death_date", f"('a', '甲', '{MAN}', 20230520), ('b', '乙', '{WOMAN}', '2023-05-21'), ('c', '丙', '{THIRD}', NULL)", "a b c", facts={"death_date": ("2023-05-20", "2023-05-21", None)}),
    odd("a-recursive-view-that-ends", "", before=("CREATE VIEW t AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT 'p' || n AS person_id, '1940-01-01' AS birth_date FROM r",), ids="p1 p2 p3"),
    odd("a-view-of-a-table-that-is-gone", P, A, after=("CREATE VIEW v AS SELECT * FROM t", "DROP TABLE t"), refused="damaged-file", table="v"),
    odd("a-quoted-name", "", before=(f'CREATE TABLE "名 册;""x" ({P})', f'INSERT INTO "名 册;""x" VALUES {A}'), ids="a", table='名 册;"x'),
    odd("many-columns", P + "".join(f", c{n} text" for n in range(1500)), refused="too-many-columns"),
)  # fmt: skip

POSTGRES = (
    odd("an-identity-as-numeric", "person_id text, name text, id_number numeric", f"('a', '甲', {MAN})", "a"),
    odd("an-identity-as-numeric-with-noughts", "person_id text, name text, id_number numeric(22,2)", f"('a', '甲', {MAN})", "a"),
    odd("an-identity-of-fixed-length", "person_id char(10), name text, id_number char(20)", A, "a"),
    odd("an-identity-as-a-float", "person_id text, name text, id_number double precision", f"('a', '甲', {MAN})", refused="column-type"),
    odd("an-identity-as-real", "person_id text, name text, id_number real", f"('a', '甲', {MAN})", refused="column-type"),
    odd("a-key-as-uuid", "person_id uuid, name text, id_number text", f"('8d2e2b3c-0000-4000-8000-000000000001', '甲', '{MAN}')", "8d2e2b3c-0000-4000-8000-000000000001"),
    odd("money-as-money", *one("subsistence_share", "'600.10'", "money"), refused="column-type"),
    odd("money-as-numeric", *one("subsistence_share", "600.1000", "numeric"), "a", facts={"subsistence_share": ("60010",)}),
    odd("money-finer-than-a-fen", *one("subsistence_share", "600.105", "numeric"), "", "finer-than-fen"),
    odd("a-day", *one("death_date", "'2023-05-20'", "date"), "a", facts={"death_date": ("2023-05-20",)}),
    odd("a-day-before-christ", *one("death_date", "'0044-03-15 BC'", "date"), "", "impossible-date"),
    odd("a-day-far-away", *one("death_date", "'12023-01-01'", "date"), "", "impossible-date"),
    odd("a-moment-at-midnight", *one("death_date", "'2023-05-20'", "timestamp"), "a", facts={"death_date": ("2023-05-20",)}),
    odd("a-moment-in-the-afternoon", *one("death_date", "'2023-05-20 13:45'", "timestamp"), "", "impossible-date"),
    odd("a-moment-that-never-ends", *one("death_date", "'infinity'", "timestamp"), "", "impossible-date"),
    odd("a-moment-in-a-zone", *one("death_date", "'2023-05-20 00:00+08'", "timestamptz"), refused="column-type"),
    odd("a-time-of-day", *one("death_date", "'13:45'", "time"), refused="column-type"),
    odd("a-span-of-time", *one("death_date", "'1 year'", "interval"), refused="column-type"),
    odd("true-and-false", *one("sex", "true", "boolean"), "", "unknown-word"),
    odd("truth-for-a-day", *one("death_date", "true", "boolean"), refused="column-type"),
    odd("an-enumeration", *one("sex", "'男'", "odd_sex"), "a", before=("CREATE TYPE odd_sex AS ENUM ('男', '女')",), facts={"sex": ("male",)}),
    odd("a-domain", "person_id odd_key, name text, id_number text", A, "a", before=("CREATE DOMAIN odd_key AS text CHECK (value <> '')",)),
    odd("a-domain-of-days", *one("death_date", "'2023-05-20'", "odd_day"), "a", before=("CREATE DOMAIN odd_day AS date",), facts={"death_date": ("2023-05-20",)}),
    odd("a-list-for-a-name", "person_id text, name text[], id_number text", f"('a', ARRAY['甲'], '{MAN}')", refused="column-type"),
    odd("lists-that-nobody-reads", *one("标签", "ARRAY['甲']", "text[]"), "a"),
    odd("json-that-nobody-reads", *one("附件", "'{}'", "jsonb"), "a"),
    odd("bytes-for-a-name", "person_id text, name bytea, id_number text", f"('a', 'x', '{MAN}')", refused="column-type"),
    odd("a-column-that-was-dropped", P + ", gone text", "('a', '甲', '" + MAN + "', 'x')", "a", after=("ALTER TABLE t DROP COLUMN gone",)),
    odd("a-generated-column", P + ", death_date date GENERATED ALWAYS AS ('2023-05-20'::date) STORED", after=(f"INSERT INTO t (person_id, name, id_number) VALUES {A}",), ids="a", facts={"death_date": ("2023-05-20",)}),
    odd("a-materialized-view", P, A, "a", after=("CREATE MATERIALIZED VIEW v AS SELECT * FROM t",), table="v"),
    odd("partitions", "", before=(f"CREATE TABLE t ({P}) PARTITION BY LIST (person_id)", "CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a')", "CREATE TABLE t_rest PARTITION OF t DEFAULT", f"INSERT INTO t VALUES {B}, {A}"), ids="a b"),
    odd("rows-of-heirs", P, A, "a b", after=("CREATE TABLE t_more () INHERITS (t)", f"INSERT INTO t_more VALUES {B}")),
    odd("letters-of-both-sizes", '"Person_ID" text, "NAME" text, "id_number" text', A, "a"),
    odd("names-of-both-sizes", P + ', "Name" text', "('a', '甲', '" + MAN + "', 'x')", refused="duplicate-heading"),
    odd("another-schema", "", before=("CREATE SCHEMA odd_other", f"CREATE TABLE odd_other.t ({P})", f"INSERT INTO odd_other.t VALUES {A}"), ids="a", table="odd_other.t"),
    odd("a-schema-that-is-not-there", P, A, refused="no-such-table", table="odd_none.t"),
    odd("a-sequence", "", before=("CREATE SEQUENCE s",), refused="missing-column", table="s"),
)  # fmt: skip
