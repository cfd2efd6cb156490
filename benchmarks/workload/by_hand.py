"""The workload written by hand in Polars, as fast as it could be made. It checks nothing.

It counts on participations that stand in the order of their applications, on keys of applications without gaps, and on
fewer than 16 participations of one application. Nothing is joined or grouped. What participations give together is a
difference of running sums, read at the last row of each application; all flags are counted in one number, in four bits
each. What an application gives to its participations is gathered by position. Every pass runs on the streaming engine,
and what is gathered from is one piece of memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.workload.tables import CODES, SIZES, Tables

FIELD = 15
"""The largest count that four bits hold."""

LARGE, STRANGER, UNCOMMITTED, IN_DIFFICULTY, ELSEWHERE, YOUNG, ALL = range(7)
"""The places of counts in the number of flags."""

READ = {
    "applications": (
        "application",
        "submitted",
        "start",
        "months",
        "trl_start",
        "trl_end",
        "includes_production",
        "ris3_area",
        "agenda_theme",
        "line",
    ),
    "participations": (
        "application",
        "participation",
        "founded",
        "headcount",
        "turnover_cents",
        "balance_sheet_cents",
        "in_difficulty",
        "in_region",
        "member",
        "commits_to_join",
        "industrial_research_cost_cents",
        "experimental_development_cost_cents",
    ),
}
"""The columns that are needed of each table."""

_c = pl.col
_research, _development = _c("research"), _c("development")
_SUMMED = ("research", "development", "flags")


def fast(tables: Tables) -> Tables:
    """What the workload asks for."""
    applications, participations = tables["applications"], tables["participations"]
    key = (_c("application") - applications["application"][0]).cast(pl.UInt32, wrap_numerical=True)
    at = _run(participations.lazy().select(key)).to_series()
    rows = _rows(participations, _latest_days(applications["submitted"]).gather(at))
    together = _at_last(rows.lazy().select("is_last", _c(_SUMMED).cum_sum()))
    together = together.with_columns(partners=_count(ALL))
    bonus = _collaboration_bonus(rows, together, at)
    granting = rows.lazy().with_columns(together=bonus.gather(at)).select(_grant())
    grants = granting.collect(engine="streaming").to_series()
    granted = _at_last(rows.lazy().select("is_last", granted=grants).with_columns(_c("granted").cum_sum()))
    sizes = pl.Series(SIZES, dtype=pl.Enum(SIZES)).gather(rows["size"]).alias("size")
    return {
        "applications": _told(applications, [*together.get_columns(), granted.to_series()]),
        "participations": participations.select("application", "participation").hstack([sizes, grants]),
    }


def from_parquet(files: Mapping[str, Path]) -> Tables:
    """What the workload asks for, from files: only the columns that are needed are read."""
    return fast({name: pl.read_parquet(file, columns=list(READ[name])) for name, file in files.items()})


def _run(lazy: pl.LazyFrame) -> pl.DataFrame:
    return lazy.collect(engine="streaming").rechunk()


def _at_last(running: pl.LazyFrame) -> pl.DataFrame:
    """The sums of each application, from running sums."""
    sums = pl.all().exclude("is_last")
    return _run(running.filter("is_last").select(sums - sums.shift(1, fill_value=0)))


def _latest_days(submitted: pl.Series) -> pl.Series:
    """The latest day of foundation for each day of submission: found once for each day between the first and the last.

    A year without the day itself has its last day of February instead.
    """
    first, last = submitted.min(), submitted.max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    day, back = _c("day"), _c("day").dt.offset_by("-2y")
    ends_month = (day.dt.month() == 2) & (day.dt.offset_by("1d").dt.month() == 3)
    days = pl.date_range(first, last, eager=True).alias("day").to_frame()
    latest = days.select(pl.when(ends_month).then(back.dt.month_end()).otherwise(back)).to_series()
    return latest.gather((submitted.to_physical() - (first - date(1970, 1, 1)).days).cast(pl.UInt32))


def _rows(participations: pl.DataFrame, latest_day: pl.Series) -> pl.DataFrame:
    flags = (
        (LARGE, _c("size") == 3),
        (STRANGER, ~_c("member")),
        (UNCOMMITTED, ~_c("commits_to_join")),
        (IN_DIFFICULTY, _c("in_difficulty")),
        (ELSEWHERE, ~_c("in_region")),
        (YOUNG, _c("founded") > _c("latest_day")),
    )
    counted = sum((pl.when(flag).then(1 << 4 * place).otherwise(0) for place, flag in flags), pl.lit(1 << 4 * ALL))
    return (
        participations.lazy()
        .with_columns(_size_number().alias("size"), latest_day.alias("latest_day"))
        .select(
            "size",
            _c("industrial_research_cost_cents").alias("research"),
            _c("experimental_development_cost_cents").alias("development"),
            counted.cast(pl.Int32).alias("flags"),
            _c("application").ne_missing(_c("application").shift(-1)).alias("is_last"),
        )
        .collect(engine="streaming")
    )


def _size_number() -> pl.Expr:
    headcount, turnover, balance = _c("headcount"), _c("turnover_cents"), _c("balance_sheet_cents")
    above_medium = (headcount >= 250) | ((turnover > 50_000_000_00) & (balance > 43_000_000_00))
    above_small = (headcount >= 50) | ((turnover > 10_000_000_00) & (balance > 10_000_000_00))
    above_micro = (headcount >= 10) | ((turnover > 2_000_000_00) & (balance > 2_000_000_00))
    return above_medium.cast(pl.UInt8) + above_small.cast(pl.UInt8) + above_micro.cast(pl.UInt8)


def _count(place: int) -> pl.Expr:
    return _c("flags") // (1 << 4 * place) % (FIELD + 1)


def _none(place: int) -> pl.Expr:
    return _c("flags") & (FIELD << 4 * place) == 0


def _collaboration_bonus(rows: pl.DataFrame, together: pl.DataFrame, at: pl.Series) -> pl.Series:
    limit = _run(together.lazy().select((_research + _development) * 7)).to_series().gather(at)
    dominates = pl.when((_research + _development) * 10 > _c("limit")).then(1).otherwise(0)
    dominating = _at_last(rows.lazy().with_columns(limit=limit).select("is_last", dominating=dominates.cum_sum()))
    collaborate = (_c("partners") >= 2) & (_count(LARGE) < _c("partners")) & (_c("dominating") == 0)
    lazy = together.lazy().with_columns(dominating.to_series())
    return _run(lazy.select(pl.when(collaborate).then(15).otherwise(0))).to_series()


def _grant() -> pl.Expr:
    bonus = pl.when(_c("size") < 2).then(20).when(_c("size") == 2).then(10).otherwise(0) + _c("together")
    research = _research * pl.when(bonus < 30).then(bonus + 50).otherwise(80)  # faster than the lesser of two
    development = _development * pl.when(bonus < 55).then(bonus + 25).otherwise(80)
    return ((research + development + 50) // 100).alias("grant_cents")


def _requirements() -> list[pl.Expr]:
    line_a = _c("line") == "A"
    no_members = _count(STRANGER) == _c("partners")
    return [
        _c("trl_start") == 4,
        _c("trl_end") >= 7,
        ~_c("includes_production"),
        _c("ris3_area") != "none",
        _c("agenda_theme"),
        _research > _development,
        (line_a & _none(STRANGER)) | (~line_a & no_members & _none(UNCOMMITTED)),
        _none(IN_DIFFICULTY),
        _none(ELSEWHERE),
        _research + _development >= 300_000_00,
        _c("partners") - _count(LARGE) >= 2,
        _c("start") > _c("submitted"),
        _none(YOUNG),
        (_c("months") >= 6) & (_c("months") <= 24),
    ]


def _told(applications: pl.DataFrame, together: list[pl.Series]) -> pl.DataFrame:
    bits = (pl.when(holds).then(0).otherwise(1 << at) for at, holds in enumerate(_requirements()))
    mask = sum(bits, pl.lit(0, dtype=pl.Int32)).alias("mask")
    lazy = applications.lazy().with_columns(together).select("application", mask, "granted")
    granted = pl.when(_c("mask") == 0).then("granted").otherwise(0).alias("grant_cents")
    found = lazy.with_columns((_c("mask") == 0).alias("eligible"), granted).collect(engine="streaming")
    failed = _lists(found["mask"].rechunk()).alias("failed")
    return found.select("application", "eligible", failed, "grant_cents")


def _lists(masks: pl.Series) -> pl.Series:
    """The list of codes of each mask: made once for each that occurs, of which there are few."""
    masks = masks.cast(pl.UInt32, wrap_numerical=True)
    occurring = pl.Series([False]).new_from_index(0, 1 << len(CODES)).scatter(masks, True).arg_true()
    texts = [";".join(code for at, code in enumerate(CODES) if mask >> at & 1) or None for mask in occurring]
    empty: pl.Series = pl.Series([[]], dtype=pl.List(pl.String))
    lists = pl.Series(texts, dtype=pl.String).str.split(";").fill_null(empty)
    places = pl.Series([0], dtype=pl.UInt32).new_from_index(0, 1 << len(CODES))
    places = places.scatter(occurring, pl.int_range(len(occurring), dtype=pl.UInt32, eager=True))
    return lists.gather(places.gather(masks))
