"""A PDF by LibreOffice: whole or not at all, within its time, and one sentence where there is none."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from agency.reports.deck.drawing import write_deck
from agency.reports.deck.plan import Edition, Line, Lines, Slide, whole
from agency.reports.pdf import office, write_pdf

EDITION = Edition(subject="云端面馆(虚构)", window="2026-11-01 – 2026-11-15", version=1, workbook="x.xlsx")


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "复盘.pptx"
    slides = [
        Slide(part=number, title=f"第{number}页", stacks=whole(Lines(lines=(Line(text="开头三秒先出汤"),))))
        for number in (2, 3)
    ]
    write_deck(slides, EDITION, path)
    return path


def program(folder: Path, script: str) -> str:
    """Write a program that stands in the place of LibreOffice."""
    path = folder / "office"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
def test_the_pdf_has_a_page_for_every_slide_and_its_chinese_can_be_read(deck: Path, tmp_path: Path):
    assert write_pdf(deck, tmp_path / "复盘.pdf") is None

    told = (tmp_path / "复盘.pdf").read_bytes()
    assert told.startswith(b"%PDF")
    if reader := shutil.which("pdftotext"):
        text = subprocess.run([reader, tmp_path / "复盘.pdf", "-"], capture_output=True, text=True, check=True).stdout
        assert text.count("\f") == 2
        assert "开头三秒先出汤" in text.replace(" ", "")


def test_without_libreoffice_one_sentence_says_so_and_no_file_is_there(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", "/nowhere")

    assert write_pdf(deck, tmp_path / "x.pdf") == "未生成 PDF:本机没有安装 LibreOffice。"
    assert not (tmp_path / "x.pdf").exists()


def test_one_that_hangs_is_ended_with_everything_it_started(deck: Path, tmp_path: Path):
    children = tmp_path / "children"
    hanging = program(tmp_path, f"sleep 600 & echo $! > {children}; sleep 600")

    said = write_pdf(deck, tmp_path / "x.pdf", command=hanging, patience_s=1.5)

    assert said == "未生成 PDF:LibreOffice 超过 1.5 秒没有完成。"
    child = int(children.read_text(encoding="utf-8"))
    deadline = time.monotonic() + 10
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("script", "sentence"),
    [("exit 3", "未生成 PDF:LibreOffice 以 3 结束。"), ("exit 0", "未生成 PDF:LibreOffice 没有写出文件。")],
)
def test_one_that_fails_leaves_the_pdf_of_before(deck: Path, tmp_path: Path, script: str, sentence: str):
    (tmp_path / "x.pdf").write_bytes(b"%PDF of before")

    assert write_pdf(deck, tmp_path / "x.pdf", command=program(tmp_path, script)) == sentence
    assert (tmp_path / "x.pdf").read_bytes() == b"%PDF of before"


def test_it_is_told_none_of_this_processs_secrets(deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHORTVIDEO_SEALING_KEY", "secret")
    told = tmp_path / "environment"

    write_pdf(deck, tmp_path / "x.pdf", command=program(tmp_path, f"env > {told}"))

    assert "secret" not in told.read_text(encoding="utf-8")
    assert os.environ["SHORTVIDEO_SEALING_KEY"] == "secret"


def test_a_program_that_cannot_be_started_is_said(deck: Path, tmp_path: Path):
    assert write_pdf(deck, tmp_path / "x.pdf", command=str(tmp_path / "none")) == "未生成 PDF:LibreOffice 无法启动。"
