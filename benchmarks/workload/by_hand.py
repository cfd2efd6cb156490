"""The workload written by hand in Polars, twice: as most people would write it, and as fast as it can be made."""

from __future__ import annotations

import polars as pl

from benchmarks.workload.tables import Tables

CODES = (
    "trl-start",
    "trl-end",
    "no-production",
    "ris3",
    "agenda",
    "research-prevails",
    "membership",
    "not-in-difficulty",
    "in-region",
    "min-cost",
    "cooperation",
    "incentive-effect",
    "two-years-old",
    "duration",
)

_c = pl.col


def idiomatic(tables: Tables) -> Tables:
    """As most people would write it: a join, a group, a join back; a list of codes where each was tried."""
    participations = (
        tables["participations"]
        .lazy()
        .join(tables["applications"].lazy().select("application", "submitted"), on="application", how="left")
        .with_columns(
            size=_size(),
            cost_cents=_c("industrial_research_cost_cents") + _c("experimental_development_cost_cents"),
            old_enough=_c("founded").dt.offset_by("2y") <= _c("submitted"),
        )
        .with_columns(is_sme=_c("size") != "large")
    )
    together = participations.group_by("application").agg(
        _c("industrial_research_cost_cents").sum().alias("research"),
        _c("experimental_development_cost_cents").sum().alias("development"),
        _c("cost_cents").max().alias("largest"),
        pl.len().alias("partners"),
        _c("is_sme").sum().alias("smes"),
        _c("member").all().alias("all_members"),
        _c("member").any().alias("any_member"),
        _c("commits_to_join").all().alias("all_commit"),
        _c("in_difficulty").any().alias("any_in_difficulty"),
        _c("in_region").all().alias("all_in_region"),
        _c("old_enough").all().alias("all_old_enough"),
    )
    together = together.with_columns(cost_cents=_c("research") + _c("development")).with_columns(
        collaboration=(_c("partners") >= 2) & (_c("smes") >= 1) & (_c("largest") * 10 <= _c("cost_cents") * 7)
    )
    granted = (
        participations.join(together.select("application", "collaboration"), on="application", how="left")
        .with_columns(_bonus().alias("bonus"))
        .with_columns(
            research_rate=pl.min_horizontal(_c("bonus") + 50, pl.lit(80)),
            development_rate=pl.min_horizontal(_c("bonus") + 25, pl.lit(80)),
        )
        .with_columns(
            grant_cents=(
                _c("industrial_research_cost_cents") * _c("research_rate")
                + _c("experimental_development_cost_cents") * _c("development_rate")
                + 50
            )
            // 100
        )
    )
    applications = (
        tables["applications"]
        .lazy()
        .join(together, on="application", how="left")
        .join(granted.group_by("application").agg(_c("grant_cents").sum()), on="application", how="left")
        .with_columns(
            failed=pl.concat_list(
                pl.when(~holds).then(pl.lit(code)) for code, holds in zip(CODES, _requirements(), strict=True)
            ).list.drop_nulls()
        )
        .with_columns(eligible=_c("failed").list.len() == 0)
        .select(
            "application",
            "eligible",
            "failed",
            grant_cents=pl.when("eligible").then("grant_cents").otherwise(0),
        )
    )
    found = pl.collect_all([applications, granted.select("application", "participation", "size", "grant_cents")])
    return dict(zip(("applications", "participations"), found, strict=True))


def _size() -> pl.Expr:
    headcount, turnover, balance = _c("headcount"), _c("turnover_cents"), _c("balance_sheet_cents")
    medium = (headcount < 250) & ((turnover <= 50_000_000_00) | (balance <= 43_000_000_00))
    small = (headcount < 50) & ((turnover <= 10_000_000_00) | (balance <= 10_000_000_00))
    micro = (headcount < 10) & ((turnover <= 2_000_000_00) | (balance <= 2_000_000_00))
    return (
        pl.when(~medium)
        .then(pl.lit("large"))
        .when(~small)
        .then(pl.lit("medium"))
        .when(~micro)
        .then(pl.lit("small"))
        .otherwise(pl.lit("micro"))
    )


def _bonus() -> pl.Expr:
    by_size = pl.when(_c("size").is_in(["micro", "small"])).then(20).when(_c("size") == "medium").then(10).otherwise(0)
    return by_size.cast(pl.Int64) + pl.when("collaboration").then(15).otherwise(0)


def _requirements() -> list[pl.Expr]:
    return [
        _c("trl_start") == 4,
        _c("trl_end") >= 7,
        ~_c("includes_production"),
        _c("ris3_area") != "none",
        _c("agenda_theme"),
        _c("research") > _c("development"),
        pl.when(_c("line") == "A").then("all_members").otherwise(~_c("any_member") & _c("all_commit")),
        ~_c("any_in_difficulty"),
        _c("all_in_region"),
        _c("cost_cents") >= 300_000_00,
        _c("smes") >= 2,
        _c("start") > _c("submitted"),
        _c("all_old_enough"),
        (_c("months") >= 6) & (_c("months") <= 24),
    ]


