"""What somebody else saved while a page of the desk was open: who it was, and what they changed."""

from collections.abc import Sequence

import streamlit as st

from resourcemap.model.change import FieldChange
from resourcemap.model.edit import FieldConflict
from resourcemap.model.words import Listed, say
from resourcemap.ui.desk.differences import differences
from resourcemap.ui.desk.text import plain
from resourcemap.ui.shared import language


def show_meanwhile(fields: Sequence[FieldConflict], unnamed: str) -> None:
    """
    Say who changed the same, and show what it was and what it is now.

    Parameters
    ----------
    unnamed
        What is said where the history does not tell who it was.
    """
    names = tuple(dict.fromkeys(plain(each.by) for each in fields if each.by))
    is_known = bool(names) and all(each.by for each in fields)
    st.warning(say("edit.conflict.meanwhile", language(), names=Listed(names)) if is_known else unnamed)
    if fields:
        with st.container(border=True, key="desk_meanwhile"):
            differences(
                FieldChange(each.resource_type, each.resource_id, each.field_name, each.base, each.theirs)
                for each in fields
            )
