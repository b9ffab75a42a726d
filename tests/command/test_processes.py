"""Supervision, with real processes that misbehave."""

import signal
from pathlib import Path

import pytest

from tests.command.stage import begin, lives, play, written

SLEEPER = """
SLEEPER = '''
import os, sys, time
open(sys.argv[1], "w").write(f"{os.getpid()}\\\\n")
time.sleep(60)
'''
"""
STUBBORN = """
STUBBORN = '''
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1], "w").write(f"{os.getpid()}\\\\n")
time.sleep(60)
'''
"""
PARENT = """
PARENT = '''
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]], start_new_session=True)
time.sleep(60)
'''
"""
WAIT = """
def await_file(running, started, name):
    running.wait_until((LOGS / name).exists, started, seconds=20)
"""


def test_a_child_that_ignores_the_request_to_end_is_made_to_end(tmp_path: Path) -> None:
    script = """
with processes(LOGS, {}) as running:
    child = running.start("stubborn", PYTHON, "-c", STUBBORN, str(LOGS / "pid"))
    await_file(running, child, "pid")
"""
    assert play(STUBBORN + WAIT + script, tmp_path).returncode == 0
    assert not lives(written(tmp_path / "pid"))


def test_a_grandchild_in_a_session_of_its_own_ends_too(tmp_path: Path) -> None:
    script = """
with processes(LOGS, {}) as running:
    parent = running.start("parent", PYTHON, "-c", PARENT, SLEEPER, str(LOGS / "pid"))
    await_file(running, parent, "pid")
"""
    assert play(SLEEPER + PARENT + WAIT + script, tmp_path).returncode == 0
    assert not lives(written(tmp_path / "pid"))


def test_an_orphan_whose_parent_was_killed_ends_too(tmp_path: Path) -> None:
    script = """
with processes(LOGS, {}) as running:
    parent = running.start("parent", PYTHON, "-c", PARENT, STUBBORN, str(LOGS / "pid"))
    await_file(running, parent, "pid")
    parent.process.kill()
    parent.process.wait()
"""
    assert play(STUBBORN + PARENT + WAIT + script, tmp_path).returncode == 0
    assert not lives(written(tmp_path / "pid"))


def test_an_orphan_that_has_ended_is_buried_and_how_a_service_ended_is_left_for_it_to_tell(tmp_path: Path) -> None:
    script = """
import psutil
LEAVES = '''
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
open(sys.argv[1], "w").write(f"{child.pid}\\\\n")
'''
def has_died(pid):
    return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE

with processes(LOGS, {}) as running:
    running.run("parent", PYTHON, "-c", LEAVES, str(LOGS / "pid"), seconds=20)
    orphan = int((LOGS / "pid").read_text())
    service = running.start("camera", PYTHON, "-c", "raise SystemExit(3)").process
    while not (has_died(orphan) and has_died(service.pid)):
        time.sleep(0.05)
    running.bury_adopted()
    print(psutil.pid_exists(orphan), service.wait())
"""
    played = play("import time\n" + script, tmp_path)

    assert played.stdout == "False 3\n", played.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_ends_every_process_of_the_command(tmp_path: Path, number: signal.Signals) -> None:
    command = begin(
        SLEEPER
        + PARENT
        + """
with processes(LOGS, {}) as running:
    running.start("parent", PYTHON, "-c", PARENT, SLEEPER, str(LOGS / "grandchild"))
    running.start("child", PYTHON, "-c", SLEEPER, str(LOGS / "child"))
    running.stay()
""",
        tmp_path,
    )
    pids = [written(tmp_path / name) for name in ("child", "grandchild")]

    command.send_signal(number)
    command.communicate(timeout=20)

    assert command.returncode != 0
    assert not any(lives(pid) for pid in pids)


