"""Runs the reference job in DuckDB in three formulations, compares its rows with those of Rapport,
and prints the figures of both sides."""

import argparse
import json
import os
import statistics
import sys
import time

import duckdb

# What each formulation begins with: the orders of each account by the month after them, that is by
# the first instant that counts them.
MONTHS = """
events as (select account, type, t, date_trunc('month', t) + interval 1 month as month,
    case type when 'order.placed' then amount else -amount end as net,
    cast(type = 'order.placed' as int) as placed from '{parquet}'),
months as (select account, month, sum(net)::bigint as net, sum(placed)::bigint as orders,
    max(t) filter (placed = 1) as last from events group by all),
bounds as (select min(month) filter (orders > 0) as first, max(month) as last from months),
accounts as (select account, min(month) as earliest, min(month) filter (orders > 0) as first
    from months group by account having sum(orders) > 0)"""

FACTS = """
facts as (select account, as_of, revenue_12m::bigint as revenue_12m,
    orders_12m::bigint as orders_12m,
    (epoch_us(as_of) - epoch_us(last)) // 86400000000 as days_since_order
    from windowed where as_of >= first)"""

# A cell for every month of an account, so that a year is twelve rows.
BY_ROWS = f"""{MONTHS},
grid as (select account, first, unnest(generate_series(earliest, (select last from bounds),
    interval 1 month)) as month from accounts),
windowed as (select account, month as as_of, first, sum(coalesce(net, 0)) over year as revenue_12m,
    sum(coalesce(orders, 0)) over year as orders_12m, max(last) over own as last
    from grid left join months using (account, month)
    window year as (partition by account order by month rows between 11 preceding and current row),
    own as (partition by account order by month)), {FACTS}"""

# A cell for every instant that is decided at, and the months before the first one as they are.
BY_RANGE = f"""{MONTHS},
instants as (select unnest(generate_series(first, last, interval 1 month)) as month from bounds),
grid as (select account, first, instants.month from accounts
    join instants on instants.month >= first),
cells as (select account, first, month, coalesce(net, 0) as net, coalesce(orders, 0) as orders, last
    from grid left join months using (account, month)
    union all select account, first, month, net, orders, last
    from months join accounts using (account) where month < first),
windowed as (select account, month as as_of, first, sum(net) over year as revenue_12m,
    sum(orders) over year as orders_12m,
    max(last) over (partition by account order by month) as last from cells
    window year as (partition by account order by month
        range between interval 11 month preceding and current row)), {FACTS}"""

BY_ACCOUNT = """
ranked as (select account, as_of, revenue_12m, orders_12m, days_since_order,
    sum(greatest(revenue_12m, 0)) over (partition by as_of order by revenue_12m desc
        range between unbounded preceding and current row)
    - sum(greatest(revenue_12m, 0)) over (partition by as_of, revenue_12m) as before,
    sum(greatest(revenue_12m, 0)) over (partition by as_of) as total from facts)"""

# The places of amounts, each once, joined to the accounts that have them.
BY_AMOUNT = """
sums as (select as_of, revenue_12m, sum(greatest(revenue_12m, 0)) as own from facts group by all),
places as (select as_of, revenue_12m, coalesce(sum(own) over (partition by as_of
        order by revenue_12m desc rows between unbounded preceding and 1 preceding), 0) as before,
    sum(own) over (partition by as_of) as total from sums),
ranked as (select * from facts join places using (as_of, revenue_12m))"""

TIERS = """
select account, as_of, case when revenue_12m <= 0 then 'general'
    when 100 * before < 50 * total and orders_12m >= 4 then 'strategic'
    when 100 * before < 80 * total then 'key' when 100 * before < 95 * total then 'main'
    else 'general' end as tier, revenue_12m, orders_12m, days_since_order,
    before::bigint as revenue_before from ranked"""

FORMULATIONS = {
    "rows": (BY_ROWS, BY_ACCOUNT),
    "range": (BY_RANGE, BY_ACCOUNT),
    "places": (BY_ROWS, BY_AMOUNT),
}


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
    for name, (facts, places) in FORMULATIONS.items():
        query = f"with {facts.format(parquet=parquet)}, {places} {TIERS}"
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
    events = totals[0]["position"]
    print(f"scale {arguments.scale}, {arguments.threads} threads, {events:,} events, "
          f"{decisions:,} decisions")
    print(f"{'Rapport':24}{own:10.3f} s {decisions / own / 1e6:8.1f} M decisions/s "
          f"{events / own / 1e6:8.1f} M events/s")
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
