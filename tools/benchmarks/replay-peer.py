"""Runs the reference job in DuckDB in three formulations, compares its rows with those of Rapport,
and prints the figures of both sides."""

import argparse
import json
import os
import statistics
import sys
import time

import duckdb

# What each formulation begins with: the net amount of every order event, its instants, and the
# first instant at which each account has an order before it.
EVENTS = """
events as (select account, type, t, date_trunc('month', t) + interval 1 month as month,
    case type when 'order.placed' then amount else -amount end as net,
    cast(type = 'order.placed' as int) as placed from '{parquet}'),
bounds as (select min(month) filter (placed = 1) as first, max(month) as last from events),
instants as (select unnest(generate_series(first, last, interval 1 month)) as as_of from bounds),
accounts as (select account, min(month) filter (placed = 1) as first from events group by account
    having count(*) filter (placed = 1) > 0),
cells as (select account, as_of from accounts join instants on as_of >= first)"""

MONTHS = """
months as (select account, month, sum(net)::bigint as net, sum(placed)::bigint as orders,
    max(t) filter (placed = 1) as last from events group by all)"""

# Facts by a window over the months of each account.
BY_WINDOW = f"""{EVENTS}, {MONTHS},
all_months as (select account, as_of as month, true as is_cell, net, orders, last
    from cells left join months using (account) where months.month = as_of or months.month is null
    union all select account, as_of, true, 0, 0, null from cells
    where not exists (select 1 from months where months.account = cells.account
        and months.month = cells.as_of)
    union all select account, month, false, net, orders, last from months
    join accounts using (account) where month < first),
distinct_months as (select distinct on (account, month) * from
    (select * from all_months where net is not null) order by account, month, is_cell desc),
windowed as (select account, month as as_of, is_cell,
    sum(net) over year as revenue_12m, sum(orders) over year as orders_12m,
    max(last) over (partition by account order by month) as last
    from distinct_months window year as (partition by account order by month
        range between interval 11 month preceding and current row)),
facts as (select account, as_of, revenue_12m::bigint as revenue_12m,
    orders_12m::bigint as orders_12m,
    (epoch_us(as_of) - epoch_us(last)) // 86400000000 as days_since_order
    from windowed where is_cell)"""

# Facts by a running sum over a dense grid, of which the one of a year before is taken away.
BY_PREFIX = f"""{EVENTS}, {MONTHS},
grid as (select account, unnest(generate_series((select min(month) from months),
    (select last from bounds), interval 1 month)) as month, first from accounts),
running as (select account, month, first,
    sum(coalesce(net, 0)) over own as net, sum(coalesce(orders, 0)) over own as orders,
    max(last) over own as last from grid left join months using (account, month)
    window own as (partition by account order by month)),
facts as (select account, month as as_of,
    (net - coalesce(lag(net, 12) over own, 0))::bigint as revenue_12m,
    (orders - coalesce(lag(orders, 12) over own, 0))::bigint as orders_12m,
    (epoch_us(month) - epoch_us(last)) // 86400000000 as days_since_order, first
    from running window own as (partition by account order by month)
    qualify month >= first)"""

# Facts by spreading every month over the twelve instants that it counts at.
BY_SPREADING = f"""{EVENTS}, {MONTHS},
spread as (select account, month + to_months(offset_months) as as_of, sum(net)::bigint as revenue,
    sum(orders)::bigint as orders from months,
    (select unnest(range(12))::int as offset_months) group by all),
lasts as (select account, month as as_of, last from months where last is not null),
facts as (select cells.account, cells.as_of, coalesce(revenue, 0) as revenue_12m,
    coalesce(orders, 0) as orders_12m,
    (epoch_us(cells.as_of) - epoch_us(lasts.last)) // 86400000000 as days_since_order
    from cells left join spread on spread.account = cells.account and spread.as_of = cells.as_of
    asof join lasts on lasts.account = cells.account and lasts.as_of <= cells.as_of)"""

