// Two listings side by side: choose for each difference, then one press. Every text is a text node.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".pair");
  const make = (tag, kind, ...children) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };
  const lines = (texts) => (texts.length ? make("ul", "lines", ...texts.map((text) => make("li", "", text))) : make("p", "none", data.words.nothing));
  const state = (root.own ||= { drawn: null, choices: new Map() });
  const act = (what) => setTriggerValue("act", { ...what, pair: data.pair, at: Date.now() });
  const merge = () => act({ do: "merge", take: [...state.choices].filter(([, side]) => side === "gone").map(([key]) => key) });
  const buttons = { m: ["merge", merge], d: ["distinct", () => act({ do: "distinct" })], n: ["next", () => act({ do: "next" })],
    p: ["before", () => act({ do: "before" })], x: ["swap", () => act({ do: "swap" })] };

  if (state.drawn === data.drawn) return;
  state.drawn = data.drawn;
  state.choices = new Map(data.fields.filter((field) => field.differs).map((field) => [field.key, field.take ? "gone" : "kept"]));

  const option = (field, side, name) => {
    const input = make("input");
    input.type = "radio";
    input.name = `choice-${field.key}`;
    input.checked = state.choices.get(field.key) === side;
    input.disabled = !data.may_merge;
    input.onchange = () => state.choices.set(field.key, side);
    const both = side === "gone" && field.joined;
    return make("label", `option ${side}`, input, make("span", "said",
      make("span", "whose", both ? data.words.both : name),
      lines(both ? [...field.kept, ...field.gone.filter((line) => !field.kept.includes(line))] : field[side])));
  };
  const row = (field) => make("fieldset", "row", make("legend", "", field.label),
    make("div", "options", option(field, "kept", data.words.first), option(field, "gone", data.words.second)));
  const same = (field) => make("div", "row same", make("p", "label", field.label), lines(field.kept.length ? field.kept : field.gone));
  const side = (each, which) => make("div", `side ${which}`, make("p", "whose", each.role), make("h3", "", each.name), make("p", "soft", each.source));

  const press = ([key, [what, does]]) => {
    if (!data.words[what]) return null;
    const made = make("button", what === "merge" ? "main" : "", data.words[what]);
    made.type = "button";
    made.onclick = does;
    made.setAttribute("aria-keyshortcuts", key);
    made.append(make("kbd", "", key.toUpperCase()));
    return made;
  };
  const head = make("h2", "", data.words.heading);
  head.tabIndex = -1;
  const differing = data.fields.filter((field) => field.differs);
  const others = data.fields.filter((field) => !field.differs);
  const rest = make("details", "rest", make("summary", "", data.words.same), ...others.map(same));
  rest.hidden = !others.length;
  const article = make("article", "", head,
    make("div", "why", make("h3", "why-title", data.words.why), lines(data.reasons)),
    make("div", "sides", side(data.kept, "kept"), side(data.gone, "gone")),
    make("p", "soft", differing.length ? data.words.choose : data.words.no_difference),
    ...differing.map(row), rest,
    make("div", "doing", ...Object.entries(buttons).map(press)));
  article.setAttribute("aria-label", data.words.heading);
  // Letters work while the focus is in here, so that they never surprise anybody elsewhere.
  article.onkeydown = (event) => {
    const found = buttons[event.key.toLowerCase()];
    if (!found || event.ctrlKey || event.metaKey || event.altKey || !data.words[found[0]]) return;
    event.preventDefault();
    found[1]();
  };
  root.replaceChildren(article);
  if (data.focus) head.focus({ preventScroll: false });
}
