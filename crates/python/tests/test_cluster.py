"""A Spark cluster of a master and two workers on this machine, one of which is killed while it works. Takes a minute: --cluster asks for it."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

if shutil.which("java") is None:
    pytest.skip("no Java", allow_module_level=True)
pyspark = pytest.importorskip("pyspark")

HOME = pathlib.Path(pyspark.__file__).parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder, name, *arguments):
    environment = {**os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    command = [HOME / "bin/spark-class", f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *arguments]
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)


def end(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def cluster(request, tmp_path):
    if not request.config.getoption("--cluster"):
        pytest.skip("needs --cluster")
    port, web = free_port(), free_port()
    url = f"spark://127.0.0.1:{port}"
    processes = [start(tmp_path, "master.Master", "--port", str(port), "--webui-port", str(web))]
    try:
        for at in range(2):
            work = tmp_path / f"worker{at}"
            options = ["--cores", "1", "--memory", "1g", "--work-dir", str(work), "--webui-port", str(free_port()), url]
            processes.append(start(tmp_path, "worker.Worker", *options))
        until = time.time() + 90
        while alive(web) < 2:
            assert time.time() < until, "the workers did not register"
            time.sleep(0.5)
        yield url, processes[1:]
    finally:
        for process in processes:
            end(process)


def alive(web):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{web}/json/", timeout=5) as answer:
            return json.load(answer)["aliveworkers"]
    except OSError:
        return 0


def test_a_killed_worker_loses_and_doubles_nothing(cluster, rows, records, tmp_path):
    url, workers = cluster
    out, job = tmp_path / "found", tmp_path / "job.py"
    copies = 40
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    job.write_text(f"""
import json, advocoder.spark
from pyspark.sql import SparkSession
spark = (SparkSession.builder.master({url!r}).config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
    .config("spark.executor.memory", "512m").config("spark.executor.cores", "1").getOrCreate())
rows = json.load(open({str(tmp_path / "rows.json")!r}))
rows = [{{**row, "id": f"{{row['id']}}-{{copy}}"}} for copy in range({copies}) for row in rows]
articles = spark.createDataFrame(rows).repartition(24)
advocoder.spark.extract(articles, file="file", record="record")\
    .write.option("ignoreNullFields", False).json({str(out)!r})
""")
    log = tmp_path / "driver.log"
    driver = subprocess.Popen([sys.executable, job], stderr=log.open("wb"), start_new_session=True)
    try:
        # Tasks have ended when the first files of the result are there, and others are under way.
        until = time.time() + 180
        while not list(out.glob("_temporary/**/part-*")):
            assert time.time() < until and driver.poll() is None, "no task ended"
            time.sleep(0.1)
        assert not (out / "_SUCCESS").exists(), "the job ended before a worker could be killed"
        end(workers[0])
        assert driver.wait(timeout=300) == 0
    finally:
        end(driver)
    assert "Lost executor" in log.read_text(), "no task was lost with the worker"
    found = [json.loads(line) for part in out.glob("part-*") for line in part.read_text(encoding="utf-8").splitlines()]
    ids = [record["doc"]["id"] for record in found]
    assert len(ids) == len(set(ids)) == copies * len(rows)
    expected = {record["doc"]["id"]: record for record in map(json.loads, records)}
    for record in found:
        assert record.pop("error") is None and record.pop("warning") is None
        record["doc"]["id"] = record["doc"]["id"].rsplit("-", 1)[0]
        assert record == expected[record["doc"]["id"]]
