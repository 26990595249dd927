"""The page script that the application runs for every visitor."""

import streamlit as st

from resourcemap.model.words import say
from resourcemap.ui.at_home import at_home_page
from resourcemap.ui.desk.pages import desk_pages
from resourcemap.ui.find import find_page
from resourcemap.ui.head import foot, top
from resourcemap.ui.plan import plan_page
from resourcemap.ui.policies import policies_page
from resourcemap.ui.privacy import privacy_page
from resourcemap.ui.shared import language, settings
from resourcemap.ui.tell import tell_page
from resourcemap.ui.visit import plan

# A neutral title on every page: it stands in the browser's history.
st.set_page_config(
    page_title=settings().public_name, layout="wide", initial_sidebar_state="collapsed", menu_items={}
)
count = len(plan().items)
labels = {
    "find": say("find.page", language()),
    "plan": say("plan.nav_count", language(), count=count) if count else say("plan.nav", language()),
    "home": say("at_home.title", language()),
    "kept": say("privacy.nav", language()),
    "tell": say("public_reports.tell.title", language()),
    "policies": say("policy.public_title", language()),
    "desk": say("account.staff", language()),
}
# Addresses say what page it is, never what anyone looks for.
pages = {
    "find": st.Page(find_page, title=labels["find"], default=True),
    "plan": st.Page(plan_page, title=say("plan.nav", language()), url_path="plan"),
    "home": st.Page(at_home_page, title=labels["home"], url_path="home"),
    "kept": st.Page(privacy_page, title=labels["kept"], url_path="kept"),
}
# Below every page: on a phone the top has no room for them.
below = {
    "tell": st.Page(tell_page, title=say("public_reports.tell.title", language()), url_path="tell"),
    "policies": st.Page(policies_page, title=say("policy.public_title", language()), url_path="policies"),
}
every = pages | below | desk_pages()
page = st.navigation(list(every.values()), position="hidden")
wanted = st.session_state.pop("go", None)
if wanted in every and every[wanted] != page:
    st.switch_page(every[wanted])
st.session_state.pop("whole_page", None)
top(pages, labels)
page.run()
foot(every, labels)
