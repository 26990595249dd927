// One point on a small map: a pin to drag, arrow keys, or two numbers to type.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".point");
  const state = root.own || (root.own = { key: null });
  state.tell = setTriggerValue;
  state.data = data;
  if (state.key === data.key) {
    state.pin.show();
    return;
  }
  state.key = data.key;
  state.values = { ...data.values };
  state.nodes = { fields: {} };
  state.flush = () => {
    if (!state.soon) return;
    clearTimeout(state.soon);
    state.soon = 0;
    state.tell("moved", { ...state.values, key: state.key });
  };
  const { labels } = data.schema;
  const numbers = ["latitude", "longitude"].map((name) => {
    const input = el("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 20, value: state.values[name],
      oninput: () => type(state, name, input.value), onchange: () => state.flush() });
    state.nodes.fields[name] = input;
    return el("label", {}, labels[name], input);
  });
  root.replaceChildren(mapNode(state), el("div", { class: "numbers" }, ...numbers));
  state.pin.show();
}

function type(state, name, text) {
  state.values[name] = text;
  clearTimeout(state.soon);
  state.soon = setTimeout(state.flush, 400);
}
