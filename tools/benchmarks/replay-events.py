"""Writes the orders of TPC-H as events of a ledger, in the order of time.

An account is a customer. It is opened on the day of its first order, or on the first day of all;
each order is placed at a second of its day that its key gives, with its total price; each line that
was returned is an order.returned at its receipt.
"""

import argparse
import os
import subprocess
import sys

import duckdb

FIRST_DAY = "1992-01-01"
TABLES = ["customer", "orders", "lineitem"]


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True)
    return parser.parse_args()


def make_tables(folder, scale):
    if all(os.path.exists(f"{folder}/{table}.parquet") for table in TABLES):
        return
    generator = os.path.join(os.path.dirname(sys.executable), "tpchgen-cli")
    subprocess.run(
        [generator, "parquet", "-s", scale, "-o", folder, "-T", ",".join(TABLES), "-q"], check=True)


def instant(day, second):
    moment = f"cast({day} as timestamp) + to_seconds(cast(({second}) % 86400 as int))"
    return f"strftime({moment}, '%Y-%m-%dT%H:%M:%SZ')"


def event(kind, key, customer, time, data):
    rank = ["account.opened", "order.placed", "order.returned"].index(kind)
    return (
        f"select {time} as time, {rank} as rank, {key} as key, json_object('specversion', '1.0', "
        f"'id', '{kind}:' || {key}, 'source', '/tpch', 'type', '{kind}', "
        f"'subject', 'C' || {customer}, 'time', {time}, 'data', {data}) as line")


def query():
    amount = "cast(round(l_extendedprice * (1 - l_discount) * (1 + l_tax), 2) * 100 as bigint)"
    opened = event(
        "account.opened", "c_custkey", "c_custkey",
        f"strftime(coalesce(first, date '{FIRST_DAY}'), '%Y-%m-%dT00:00:00Z')",
        "json_object('name', c_name, 'industry', c_mktsegment)")
    placed = event(
        "order.placed", "o_orderkey", "o_custkey", instant("o_orderdate", "o_orderkey * 7919"),
        "json_object('order_id', cast(o_orderkey as varchar), 'currency', 'USD', "
        "'amount_minor', cast(o_totalprice * 100 as bigint))")
    returned = event(
        "order.returned", "l_orderkey || '-' || l_linenumber", "o_custkey",
        instant("l_receiptdate", "l_orderkey * 7919 + l_linenumber * 97"),
        "json_object('order_id', cast(l_orderkey as varchar), 'currency', 'USD', "
        f"'amount_minor', {amount})")
    return (
        f"select line from ({opened} from customer left join "
        "(select o_custkey, min(o_orderdate) as first from orders group by 1) "
        f"on c_custkey = o_custkey union all {placed} from orders union all {returned} "
        "from lineitem join orders on l_orderkey = o_orderkey where l_returnflag = 'R') "
        "order by time, rank, key")


def main():
    arguments = parse()
    folder = f"{arguments.work}/sf{arguments.scale}"
    os.makedirs(folder, exist_ok=True)
    make_tables(folder, arguments.scale)
    connection = duckdb.connect()
    connection.execute(f"set temp_directory = '{folder}/spill'")
    for table in TABLES:
        connection.execute(f"create view {table} as select * from '{folder}/{table}.parquet'")
    rows = connection.execute(query())
    with open(arguments.out, "w", encoding="utf-8") as output:
        while batch := rows.fetchmany(100_000):
            output.write("\n".join(row[0] for row in batch) + "\n")


main()
