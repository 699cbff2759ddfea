"""Reads what advocoder wrote with the programs that it is written for.

Usage: check.py FOLDER, where FOLDER holds events.parquet, articles.parquet, ftm.jsonl, graph.graphml, places.geojson,
events.csv and tables/. Prints a line for each program; exits with 1 at the first that fails, with 77 if a module is missing.
"""

import json
import sys
from pathlib import Path

try:
    import duckdb
    import networkx
    import pandas
    import pyarrow.parquet
    from followthemoney import model
except ImportError as missing:
    print(missing)
    sys.exit(77)

folder = Path(sys.argv[1])

events = pyarrow.parquet.read_table(folder / "events.parquet").to_pylist()
articles = pyarrow.parquet.read_table(folder / "articles.parquet").to_pylist()
nested = [event for article in articles for event in article["events"]]
assert len(events) == len(nested) > 100
assert [event["summary"] for event in events] == [event["summary"] for event in nested]
assert all(isinstance(event["actors"], list) for event in events)
assert sum(len(entity["mentions"]) for article in articles for entity in article["entities"]) > 300
print("pyarrow", len(events))

frame = pandas.read_csv(folder / "events.csv")
assert len(frame) == len(events) and list(frame["summary"]) == [event["summary"] for event in events]
print("pandas", frame.shape)

recipe = Path("docs/formats.md").read_text().split("```sql\n")[1].split("```")[0].replace("tables/", f"{folder}/tables/")
rows = duckdb.sql(recipe).fetchall()
assert any(actor and recipient for _, _, actor, recipient in rows), rows
dangling = duckdb.sql(
    f"""SELECT count(*) FROM '{folder}/tables/participants.csv' p LEFT JOIN '{folder}/tables/entities.csv' e
    ON p.doc_id = e.doc_id AND p.entity_id = e.entity_id WHERE e.entity_id IS NULL"""
).fetchall()
assert dangling == [(0,)], dangling
print("duckdb", len(rows))

count = 0
for line in (folder / "ftm.jsonl").read_text().splitlines():
    data = json.loads(line)
    entity = model.get_proxy(data, cleaned=False)
    entity.schema.validate(data)
    for name, values in data["properties"].items():
        prop = entity.schema.get(name)
        assert prop is not None and not prop.stub, (entity.schema.name, name)
        for value in values:
            assert prop.type.clean(value) is not None or prop.type.name == "entity", (name, value)
    count += 1
assert count > 200
print("followthemoney", count)

graph = networkx.read_graphml(folder / "graph.graphml")
assert graph.number_of_nodes() > 100 and graph.number_of_edges() > 100
assert all(data.get("label") for _, data in graph.nodes(data=True))
print("networkx", graph)

collection = json.loads((folder / "places.geojson").read_text())
assert collection["type"] == "FeatureCollection"
print("geojson", len(collection["features"]))
