"""What the domain says to people is said in Chinese too."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from agency import domain
from agency.locale import DEFAULT_LANGUAGE, translations


def sentences() -> Iterator[str]:
    """Yield every text that a module of the domain passes to ``_()``."""
    for path in sorted(Path(domain.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(text))]):
                    yield text


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_a_sentence_of_the_domain_has_its_chinese_with_the_same_places(sentence: str) -> None:
    chinese = translations(DEFAULT_LANGUAGE).gettext(sentence)

    assert chinese != sentence
    assert placeholders(chinese) == placeholders(sentence)