def test_a_second_ctrl_c_does_not_leave_half_of_them_behind(tmp_path: Path) -> None:
    script = """
with processes(LOGS, {}) as running:
    running.start("stubborn", PYTHON, "-c", STUBBORN, str(LOGS / "pid"))
    try:
        running.stay()
    finally:
        (LOGS / "ending").write_text("yes\\n")
"""
    command = begin(STUBBORN + script, tmp_path)
    pid = written(tmp_path / "pid")

    command.send_signal(signal.SIGINT)
    written(tmp_path / "ending")
    command.send_signal(signal.SIGINT)
    command.send_signal(signal.SIGTERM)
    command.communicate(timeout=20)

    assert not lives(pid)


def test_a_service_that_dies_is_started_anew_and_its_log_goes_on(tmp_path: Path) -> None:
    script = (
        SLEEPER
        + """
TAKES = f'''
import pathlib, sys
first = not pathlib.Path(sys.argv[2]).exists()
pathlib.Path(sys.argv[2]).touch()
print("battery empty" if first else "battery changed", flush=True)
if first:
    raise SystemExit(3)
{SLEEPER}
'''
with processes(LOGS, {}) as running:
    running.start("camera", PYTHON, "-c", TAKES, str(LOGS / "pid"), str(LOGS / "first"))
    running.stay()
"""
    )
    command = begin(script, tmp_path)
    pid = written(tmp_path / "pid")
    command.send_signal(signal.SIGINT)
    words, _complaints = command.communicate(timeout=20)

    assert words == "camera ended by itself, with code 3: it is started anew.\n"
    assert (tmp_path / "camera.log").read_text(encoding="utf-8").split("\n")[:2] == ["battery empty", "battery changed"]
    assert not lives(pid)


def test_a_service_that_dies_again_and_again_closes_the_house_with_the_end_of_its_log(tmp_path: Path) -> None:
    script = """
from shortvideo import restarting
restarting.FIRST_PAUSE_S = supervision.WATCH = 0.01
with processes(LOGS, {}) as running:
    running.start("camera", PYTHON, "-c", "print('battery empty'); raise SystemExit(3)")
    running.stay()
"""
    ended = play(script, tmp_path)

    assert ended.stdout.count("it is started anew") == 4
    assert "camera ends again and again, the last time with code 3." in ended.stderr
    assert ended.stderr.rstrip().endswith("battery empty\n" * 4 + "battery empty")


def test_the_log_of_the_last_time_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    script = """
with processes(LOGS, {}) as running:
    for said in ("yesterday", "today"):
        running.run("diary", PYTHON, "-c", f"print('{said}')", seconds=20)
"""
    assert play(script, tmp_path).returncode == 0

    told = [(tmp_path / name).read_text(encoding="utf-8") for name in ("diary.1.log", "diary.log")]
    assert told == ["yesterday\n", "today\n"]


def test_a_service_that_dies_is_noticed_while_another_is_awaited(tmp_path: Path) -> None:
    script = """
with processes(LOGS, {}) as running:
    running.start("camera", PYTHON, "-c", "raise SystemExit(3)")
    slow = running.start("light", PYTHON, "-c", SLEEPER, str(LOGS / "pid"))
    running.wait_until(lambda: False, slow, seconds=30)
"""
    assert "camera ended by itself" in play(SLEEPER + script, tmp_path).stderr


def test_a_service_that_is_not_ready_in_time_is_named(tmp_path: Path) -> None:
    script = """
with processes(LOGS, {}) as running:
    slow = running.start("light", PYTHON, "-c", SLEEPER, str(LOGS / "pid"))
    running.wait_until(lambda: False, slow, seconds=0.3)
"""
    assert "light took too long." in play(SLEEPER + script, tmp_path).stderr


def test_a_job_that_fails_is_reported_and_one_that_ends_well_is_not(tmp_path: Path) -> None:
    script = """
with processes(LOGS, {"FILM": "summer"}) as running:
    running.run("good", PYTHON, "-c", "import os; print(os.environ['FILM'])", seconds=20)
    running.run("bad", PYTHON, "-c", "raise SystemExit('no film in the camera')", seconds=20)
"""
    complaint = play(script, tmp_path).stderr

    assert (tmp_path / "good.log").read_text(encoding="utf-8") == "summer\n"
    assert "bad failed with code 1." in complaint
    assert complaint.rstrip().endswith("no film in the camera")
