// A text to copy. Nothing is sent anywhere.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".copy");
  let state = root.own;
  if (!state) {
    state = root.own = {};
    state.note = document.createElement("p");
    state.first = document.createElement("p");
    state.text = document.createElement("textarea");
    state.text.readOnly = true;
    state.button = document.createElement("button");
    state.button.type = "button";
    state.said = document.createElement("p");
    state.said.setAttribute("role", "status");
    root.append(state.note, state.first, state.text, state.button, state.said);
  }
  state.note.textContent = data.note;
  state.first.textContent = data.first;
  state.first.hidden = !data.first;
  state.text.setAttribute("aria-label", data.label);
  if (state.text.value !== data.text) {
    state.text.value = data.text;
    state.said.textContent = "";
  }
  state.text.rows = Math.min(18, Math.max(5, data.text.split("\n").length + 1));
  state.button.textContent = data.copy;
  state.button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text);
      state.said.textContent = data.copied;
    } catch {
      state.text.focus();
      state.text.select();
      state.said.textContent = document.execCommand("copy") ? data.copied : data.failed;
    }
  };
}
