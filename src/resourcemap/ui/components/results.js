// Draws the list, one listing in full, and what stands above them. All text is put in as text nodes.

// A place's own words keep their own direction inside a page that runs the other way.
const own = (text) => el("bdi", {}, text);

// A number stays in one piece and in its own order, whatever runs around it.
const withNumber = ({ label, number }) => {
  const at = number ? label.indexOf(number) : -1;
  if (at < 0) return label;
  return [label.slice(0, at), el("bdi", { class: "number", dir: "ltr" }, number), label.slice(at + number.length)];
};

const webLink = (href) => /^(https?:\/\/|tel:|mailto:)/.test(href || "");

const link = (item) => {
  if (!webLink(item.href)) return el("span", { class: "fact" }, item.label);
  const outside = item.href.startsWith("http");
  return el("a", {
    class: "button", href: item.href, target: outside ? "_blank" : null,
    rel: outside ? "noopener noreferrer" : null,
  }, el("span", {}, withNumber(item)), item.note ? el("small", {}, item.note) : null);
};

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".results");
  const act = (what) => setTriggerValue("act", { ...what, at: Date.now() });
  let state = root.own;
  if (!state) {
    state = root.own = { selected: null, longer: null, mode: "list", from: null, cards: new Map(), drawn: new Map() };
    state.status = el("p", { class: "summary", role: "status" });
    state.body = el("div", { class: "body" });
    state.planned = el("p", { class: "hidden", role: "status" });
    root.append(state.status, state.planned, state.body);
  }
  state.act = act;
  state.data = data;

  const say = data.labels;
  const select = (id, showMap) => {
    state.selected = id;
    for (const card of root.querySelectorAll(".card")) card.classList.toggle("chosen", card.dataset.id === id);
    document.dispatchEvent(new CustomEvent("resourcemap:select", { detail: { id, showMap } }));
  };

  state.select = select;

  const chip = (each) => each.id === "everything"
    ? el("li", {}, el("button", { class: "plain", "data-key": "chip/everything", onclick: () => act({ do: "remove", id: each.id }) }, each.label))
    : el("li", {}, el("button", {
        class: "chip", "data-key": `chip/${each.id}`, "aria-label": each.remove,
        onclick: () => act({ do: "remove", id: each.id }),
      }, each.label, el("span", { class: "cross", "aria-hidden": "true" }, "×")));

  const inPlan = (id) => data.planned.includes(id);
  // A group's card adds the time it names first: what the button adds is said to who does not see it.
  const full = (row) => (row.also ? `${row.name}, ${row.when}` : row.name);
  const planButton = (row) => inPlan(row.id)
    ? [el("span", { class: "in" }, el("span", { "aria-hidden": "true" }, "✓ "), say.in_plan),
       el("button", {
         class: "plain", "data-key": `plan/${row.id}`, "aria-label": `${say.out}: ${full(row)}`,
         onclick: () => state.act({ do: "out", id: row.id }),
       }, say.out)]
    : [el("button", {
        class: "button main", "data-key": `plan/${row.id}`, "aria-label": `${say.add}: ${full(row)}`,
        onclick: () => state.act({ do: "add", id: row.id }),
      }, say.add)];

  // A card that says the same is the same node: a press that is under way still lands.
  const card = (row, numbered) => {
    const key = `${numbered}/${row.id}`;
    const said = `${inPlan(row.id)} ${row.group.some(inPlan)} ${say.add} ${JSON.stringify(row)}`;
    const old = state.cards.get(key);
    const node = old && old.said === said ? old.node : draw(row, numbered);
    node.classList.toggle("chosen", row.id === state.selected);
    state.drawn.set(key, { said, node });
    return node;
  };

  const draw = (row, numbered) => {
    const name = el("h3", {}, row.name);
    const node = el("li", { class: "card", "data-id": row.id },
      el("div", { class: "mark" }, badge(data.marks[row.mark], numbered ? String(row.n) : ""),
        el("span", { class: "hidden" }, `${data.markLabels[row.mark]}: `)),
      el("div", { class: "what" }, name, row.sub ? el("p", { class: "sub" }, row.sub) : null),
      el("div", { class: "when" },
        el("p", { class: row.known ? "time" : "time open" }, row.when),
        row.where ? el("p", { class: "sub" }, row.where) : null),
      el("div", { class: "rest" },
        row.also ? el("p", { class: "also" }, row.also,
          row.group.some(inPlan) ? el("span", { class: "planned" }, el("span", { "aria-hidden": "true" }, " ✓ "), say.alsoPlanned) : null) : null,
        row.why ? el("p", { class: "why" }, el("strong", {}, say.why), " ", row.why) : null,
        row.chips.length + row.ask.length + row.warn.length
          ? el("ul", { class: "facts" },
              row.warn.map((text) => el("li", { class: "fact warn" }, text)),
              row.chips.map((text) => el("li", { class: "fact" }, text)),
              row.ask.map((text) => el("li", { class: "fact ask" }, text)))
          : null,
        data.preview ? el("span", { class: row.stale ? "checked stale" : "checked" }, row.checked) : el("div", { class: "actions" },
          planButton(row),
          el("button", {
            class: "button", "data-key": `open/${row.id}`, "aria-label": `${say.details}: ${row.name}`,
            onclick: () => { state.from = row.id; state.act({ do: "open", id: row.id }); },
          }, say.details),
          numbered && row.onMap
            ? el("button", {
                class: "button", "data-key": `map/${row.id}`, "aria-label": `${say.onMap}: ${row.name}`,
                onclick: () => state.select(row.id, true),
              }, say.onMap)
            : null,
          el("span", { class: row.stale ? "checked stale" : "checked" }, row.checked))));
    if (numbered && row.onMap) {
      node.addEventListener("click", (event) => {
        if (!event.target.closest("button, a") && !String(getSelection())) state.select(row.id, false);
      });
    }
    return node;
  };

  const stripOf = (strip, name) => el("section", { class: name, "aria-labelledby": `${name}-title` },
    el("h2", { id: `${name}-title` }, strip.title),
    el("p", { class: "sub" }, strip.intro),
    el("ul", { class: "cards" }, strip.cards.map((row) => card(row, false))),
    strip.more
      ? el("button", { class: "button wide", "data-key": `${name}/more`, onclick: () => { state.longer = [name, strip.cards.length]; act({ do: "strip", name }); } }, strip.more)
      : null);

  // Each time of a group, with its own way into the plan.
  const times = (each) => el("section", { class: "times" }, el("h3", {}, each.title),
    el("ul", {}, each.rows.map((row) => el("li", {},
      el("div", {}, row.here ? el("strong", {}, own(row.when)) : own(row.when), row.note ? el("p", { class: "sub" }, row.note) : null),
      el("div", { class: "actions" }, planButton(row))))));

  const empty = (state_) => el("section", { class: "empty" },
    el("h2", {}, state_.title),
    state_.lead ? el("p", {}, state_.lead) : null,
    el("div", { class: "offers" }, state_.offers.map((offer) =>
      el("button", { class: "button", "data-key": `offer/${offer.act.id}`, onclick: () => act(offer.act) }, offer.label))));

  const item = (each) => {
    switch (each.kind) {
      case "pair": return el("p", {}, el("strong", {}, /[?؟]$/.test(each.label) ? `${each.label} ` : `${each.label}: `), own(each.text));
      case "list": return el("ul", { class: "lines" }, each.lines.map((line) => el("li", {}, own(line))));
      case "label-list": return el("div", {}, el("p", {}, el("strong", {}, each.label)),
        el("ul", { class: "lines" }, each.lines.map((line) => el("li", {}, own(line)))));
      case "link": return el("p", {}, link(each));
      default: return el("p", {}, own(each.text));
    }
  };

  const section = (each, name) => el("section", { class: name }, el("h3", {}, each.title), each.items.map(item));

  const isCall = (each) => (each.href || "").startsWith("tel:");
  const isFirst = (each) => each.title === say.firstVisit;

  const detail = (row) => el("article", { class: "detail" },
    data.preview ? null : el("button", { class: "plain back", "data-key": "back", onclick: () => act({ do: "back" }) }, el("span", { "aria-hidden": "true" }, getComputedStyle(root).direction === "rtl" ? "→ " : "← "), say.back),
    el("div", { class: "head" },
      el("div", { class: "mark" }, badge(data.marks[row.mark], row.n ? String(row.n) : "")),
      el("div", {},
        el("h2", { tabindex: "-1", "data-key": "detail" }, row.name),
        row.sub ? el("p", { class: "sub" }, row.sub) : null,
        row.when ? el("p", { class: "time" }, row.when) : null)),
    row.welcome ? el("p", { class: "welcome" }, own(row.welcome)) : null,
    row.alert ? el("p", { class: "alert" }, el("strong", {}, `${say.alert}: `), own(row.alert)) : null,
    row.warn.length ? el("ul", { class: "facts" }, row.warn.map((text) => el("li", { class: "fact warn" }, text))) : null,
    // To call comes before the first visit, all that leads elsewhere after it.
    el("div", { class: "offers" }, data.preview || row.times ? null : planButton(row), row.actions.filter(isCall).map(link)),
    row.times ? times(row.times) : null,
    row.sections.filter(isFirst).map((each) => section(each, "first")),
    row.actions.some((each) => !isCall(each)) ? el("div", { class: "offers" }, row.actions.filter((each) => !isCall(each)).map(link)) : null,
    row.why.length ? el("section", {}, el("h3", {}, say.why.replace(/:$/, "")), el("ul", { class: "lines" }, row.why.map((line) => el("li", {}, line)))) : null,
    row.ask.length ? el("section", { class: "unknown" }, el("h3", {}, say.unknown), el("ul", { class: "lines" }, row.ask.map((line) => el("li", {}, line)))) : null,
    row.sections.filter((each) => !isFirst(each)).map((each) => section(each, null)),
    el("p", { class: "sub" }, row.checked),
    data.preview ? null : el("button", { class: "button", "data-key": "back2", onclick: () => act({ do: "back" }) }, say.back));

  const render = () => {
    const focused = parentElement.activeElement && parentElement.activeElement.dataset
      ? parentElement.activeElement.dataset.key : null;
    const summary = data.summary.map((part) => part.text).join(say.comma);
    if (state.said !== summary) {
      state.said = summary;
      state.status.replaceChildren(...data.summary.flatMap((part, index) =>
        [index ? say.comma : "", part.strong ? el("strong", {}, part.text) : part.text]), ".");
    }
    if (state.planned.textContent !== data.status) state.planned.textContent = data.status;
    const top = [
      data.homeFirst ? el("p", { class: "note home" }, say.homeFirst) : null,
      state.blocked ? el("p", { class: "note alert", role: "status" }, say.blocked) : null,
      ...data.notes.map((note) => el("p", { class: "note" }, note.text, " ",
        note.button ? el("button", { class: "plain", "data-key": "note", onclick: () => act(note.act) }, note.button) : null)),
    ];
    state.drawn = new Map();
    const list = [
      el("h2", { class: "hidden", tabindex: "-1", "data-key": "list" }, say.list),
      data.remote && data.homeFirst ? stripOf(data.remote, "remote") : null,
      data.empty ? empty(data.empty) : el("ol", { class: "cards" }, data.cards.map((row) => card(row, true))),
      data.more ? el("button", { class: "button wide", "data-key": "more", onclick: () => act({ do: "more" }) }, data.more) : null,
      data.unplaced ? stripOf(data.unplaced, "unplaced") : null,
      data.remote && !data.homeFirst ? stripOf(data.remote, "remote") : null,
      data.preview ? null : el("section", { class: "legend" }, el("h2", {}, say.legend), el("ul", {}, Object.entries(data.markLabels).map(([name, label]) =>
        el("li", {}, badge(data.marks[name], ""), label)))),
    ];
    if (!data.detail) state.cards = state.drawn;
    const chips = el("ul", { class: "chips", "aria-label": say.chips }, data.chips.map(chip));
    state.status.hidden = Boolean(data.detail || data.preview);
    if (root.firstChild.className === "chips") root.firstChild.remove();
    if (data.chips.length && !data.detail) root.prepend(chips);
    state.body.replaceChildren(...(data.detail ? [detail(data.detail)] : [...top, ...list]).filter(Boolean));

    if (data.preview) return; // Nothing to press, and whoever types keeps the focus.
    const mode = data.detail ? `detail/${data.detail.id}` : "list";
    const seek = (key) => [...root.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
    if (mode !== state.mode) {
      const target = data.detail ? seek("detail") : seek(`open/${state.from}`) || seek("list");
      state.mode = mode;
      if (target) {
        target.focus({ preventScroll: true });
        (data.detail ? root : target.closest(".card") || root).scrollIntoView({ block: data.detail ? "start" : "center" });
      }
      if (data.detail) {
        state.from = data.detail.id;
        select(data.detail.id, false);
      }
    } else if (state.longer && focused === `${state.longer[0]}/more`) {
      // On from where the strip ended: the first place that is new.
      const [strip, from] = state.longer;
      const next = root.querySelectorAll(`.${strip} .card`)[from];
      if (next) {
        state.longer = null;
        next.querySelector("button[data-key^='open/']")?.focus({ preventScroll: true });
      }
    } else if (focused) {
      const again = seek(focused) || seek("list");
      if (again) again.focus({ preventScroll: true });
    }
  };
  state.render = render;
  render();

  if (!state.listening) {
    state.listening = true;
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && state.data.detail) state.act({ do: "back" });
    });
    const onPick = (event) => {
      const { do: what, id, at } = event.detail;
      if (what === "select") {
        state.selected = id;
        const cards = [...root.querySelectorAll(".card")];
        for (const each of cards) each.classList.toggle("chosen", each.dataset.id === id);
        const chosen = cards.find((each) => each.dataset.id === id);
        if (chosen) chosen.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
      } else if (what === "open" && state.data.cards.some((row) => row.id === id)) {
        state.from = id;
        state.act({ do: "open", id });
      } else if (what === "plan" && state.data.cards.some((row) => row.id === id)) {
        state.act({ do: "toggle", id });
      } else if (what === "origin" && Array.isArray(at)) {
        state.act({ do: "origin", point: at.map(Number) });
      } else if (what === "blocked" || what === "drawn") {
        if (state.blocked !== (what === "blocked")) {
          state.blocked = what === "blocked";
          state.render();
        }
      }
    };
    document.addEventListener("resourcemap:map", onPick);
    state.stop = () => document.removeEventListener("resourcemap:map", onPick);
  }
  return () => state.stop();
}
