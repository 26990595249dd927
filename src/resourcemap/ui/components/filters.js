// The panel of all filters. It keeps what is ticked at once and hears the counts when they come.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".filters");
  let state = root.own;
  if (!state) {
    state = root.own = { seq: Date.now(), built: null, whole: new Set() };
    state.button = el("button", { class: "open", type: "button", "aria-haspopup": "dialog", onclick: () => {
      state.dialog.showModal();
      state.dialog.querySelector(".scroll").scrollTop = 0;
    } });
    state.dialog = el("dialog", { "aria-labelledby": "filters-title" });
    state.dialog.addEventListener("click", (event) => { if (event.target === state.dialog) state.dialog.close(); });
    state.dialog.addEventListener("close", () => state.button.focus());
    root.append(state.button, state.dialog);
    // Leaving covers the page, but what is modal lies above any cover.
    state.watch = new MutationObserver(() => {
      if (document.getElementById("leave-cover") && state.dialog.open) state.dialog.close();
    });
    state.watch.observe(document.documentElement, { childList: true });
  }
  state.data = data;

  const send = () => {
    state.seq += 1;
    setTriggerValue("set", { ...state.set, seq: state.seq });
  };
  state.send = send;
  const toggle = (list, value, on) => (on ? [...new Set([...list, value])] : list.filter((each) => each !== value));

  const choose = (facet, code, choice) => {
    const { set } = state;
    set.include[facet] = toggle(set.include[facet] || [], code, choice === "include");
    set.exclude[facet] = toggle(set.exclude[facet] || [], code, choice === "exclude");
    state.send();
    paint();
  };

  const build = () => {
    state.rows = [];
    state.groups = [];
    const groups = data.groups.map((group) => {
      const rows = group.terms.map((term) => {
        const box = el("input", { type: "checkbox", onchange: () => choose(group.facet, term.code, box.checked ? "include" : "off") });
        const count = el("span", { class: "count" });
        const label = el("label", {}, box, el("span", { class: "text" }, term.label), count);
        const not = el("button", { type: "button", class: "not", "aria-label": `${data.labels.not_label}: ${term.label}`, onclick: () => {
          const off = (state.set.exclude[group.facet] || []).includes(term.code);
          choose(group.facet, term.code, off ? "off" : "exclude");
        } }, data.labels.not);
        const row = el("li", { class: "row" }, label, not);
        state.rows.push({ group, term, box, count, not, row, words: term.label.toLowerCase() });
        return row;
      });
      const unknown = el("input", { type: "checkbox", onchange: () => {
        state.set.unknown = toggle(state.set.unknown, group.facet, unknown.checked);
        state.send();
      } });
      const unknownText = el("span", { class: "text" });
      const set = el("span", { class: "set" });
      const more = el("button", { type: "button", class: "plain", onclick: () => { state.whole.add(group.facet); paint(); } });
      const details = el("details", { open: group.open }, el("summary", {}, el("h3", {}, group.label), set),
        el("fieldset", {}, el("legend", { class: "hidden" }, group.label),
          group.hint ? el("p", { class: "hint" }, group.hint) : null,
          el("ul", {}, rows), more,
          el("label", { class: "unknown" }, unknown, unknownText)));
      state.groups.push({ group, details, unknown, unknownText, set, more });
      return details;
    });
    const find = el("input", { type: "search", id: "find-term", autocomplete: "off", oninput: () => paint() });
    const age = el("input", { type: "text", inputmode: "numeric", id: "age", autocomplete: "off", maxlength: 3, "aria-describedby": "age-help", onchange: () => {
      state.set.age = age.value;
      state.send();
    } });
    const text = el("input", { type: "text", id: "text", autocomplete: "off", maxlength: 100, onchange: () => {
      state.set.text = text.value;
      state.send();
    } });
    const extra = ["age", "when"].map((name) => {
      const box = el("input", { type: "checkbox", onchange: () => {
        state.set.unknown = toggle(state.set.unknown, name, box.checked);
        state.send();
      } });
      return { name, box, node: el("label", { class: "unknown" }, box, el("span", { class: "text" }, data.labels[`${name}_unknown`])) };
    });
    const units = data.units.map((each) => {
      const radio = el("input", { type: "radio", name: "unit", value: each.id, onchange: () => { state.set.unit = each.id; state.send(); } });
      return { id: each.id, radio, node: el("label", {}, radio, el("span", { class: "text" }, each.label)) };
    });
    state.fields = { find, age, text, extra, units };
    state.none = el("p", { class: "hint", role: "status" });
    state.show = el("button", { type: "button", class: "main", onclick: () => state.dialog.close() });
    state.live = el("p", { class: "hidden", role: "status" });
    state.dialog.replaceChildren(
      el("header", {}, el("h2", { id: "filters-title" }, data.labels.title),
        // What is modal covers the page's own button to leave, so the panel has one too.
        el("button", { type: "button", class: "leave", onclick: () => document.getElementById("leave-now")?.click() },
          document.getElementById("leave-now")?.textContent || ""),
        el("button", { type: "button", class: "close", "aria-label": data.labels.close, onclick: () => state.dialog.close() }, "×")),
      el("div", { class: "scroll" },
        el("p", { class: "hint" }, data.labels.intro),
        el("div", { class: "pairs" },
          el("div", {}, el("label", { for: "find-term" }, data.labels.find_term), find),
          el("div", {}, el("label", { for: "text" }, data.labels.text), text)),
        state.none,
        el("div", { class: "groups" }, groups),
        el("div", { class: "pairs" },
          el("div", {}, el("label", { for: "age" }, data.labels.age), age, el("p", { class: "hint", id: "age-help" }, data.labels.age_help), extra[0].node),
          el("div", {}, extra[1].node,
            el("fieldset", { class: "units" }, el("legend", {}, data.labels.unit), units.map((each) => each.node))))),
      el("footer", {}, state.live,
        el("button", { type: "button", class: "plain", onclick: () => {
          state.set = { ...state.set, include: {}, exclude: {}, unknown: [], age: "", text: "" };
          state.whole.clear();
          state.send();
          paint();
        } }, data.labels.clear), state.show));
  };

  const paint = () => {
    const { set } = state;
    const { find, age, text, extra, units } = state.fields;
    const words = find.value.trim().toLowerCase();
    const hidden = new Map();
    let found = 0;
    for (const each of state.rows) {
      const { group, term } = each;
      const included = (set.include[group.facet] || []).includes(term.code);
      const excluded = (set.exclude[group.facet] || []).includes(term.code);
      const count = (state.data.counts[group.facet] || {})[term.code] || 0;
      each.box.checked = included;
      each.not.setAttribute("aria-pressed", String(excluded));
      each.row.classList.toggle("left-out", excluded);
      each.count.textContent = state.data.countLabels[count] || String(count);
      each.count.classList.toggle("zero", count === 0);
      const fits = words ? each.words.includes(words) : count > 0 || included || excluded || state.whole.has(group.facet);
      each.row.hidden = !fits;
      if (fits) found += 1;
      if (!fits) hidden.set(group.facet, (hidden.get(group.facet) || 0) + 1);
    }
    for (const { group, details, unknown, unknownText, set: label, more } of state.groups) {
      const size = (set.include[group.facet] || []).length + (set.exclude[group.facet] || []).length;
      label.textContent = size ? state.data.labels.set.replace("#", String(size)) : "";
      unknown.checked = set.unknown.includes(group.facet);
      const others = state.data.unknown[group.facet];
      unknownText.textContent = others ? others : state.data.labels.unknown;
      unknown.closest("label").hidden = !(size || unknown.checked);
      const rest = hidden.get(group.facet) || 0;
      more.hidden = Boolean(words) || rest === 0;
      more.textContent = state.data.labels.more_terms.replace("#", String(rest));
      details.hidden = Boolean(words) && state.rows.every((each) => each.group !== group || each.row.hidden);
      if (words && !details.hidden) details.open = true;
    }
    state.none.textContent = words && !found ? state.data.labels.none_found : "";
    const active = parentElement.activeElement;
    if (active !== age) age.value = set.age;
    if (active !== text) text.value = set.text;
    for (const each of extra) each.box.checked = set.unknown.includes(each.name);
    extra[0].node.hidden = !set.age;
    extra[1].node.hidden = !state.data.hasWhen;
    for (const each of units) each.radio.checked = each.id === set.unit;
    if (state.show.textContent !== state.data.show) {
      state.show.textContent = state.data.show;
      if (state.dialog.open) state.live.textContent = state.data.show;
    }
    state.button.textContent = state.data.button;
  };

  const shape = JSON.stringify([data.groups, data.labels.title]);
  if (state.built !== shape) {
    state.built = shape;
    build();
  }
  // An answer to an older question must not take back a newer tick.
  if (!(data.seq && data.seq < state.seq) || !state.set) state.set = JSON.parse(JSON.stringify(data.set));
  paint();
  return () => state.watch.disconnect();
}
