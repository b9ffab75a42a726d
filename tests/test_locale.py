"""The catalogues: read once, however many threads ask for the first word at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

import agency.locale

THREADS = 16


def test_threads_that_want_the_first_word_together_read_the_catalogues_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read, together = [], Barrier(THREADS)
    reading = agency.locale.read_language
    monkeypatch.setattr(agency.locale, "_known", {})
    monkeypatch.setattr(agency.locale, "read_language", lambda name: read.append(name) or reading(name))

    def ask(_number: int) -> str:
        together.wait()
        return agency.locale.translations("zh_CN").pgettext("Platform", "douyin")

    with ThreadPoolExecutor(THREADS) as pool:
        words = set(pool.map(ask, range(THREADS)))
    assert read == ["zh_CN"]
    assert words == {"抖音"}


def test_no_two_catalogues_say_the_same_sentence_differently() -> None:
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for path in sorted((agency.locale.HERE / "zh_CN").glob("*.po")):
        for entry in agency.locale.read_catalogue(path):
            if entry.id and entry.string:
                said.setdefault((entry.context, str(entry.id)), {})[path.name] = str(entry.string)
    assert not [(key, words) for key, words in said.items() if len(set(words.values())) > 1]
