import streamlit as st

st.set_page_config(page_title="Belonging map", layout="wide")
st.title("Belonging map")
