"""The reading of the standard's file."""

from pathlib import Path

import pytest

from config.standard import read_standard, standard

GATE = """
[defaults]
remind = [1]
escalate = ["coordinator"]
due = {{ days = 1, unit = "days", after = "asked" }}
[gates.X1]
name = "试一试"
stage = "S1"
clauses = ["S1"]
scope = "project"
led_by = ["business"]
agree = [{{ roles = ["client"] }}]
{extra}
"""


def written(folder: Path, extra: str) -> Path:
    path = folder / "standard.toml"
    path.write_text(GATE.format(extra=extra), encoding="utf-8")
    return path


def test_a_misspelt_key_is_refused_by_name(tmp_path):
    with pytest.raises(ValueError, match="agre_by"):
        read_standard(written(tmp_path, 'agre_by = "client"'))


def test_a_gate_after_a_gate_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(ValueError, match="names X9"):
        read_standard(written(tmp_path, 'after = "X9"'))


def test_a_deadline_on_two_anchors_is_refused(tmp_path):
    with pytest.raises(ValueError, match="exactly one"):
        read_standard(written(tmp_path, 'due = { days = 1, unit = "days", after = "asked", before = "shoot" }'))


def test_changing_who_agrees_is_an_edit_of_the_file(tmp_path):
    gate = read_standard(written(tmp_path, "")).gates["X1"]

    assert [step.roles for step in gate.agree] == [("client",)]


def test_self_approval_is_never_granted_without_a_reason():
    allowed = {code: gate.self_approval for code, gate in standard().gates.items() if gate.self_approval}

    assert set(allowed) == {"S3", "S7"}
    assert all(len(reason) > 5 for reason in allowed.values())
