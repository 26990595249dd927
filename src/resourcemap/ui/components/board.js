// Draws a page from plain data. Only the elements below exist, and every text is a text node.
const TAGS = new Set(["article", "button", "details", "div", "h2", "h3", "h4", "label", "li", "ol", "p", "section", "small", "span", "strong", "summary", "textarea", "ul"]);

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".board");
  let state = root.own;
  if (!state) {
    state = root.own = { drawn: [], open: new Map() };
    state.status = document.createElement("p");
    state.status.className = "status";
    state.status.setAttribute("role", "status");
    state.body = document.createElement("div");
    state.body.className = "body";
    root.append(state.status, state.body);
  }
  state.act = (what) => setTriggerValue("act", { ...what, at: Date.now() });

  const draw = (each) => {
    if (typeof each === "string") return document.createTextNode(each);
    if (each.mark) return badge(each.mark, each.n);
    if (each.picture) {
      const picture = document.createElement("img");
      picture.className = "picture";
      picture.alt = each.label;
      picture.src = `data:image/png;base64,${each.picture}`;
      return picture;
    }
    const made = document.createElement(TAGS.has(each.tag) ? each.tag : "div");
    if (each.kind) made.className = each.kind;
    if (each.key) made.dataset.key = each.key;
    if (each.id) made.id = each.id;
    if (each.label) made.setAttribute("aria-label", each.label);
    if (each.labelled_by) made.setAttribute("aria-labelledby", each.labelled_by);
    if (each.language) made.lang = each.language;
    if (each.direction) made.dir = each.direction;
    if (each.focus) made.tabIndex = -1;
    made.append(...each.children.map(draw));
    if (made.tagName === "BUTTON") {
      made.type = "button";
      made.onclick = () => state.act(each.act || {});
      if (each.pressed !== undefined) made.setAttribute("aria-pressed", String(each.pressed));
    }
    if (made.tagName === "TEXTAREA") {
      made.rows = 2;
      made.maxLength = each.longest || 500;
      made.autocomplete = "off";
      made.value = data.values[each.key] || "";
      made.onchange = () => state.act({ ...each.act, text: made.value });
    }
    if (made.tagName === "DETAILS") {
      made.open = state.open.has(each.key) ? state.open.get(each.key) : Boolean(each.open);
      made.ontoggle = () => state.open.set(each.key, made.open);
    }
    return made;
  };

  const active = parentElement.activeElement || root.getRootNode().activeElement;
  const focused = active && active.dataset ? active.dataset.key : null;
  // What says the same stays the same node: a press that is under way still lands.
  const old = new Map(state.drawn.map((each) => [each.said, each.node]));
  state.drawn = data.nodes.map((each) => {
    const said = JSON.stringify(each);
    const kept = old.get(said);
    old.delete(said);
    return { said, node: kept || draw(each) };
  });
  const nodes = state.drawn.map((each) => each.node);
  const same = nodes.length === state.body.children.length && nodes.every((each, at) => state.body.children[at] === each);
  if (!same) {
    state.body.replaceChildren(...nodes);
    if (focused) {
      const all = [...root.querySelectorAll("[data-key]")];
      const rest = focused.slice(focused.indexOf("/"));
      const again = all.find((each) => each.dataset.key === focused)
        || all.find((each) => rest.length > 1 && each.dataset.key.endsWith(rest) && each.tagName === "BUTTON")
        || all.find((each) => each.dataset.key === "list");
      if (again) again.focus({ preventScroll: true });
    }
  }
  for (const field of root.querySelectorAll("textarea")) {
    const value = data.values[field.dataset.key] || "";
    if (field !== active && field.value !== value) field.value = value;
  }
  if (state.status.textContent !== data.status) state.status.textContent = data.status;
}
