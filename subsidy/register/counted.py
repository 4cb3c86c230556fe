"""The count that every register must stand: nobody is lost between reading and calculating."""

from __future__ import annotations

from subsidy.errors import Place, Words
from subsidy.register.refusing import refuse
from subsidy.register.table import People

__all__ = ["demand_all_counted"]


def demand_all_counted(people: People, set_aside: int, place: Place) -> None:
    """Refuse people who with those set aside and apart are not as many as the records read.

    Raises:
        RegisterRefused: a record was lost, or counted twice.
    """
    if people.records_read == len(people) + set_aside + len(people.apart):
        return
    refuse(
        "control-count",
        place,
        Words(
            f"{people.records_read} rows were read, but {len(people)} can be calculated,"
            f" {set_aside} are set aside and {len(people.apart)} are no people",
            f"读入 {people.records_read} 行，但可计算 {len(people)} 行、搁置 {set_aside} 行、"
            f"非人员 {len(people.apart)} 行",
        ),
    )