RANKED = """
ranked as (select account, as_of, revenue_12m, orders_12m, days_since_order,
    sum(greatest(revenue_12m, 0)) over (partition by as_of order by revenue_12m desc
        range between unbounded preceding and current row)
    - sum(greatest(revenue_12m, 0)) over (partition by as_of, revenue_12m) as before,
    sum(greatest(revenue_12m, 0)) over (partition by as_of) as total from facts)
select account, as_of, case when revenue_12m <= 0 then 'general'
    when 100 * before < 50 * total and orders_12m >= 4 then 'strategic'
    when 100 * before < 80 * total then 'key' when 100 * before < 95 * total then 'main'
    else 'general' end as tier, revenue_12m, orders_12m, days_since_order,
    before::bigint as revenue_before from ranked"""

FORMULATIONS = {"window": BY_WINDOW, "prefix sums": BY_PREFIX, "spreading": BY_SPREADING}


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ["events", "work", "rapport", "csv", "scale"]:
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--no-peer", action="store_true")
    return parser.parse_args()


def make_parquet(connection, events, parquet):
    if os.path.exists(parquet):
        return
    connection.execute(f"""copy (select subject as account, type,
        time::timestamptz::timestamp as t, (data->>'amount_minor')::bigint as amount
        from read_ndjson('{events}', columns = {{subject: 'varchar', type: 'varchar',
        time: 'varchar', data: 'json'}}) where type in
        ('order.placed', 'order.cancelled', 'order.returned')) to '{parquet}.unfinished'
        (format parquet)""")
    os.rename(f"{parquet}.unfinished", parquet)


def run_peer(connection, parquet, runs):
    """The median seconds of each formulation; their rows must agree."""
    medians = {}
    for name, text in FORMULATIONS.items():
        query = f"with {text.format(parquet=parquet)}, {RANKED}"
        seconds = []
        for _ in range(runs):
            connection.execute("drop table if exists rows")
            start = time.perf_counter()
            connection.execute(f"create table rows as {query}")
            seconds.append(time.perf_counter() - start)
        medians[name] = statistics.median(seconds)
        check_rows(connection, name)
    return medians


def check_rows(connection, name):
    left = "select account, as_of::timestamp as as_of, * exclude (account, as_of) from rows"
    for one, other in [(left, "from rapport"), ("from rapport", left)]:
        count = connection.execute(
            f"select count(*) from ({one} except all {other})").fetchall()[0][0]
        if count:
            sys.exit(f"{name}: {count} rows differ between Rapport and DuckDB")


def main():
    arguments = parse()
    with open(arguments.rapport, encoding="utf-8") as file:
        totals = [json.loads(line) for line in file]
    if len({(own["digest"], own["decisions"]) for own in totals}) != 1:
        sys.exit("the runs of Rapport have several digests")
    own = statistics.median(sum(run["microseconds"].values()) for run in totals) / 1e6
    decisions = totals[0]["decisions"]
    print(f"scale {arguments.scale}, {arguments.threads} threads, {decisions:,} decisions")
    print(f"{'Rapport':24}{own:10.3f} s {decisions / own / 1e6:8.1f} M decisions/s")
    for step in totals[0]["microseconds"]:
        median = statistics.median(run["microseconds"][step] for run in totals) / 1e6
        print(f"{'  ' + step:24}{median:10.3f} s {100 * median / own:7.0f} %")
    if arguments.no_peer:
        return
    connection = duckdb.connect()
    connection.execute(f"set threads = {arguments.threads}; set TimeZone = 'UTC'")
    connection.execute(f"create table rapport as select account, as_of::timestamp as as_of, tier, "
                       f"revenue_12m, orders_12m, days_since_order, revenue_before "
                       f"from read_csv('{arguments.csv}')")
    parquet = f"{arguments.work}/sf{arguments.scale}.parquet"
    make_parquet(connection, arguments.events, parquet)
    medians = run_peer(connection, parquet, arguments.runs)
    for name, seconds in medians.items():
        print(f"{'DuckDB, ' + name:24}{seconds:10.3f} s {decisions / seconds / 1e6:8.1f} M decisions/s")
    print(f"Rapport is {min(medians.values()) / own:.1f} times faster; all rows are the same")


main()
