// The choice of language. Only its name goes into a cookie, so that the next page opens in it.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".language");
  let state = root.own;
  if (!state) {
    state = root.own = {};
    state.label = document.createElement("label");
    state.text = document.createElement("span");
    state.box = document.createElement("select");
    state.label.append(state.text, state.box);
    root.append(state.label);
  }
  const show = (code, direction) => {
    document.documentElement.lang = code;
    document.documentElement.dir = direction;
  };
  state.text.textContent = data.label;
  root.hidden = data.languages.length < 2;
  const said = JSON.stringify(data.languages);
  if (state.said !== said) {
    state.said = said;
    state.box.replaceChildren(...data.languages.map((each) => {
      const option = document.createElement("option");
      option.value = each.code;
      option.lang = each.code;
      option.textContent = each.name;
      return option;
    }));
  }
  if (state.box.value !== data.language) state.box.value = data.language;
  show(data.language, data.direction);
  const leave = document.getElementById("leave-now");
  if (leave && leave.firstChild && leave.firstChild.textContent !== data.leave) {
    leave.firstChild.textContent = data.leave;
    leave.title = data.hint;
  }
  state.box.onchange = () => {
    const picked = data.languages.find((each) => each.code === state.box.value);
    if (!picked) return;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${data.cookie}=${picked.code}; path=/; samesite=lax${secure}`;
    setTriggerValue("picked", { code: picked.code, at: Date.now() });
  };
}
