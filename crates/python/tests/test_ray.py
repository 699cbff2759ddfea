"""Ray Data, in an environment that has it: `pip install 'advocoder[ray]'`."""

import json

import pytest

ray = pytest.importorskip("ray")
pytest.importorskip("ray.data")

import advocoder.ray


@pytest.fixture(scope="module", autouse=True)
def cluster():
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def test_the_same_as_the_command_line(rows, records):
    found = advocoder.ray.extract(ray.data.from_items(rows), file="file", record="record", batch_size=7).take_all()
    for row in found:
        assert row.pop("error") is None and row.pop("warning") is None
    by_id = lambda record: record["doc"]["id"]
    found = json.loads(json.dumps(found, default=lambda array: array.tolist()))
    assert sorted(found, key=by_id) == sorted(map(json.loads, records), key=by_id)


def test_a_bad_row_never_fails_a_job():
    rows = [{"id": "a", "text": "Police arrested two men."}, {"id": "b", "text": None}]
    found = advocoder.ray.extract(ray.data.from_items(rows), keep=["id"]).take_all()
    assert {row["id"]: (row["error"] or "")[:4] for row in found} == {"a": "", "b": "A113"}
    events = advocoder.ray.extract(ray.data.from_items(rows), emit="events").take_all()
    assert [row["doc_id"] for row in events] == ["a"]
    with pytest.raises(Exception, match="A113"):
        advocoder.ray.extract(ray.data.from_items(rows), on_error="raise").take_all()
