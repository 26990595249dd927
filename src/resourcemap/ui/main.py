"""The page script that the application runs for every visitor."""

import streamlit as st

from resourcemap.model.words import say
from resourcemap.ui.find import find_page
from resourcemap.ui.shared import has_sample, settings

st.set_page_config(
    page_title=settings().public_name, layout="wide", initial_sidebar_state="collapsed", menu_items={}
)
home = st.Page(find_page, title=say("find.page"), default=True)
page = st.navigation([home], position="top")
with st.container(key="brand"):
    st.page_link(home, label=settings().public_name)
st.title(say("find.heading"), anchor=False)
if has_sample():
    with st.container(key="sample_note"):
        st.markdown(say("find.sample"))
page.run()