def fast(tables: Tables) -> Tables:
    """As fast as it could be made: it counts on participations that stand in the order of their applications.

    Nothing is joined or grouped. What participations give together is a difference of running sums; what an application
    gives to its participations is gathered by position. The size is a number until it is told.
    """
    applications, participations = tables["applications"], tables["participations"]
    key = participations["application"]
    last = (key != key.shift(-1)).fill_null(True).arg_true()
    position = (key - applications["application"][0]).cast(pl.UInt32)
    research, development = _c("industrial_research_cost_cents"), _c("experimental_development_cost_cents")
    rows = participations.select(
        research.alias("research"),
        development.alias("development"),
        _size_number().alias("size"),
        _c("founded"),
        _c("member").alias("member"),
        (~_c("member")).alias("stranger"),
        (~_c("commits_to_join")).alias("uncommitted"),
        _c("in_difficulty"),
        (~_c("in_region")).alias("elsewhere"),
    )
    # the latest day of foundation: a year without the day itself has its last day of February instead
    submitted, back = _c("submitted"), _c("submitted").dt.offset_by("-2y")
    ends_month = (submitted.dt.month() == 2) & (submitted.dt.offset_by("1d").dt.month() == 3)
    limit = applications.select(pl.when(ends_month).then(back.dt.month_end()).otherwise(back)).to_series()
    rows = rows.with_columns((_c("founded") > limit.gather(position)).alias("young"), (_c("size") < 3).alias("sme"))
    counted = ("sme", "member", "stranger", "uncommitted", "in_difficulty", "elsewhere", "young")
    ends = rows.select(
        *(_c(name).cum_sum().gather(last) for name in ("research", "development")),
        *(_c(name).cast(pl.UInt32).cum_sum().gather(last).cast(pl.Int64) for name in counted),
    )
    together = ends.select(pl.all() - pl.all().shift(1, fill_value=0)).with_columns(
        cost_cents=_c("research") + _c("development"),
        partners=last.cast(pl.Int64) - last.cast(pl.Int64).shift(1, fill_value=-1),
    )
    limit_of_share = together.select(_c("cost_cents") * 7).to_series().gather(position)
    rows = rows.with_columns(dominates=(_c("research") + _c("development")) * 10 > limit_of_share)
    dominated = rows.select(_c("dominates").cast(pl.UInt32).cum_sum().gather(last).cast(pl.Int64)).to_series()
    together = together.with_columns(dominated=dominated - dominated.shift(1, fill_value=0))
    collaboration = together.select(
        ((_c("partners") >= 2) & (_c("sme") >= 1) & (_c("dominated") == 0)).cast(pl.Int64) * 15
    )
    bonus = pl.when(_c("size") < 2).then(20).when(_c("size") == 2).then(10).otherwise(0).cast(pl.Int64)
    rows = rows.with_columns(bonus=bonus + collaboration.to_series().gather(position))
    rows = rows.with_columns(
        grant_cents=(
            _c("research") * pl.min_horizontal(_c("bonus") + 50, pl.lit(80))
            + _c("development") * pl.min_horizontal(_c("bonus") + 25, pl.lit(80))
            + 50
        )
        // 100
    )
    granted = rows["grant_cents"].cum_sum().gather(last)
    found = applications.hstack(together).with_columns(granted=granted - granted.shift(1, fill_value=0))
    mask = sum(
        (pl.when(holds).then(0).otherwise(1 << at).cast(pl.Int32) for at, holds in enumerate(_counted_requirements())),
        pl.lit(0, dtype=pl.Int32),
    )
    found = found.select("application", "granted", mask.alias("mask"))
    masks = found["mask"].unique()
    lists = pl.DataFrame(
        {"mask": masks, "failed": [[code for at, code in enumerate(CODES) if one >> at & 1] for one in masks]},
        schema_overrides={"failed": pl.List(pl.String)},
    )
    found = found.join(lists, on="mask", how="left", maintain_order="left").select(
        "application",
        (_c("mask") == 0).alias("eligible"),
        "failed",
        grant_cents=pl.when(_c("mask") == 0).then("granted").otherwise(0),
    )
    sizes = pl.Series(["micro", "small", "medium", "large"], dtype=pl.Enum(["micro", "small", "medium", "large"]))
    told = participations.select("application", "participation").with_columns(
        sizes.gather(rows["size"]).alias("size"), rows["grant_cents"]
    )
    return {"applications": found, "participations": told}


def _size_number() -> pl.Expr:
    headcount, turnover, balance = _c("headcount"), _c("turnover_cents"), _c("balance_sheet_cents")
    above_medium = (headcount >= 250) | ((turnover > 50_000_000_00) & (balance > 43_000_000_00))
    above_small = (headcount >= 50) | ((turnover > 10_000_000_00) & (balance > 10_000_000_00))
    above_micro = (headcount >= 10) | ((turnover > 2_000_000_00) & (balance > 2_000_000_00))
    return above_medium.cast(pl.UInt8) + above_small.cast(pl.UInt8) + above_micro.cast(pl.UInt8)


def _counted_requirements() -> list[pl.Expr]:
    line_a = _c("line") == "A"
    return [
        _c("trl_start") == 4,
        _c("trl_end") >= 7,
        ~_c("includes_production"),
        _c("ris3_area") != "none",
        _c("agenda_theme"),
        _c("research") > _c("development"),
        (line_a & (_c("stranger") == 0)) | (~line_a & (_c("member") == 0) & (_c("uncommitted") == 0)),
        _c("in_difficulty") == 0,
        _c("elsewhere") == 0,
        _c("cost_cents") >= 300_000_00,
        _c("sme") >= 2,
        _c("start") > _c("submitted"),
        _c("young") == 0,
        (_c("months") >= 6) & (_c("months") <= 24),
    ]
