"""How the columns and words of a table are read: a proposal to correct, remembered for its source."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from resourcemap import actions
from resourcemap.actions import ColumnGuess, Staged
from resourcemap.model.change import Actor
from resourcemap.model.table import SeenTable, TableMapping
from resourcemap.model.vocabulary import vocabulary
from resourcemap.model.words import say
from resourcemap.showing.field_words import field_label
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import directory, language, now

_LEFT_OUT = ""
_SAMPLES = 3


def show_columns(staged: Staged, by: Actor, *, read_again: Callable[[], None]) -> None:
    """Draw a row for each column, with what it is read as; then the words that nobody knows."""
    st.markdown(_say("intro", name=plain(staged.file.authority)))
    told: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    with st.form("import_columns", border=False):
        for number, table in enumerate(staged.read.tables):
            if table.sheet:
                st.subheader(plain(table.sheet), anchor=False)
            guesses, words = actions.propose_mapping(table, staged.mapping)
            known = dict(zip(table.header, table.fields, strict=True))
            with st.container(key=f"import_columns_{number}"):
                for place, guess in enumerate(guesses):
                    chosen = _column(table, guess, f"{staged.file.id}_{number}_{place}")
                    is_known = chosen == (known.get(guess.column) or _LEFT_OUT)
                    # What the reader knows by itself needs no word of ours.
                    if not is_known or guess.column in staged.mapping.columns:
                        told[guess.column] = chosen
            values |= _words(guesses, words, f"{staged.file.id}_{number}")
        pressed = st.form_submit_button(_say("read"), type="primary")
    if pressed:
        mapping = TableMapping(told, {column: each for column, each in values.items() if each})
        actions.remember_mapping(directory(), staged.plan.authority, mapping, by=by, now=now())
        read_again()
        st.rerun()


def _column(table: SeenTable, guess: ColumnGuess, key: str) -> str:
    samples = ", ".join(dict.fromkeys(table.values_of(guess.column)[: _SAMPLES * 4]))[:90]
    options = [_LEFT_OUT, *actions.fields_to_choose()]
    found = guess.field or _LEFT_OUT
    return str(
        st.selectbox(
            f"{plain(guess.column)} · {_say('why_' + guess.why.replace('-', '_'))}",
            options,
            index=options.index(found) if found in options else 0,
            format_func=_field_words,
            help=plain(samples) or None,
            key=f"import_column_{key}_{found}",
        )
    )


def _words(
    guesses: tuple[ColumnGuess, ...], words: Mapping[str, Mapping[str, str]], key: str
) -> dict[str, dict[str, str]]:
    facets = {
        each.column: (each.field or "").split(":")[1] if ":" in (each.field or "") else "category"
        for each in guesses
    }
    found: dict[str, dict[str, str]] = {}
    for column, known in words.items():
        st.subheader(_say("words", name=plain(column)), anchor=False)
        facet = facets[column]
        codes = [_LEFT_OUT, *(term.code for term in vocabulary().terms(facet))]
        for word, code in known.items():
            chosen = st.selectbox(
                f"“{plain(word)}”",
                codes,
                index=codes.index(code) if code in codes else 0,
                format_func=partial(_term_words, facet),
                key=f"import_word_{key}_{column}_{word}",
            )
            if chosen:
                found.setdefault(column, {})[word] = str(chosen)
    return found


def _field_words(name: str) -> str:
    if name == _LEFT_OUT:
        return _say("left_out")
    parts = name.split(":")
    if len(parts) == 3:
        facet = vocabulary().facet_label(parts[1], language())
        return facet if parts[2] == "yes" else f"{facet} ({say(f'duplicates.answer.{parts[2]}', language())})"
    return field_label(name, language())


def _term_words(facet: str, code: str) -> str:
    return vocabulary().label(facet, code, language()) if code else _say("no_term")


def _say(key: str, **values: Any) -> str:
    return say(f"staging.columns.{key}", language(), **values)
