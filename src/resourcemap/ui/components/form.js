// The edit form. It keeps what is typed on this page until the server says it is in the draft, so a
// lost connection or a restarted server loses nothing. Every text is a text node or a field's value.
const DEBOUNCE_MS = 600;
const PATIENCE_MS = 5000;

// What was typed and is not in the draft yet, by draft. It outlives this component: when the connection
// is back, the page may be drawn anew before the text is sent. Memory only: nothing of it is stored.
const waiting = () => (window.resourcemapTyped = window.resourcemapTyped || new Map());
const entryOf = (draft) => {
  if (!waiting().has(draft)) waiting().set(draft, { pending: {}, sent: {}, seq: 0, at: 0 });
  return waiting().get(draft);
};

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".form");
  const state = root.own || (root.own = { draft: null, nodes: {}, uid: 0 });
  state.tell = setTriggerValue;
  state.data = data;
  clearInterval(state.takingUp);

  if (!data.draft) {
    // The list of places: a draft whose text did not arrive yet is taken up again.
    state.draft = null;
    stop(state);
    root.replaceChildren();
    takeUp(state);
    // A message that is sent while the page is still being drawn may get lost.
    state.takingUp = setInterval(() => takeUp(state), PATIENCE_MS);
    return () => clearInterval(state.takingUp);
  }

  const entry = entryOf(data.draft);
  if (data.seq >= entry.seq) {
    entry.sent = {};
    entry.acked = true;
  }
  state.entry = entry;
  state.cut = false; // The server drew this: it is there.

  const isOpened = state.draft !== data.draft;
  if (isOpened || state.built !== data.built) {
    state.draft = data.draft;
    state.built = data.built;
    state.values = { ...data.state.values, ...entry.sent, ...entry.pending };
    build(root, state);
  }
  show(root, state);
  // Opened from far down a list: the form begins above what is in sight.
  if (isOpened && root.getBoundingClientRect().top < 0) root.scrollIntoView({ block: "start" });

  if (!state.timer) {
    state.timer = setInterval(() => tick(state), 1000);
    state.leaving = (event) => { if (unsaved(state)) event.preventDefault(); };
    state.hide = () => { if (document.visibilityState === "hidden") flush(state); };
    window.addEventListener("beforeunload", state.leaving);
    document.addEventListener("visibilitychange", state.hide);
    state.covers = new MutationObserver(() => uncover(state));
    state.covers.observe(document.body, { childList: true, subtree: true });
    uncover(state);
  }
  return () => stop(state);
}

function stop(state) {
  if (!state.timer) return;
  clearInterval(state.timer);
  state.timer = null;
  window.removeEventListener("beforeunload", state.leaving);
  document.removeEventListener("visibilitychange", state.hide);
  state.covers.disconnect();
}

function takeUp(state) {
  for (const [draft, entry] of waiting()) {
    const typed = { ...entry.sent, ...entry.pending };
    if (Object.keys(typed).length && state.data.known.includes(draft)) {
      entry.seq += 1;
      entry.sent = typed;
      entry.pending = {};
      state.tell("typed", { draft, typed, seq: entry.seq, again: true });
      break;
    }
  }
}

const unsaved = (state) => state.entry && Object.keys({ ...state.entry.sent, ...state.entry.pending }).length > 0;

function type(state, key, value) {
  state.values[key] = value;
  state.entry.pending[key] = value;
  state.lastTyped = Date.now();
  clearTimeout(state.soon);
  state.soon = setTimeout(() => flush(state), DEBOUNCE_MS);
  status(state);
}

function flush(state) {
  clearTimeout(state.soon);
  const { entry } = state;
  if (!entry || !Object.keys(entry.pending).length) return;
  entry.sent = { ...entry.sent, ...entry.pending };
  entry.pending = {};
  send(state);
}

function send(state) {
  const { entry } = state;
  entry.seq = Math.max(entry.seq + 1, Date.now());
  entry.at = Date.now();
  state.tell("typed", { draft: state.draft, typed: entry.sent, seq: entry.seq });
  status(state);
}

// Streamlit covers the page while the connection is away, so that nobody can type. What is typed here
// waits for the connection by itself: the cover is taken off in the moment it is laid, and the line above
// says what is going on. The focus it took goes back, but never away from where somebody is by now.
function uncover(state) {
  const cover = document.querySelector('[data-testid="stDialog"], [role="dialog"]');
  const close = cover && cover.querySelector('button[aria-label="Close"]');
  if (close) {
    state.cut = true;
    state.covered = true;
    close.click();
    status(state);
  } else if (state.covered && !cover) {
    state.covered = false;
    giveBack(state, 30);
  }
}

function giveBack(state, frames) {
  const { focused } = state;
  const taken = document.activeElement && document.activeElement !== document.body;
  if (taken || !focused || !focused.isConnected) return;
  focused.focus({ preventScroll: true });
  // Until the cover is quite gone the page takes no focus.
  if (frames) requestAnimationFrame(() => giveBack(state, frames - 1));
}

// A message that was lost with the connection is sent again until it is answered.
function tick(state) {
  const { entry } = state;
  if (!entry) return;
  if (Object.keys(entry.sent).length && Date.now() - entry.at > PATIENCE_MS) send(state);
  status(state);
}

function status(state) {
  const { labels } = state.data.schema;
  const { entry } = state;
  let said = state.data.kept;
  let kind = "kept";
  if (state.cut) {
    said = labels.offline;
    kind = "offline";
  } else if (unsaved(state)) {
    const since = entry.waitingSince || (entry.waitingSince = Date.now());
    const late = Date.now() - since > PATIENCE_MS || navigator.onLine === false;
    said = late ? labels.offline : labels.keeping;
    kind = late ? "offline" : "keeping";
  } else {
    entry.waitingSince = 0;
  }
  const node = state.nodes.status;
  if (node && node.textContent !== said) {
    node.textContent = said;
    node.className = `status ${kind}`;
  }
}

const act = (state, what) => {
  flush(state);
  const { entry } = state;
  state.tell("act", { ...what, draft: state.draft, typed: { ...entry.sent, ...entry.pending }, seq: entry.seq, why: state.why ? state.why.value : "", at: Date.now() });
};

// --- Building ---------------------------------------------------------------------------------------

function build(root, state) {
  const { schema } = state.data;
  const { labels } = schema;
  state.nodes = { notes: {}, fields: {} };
  state.base = `f${state.draft.slice(0, 6)}`;
  state.nodes.status = el("p", { class: "status kept", role: "status" });
  const sections = schema.sections.map((section) =>
    el("section", { "aria-labelledby": `${state.base}-${section.name}` },
      el("h2", { id: `${state.base}-${section.name}` }, section.title),
      el("div", { class: "fields" }, section.fields.map((field) => fieldNode(state, field))),
      section.name === "where" ? mapNode(state) : null,
      section.name === "privacy" ? (state.nodes.publishes = el("div", { class: "publishes", role: "status" })) : null));
  state.why = el("input", { type: "text", id: `${state.base}-why`, maxlength: "300", autocomplete: "off", placeholder: labels.why_hint });
  const end = el("section", { class: "end" },
    el("div", { class: "field" }, el("label", { for: state.why.id }, labels.why), state.why),
    el("div", { class: "buttons" },
      el("button", { type: "button", onclick: () => { waiting().delete(state.draft); state.tell("act", { do: "drop", draft: state.draft, at: Date.now() }); } }, labels.drop),
      state.data.may_hide ? el("button", { type: "button", "aria-describedby": `${state.base}-hide`, onclick: () => act(state, { do: "hide" }) }, labels.hide) : null),
    state.data.may_hide ? el("p", { class: "help", id: `${state.base}-hide` }, labels.hide_help) : null);
  const bar = el("div", { class: "bar buttons" },
    el("button", { type: "button", class: "main", onclick: () => act(state, { do: "save" }) }, state.data.may_write ? labels.save : labels.propose),
    el("button", { type: "button", onclick: () => act(state, { do: "close" }) }, labels.close));
  root.replaceChildren(state.nodes.status, ...sections, factsNode(state), end, bar);
  if (!state.watched) root.addEventListener("focusin", (event) => { state.focused = event.target; });
  state.watched = true;
  root.setAttribute("role", "form");
  root.setAttribute("aria-label", labels.form);
}

function noteNode(state, key, id) {
  const node = el("div", { class: "notes", id });
  state.nodes.notes[key] = node;
  return node;
}

function inputNode(state, field, value, onInput, id, describedBy) {
  const common = { id, "aria-describedby": describedBy, autocomplete: "off" };
  if (field.choices) {
    const node = el("select", { ...common, onchange: (event) => onInput(event.target.value) },
      // A value of a file that is none of the choices is shown as it is, and stays.
      [...field.choices, ...(value && !field.choices.some(([code]) => code === value) ? [[value, value]] : [])]
        .map(([code, label]) => el("option", { value: code }, label)));
    node.value = value || "";
    return node;
  }
  const node = field.kind === "long"
    ? el("textarea", { ...common, rows: 3, oninput: (event) => onInput(event.target.value) })
    : el("input", { ...common, type: "text", inputmode: field.kind === "number" ? "decimal" : null, oninput: (event) => onInput(event.target.value) });
  node.value = value || "";
  return node;
}

function fieldNode(state, field) {
  if (field.name === "schedules") return schedulesNode(state, field);
  if (field.kind === "list") return listNode(state, field);
  const id = `${state.base}-${field.name}`;
  const input = inputNode(state, field, state.values[field.name], (value) => type(state, field.name, value), id, `${id}-help ${id}-notes`);
  state.nodes.fields[field.name] = input;
  return el("div", { class: field.short ? "field short" : "field" },
    el("label", { for: id }, field.label),
    el("p", { class: "help", id: `${id}-help` }, field.help),
    input, noteNode(state, field.name, `${id}-notes`));
}

function listNode(state, field) {
  const rows = el("div", { class: "rows" });
  const box = el("fieldset", { class: "list" }, el("legend", {}, field.label), rows);
  const draw = () => {
    const values = state.values[field.name] || [];
    rows.replaceChildren(...values.map((row, at) => {
      const change = (name) => (value) => {
        const next = (state.values[field.name] || []).map((each, place) => (place === at ? { ...each, [name]: value } : each));
        type(state, field.name, next);
      };
      return el("div", { class: "row" },
        field.items.map((item) => {
          const id = `${state.base}-${field.name}-${at}-${item.name}`;
          return el("div", { class: "field" }, el("label", { for: id }, item.label),
            inputNode(state, item, row[item.name], change(item.name), id, `${state.base}-${field.name}-notes`));
        }),
        removeButton(state, field, at, draw));
    }), el("button", { type: "button", class: "plain", onclick: () => {
      type(state, field.name, [...(state.values[field.name] || []), Object.fromEntries(field.items.map((item) => [item.name, ""]))]);
      draw();
      const inputs = rows.querySelectorAll("input, select");
      if (inputs.length) inputs[Math.max(0, inputs.length - field.items.length)].focus();
    } }, field.add));
  };
  draw();
  box.append(noteNode(state, field.name, `${state.base}-${field.name}-notes`));
  return box;
}

function removeButton(state, field, at, draw) {
  return el("button", { type: "button", class: "plain", onclick: () => {
    type(state, field.name, (state.values[field.name] || []).filter((_, place) => place !== at));
    draw();
  } }, field.remove.replace("#", String(at + 1)));
}

function schedulesNode(state, field) {
  const { schedule } = state.data.schema;
  const rows = el("div", { class: "rows" });
  const box = el("fieldset", { class: "list" }, el("legend", {}, field.label), rows);
  state.nodes.schedules = [];
  const put = (at, name, value) => {
    type(state, "schedules", (state.values.schedules || []).map((each, place) => (place === at ? { ...each, [name]: value } : each)));
  };
  const text = (at, row, name, kind) => {
    const id = `${state.base}-when-${at}-${name}`;
    const node = el("input", { id, type: kind, autocomplete: "off", "aria-describedby": schedule.help[name] ? `${id}-help` : null, oninput: (event) => put(at, name, event.target.value) });
    // A clock as "9:00" or a date half typed is shown as it is, in a plain field.
    if (kind !== "text" && row[name]) { node.value = row[name]; if (node.value !== row[name]) node.type = "text"; }
    node.value = row[name] || "";
    return el("div", { class: "field short" }, el("label", { for: id }, schedule.labels[name]),
      schedule.help[name] ? el("p", { class: "help", id: `${id}-help` }, schedule.help[name]) : null, node);
  };
  const ticks = (at, row, name, choices) => el("fieldset", { class: "ticks" }, el("legend", {}, schedule.labels[name]),
    choices.map(([code, label]) => {
      const box_ = el("input", { type: "checkbox", onchange: () => {
        const held = (state.values.schedules[at][name] || []).filter((each) => each !== code);
        put(at, name, box_.checked ? [...held, code] : held);
      } });
      box_.checked = (row[name] || []).includes(code);
      return el("label", {}, box_, el("span", {}, label));
    }));
  const draw = () => {
    const values = state.values.schedules || [];
    state.nodes.schedules = values.map(() => el("div", { class: "said", role: "status" }));
    rows.replaceChildren(...values.map((row, at) => {
      const id = `${state.base}-when-${at}-repeat`;
      const choices = schedule.repeats.filter(([code]) => code !== "kept" || row.repeat === "kept");
      const select = el("select", { id, onchange: () => { put(at, "repeat", select.value); draw(); document.getElementById(id)?.focus(); rows.querySelector(`#${id}`)?.focus(); } },
        choices.map(([code, label]) => el("option", { value: code }, label)));
      select.value = row.repeat || "weekly";
      const repeat = select.value;
      const weekly = repeat === "weekly" || repeat === "fortnightly";
      return el("div", { class: "row when" },
        el("div", { class: "field" }, el("label", { for: id }, schedule.labels.repeat), select),
        weekly || repeat === "nth" ? ticks(at, row, "days", schedule.days) : null,
        repeat === "nth" ? ticks(at, row, "numbers", schedule.numbers) : null,
        repeat === "monthly" ? text(at, row, "monthday", "text") : null,
        text(at, row, "opens", "time"), text(at, row, "closes", "time"),
        text(at, row, "first", "date"), repeat === "once" ? null : text(at, row, "last", "date"),
        repeat === "once" ? null : text(at, row, "season_from", "date"), repeat === "once" ? null : text(at, row, "season_to", "date"),
        text(at, row, "skipped", "text"), text(at, row, "extra", "text"), text(at, row, "note", "text"),
        state.nodes.schedules[at], removeButton(state, field, at, () => { draw(); show(null, state); }));
    }), el("button", { type: "button", class: "plain", onclick: () => {
      type(state, "schedules", [...(state.values.schedules || []), { repeat: "weekly", days: [], numbers: [], monthday: "", opens: "", closes: "", first: "", last: "", season_from: "", season_to: "", skipped: "", extra: "", note: "" }]);
      draw();
      const selects = rows.querySelectorAll("select");
      if (selects.length) selects[selects.length - 1].focus();
    } }, field.add));
  };
  draw();
  box.append(noteNode(state, "schedules", `${state.base}-schedules-notes`));
  return box;
}

// --- What the server says of it ---------------------------------------------------------------------

function show(root, state) {
  const { state: said } = state.data;
  for (const [key, node] of Object.entries(state.nodes.notes)) {
    const lines = [];
    // What is being typed this moment is not yet what the server read.
    const typing = key in state.entry.pending;
    if (said.problems[key] && !typing) lines.push(el("p", { class: "problem" }, said.problems[key]));
    for (const hint of said.hints[key] || []) lines.push(el("p", { class: "hint" }, hint));
    if (said.shared[key]) lines.push(el("p", { class: "shared" }, said.shared[key]));
    const text = lines.map((line) => line.textContent).join("|");
    if (node.dataset.said !== text) {
      node.dataset.said = text;
      node.replaceChildren(...lines);
    }
    const field = state.nodes.fields[key];
    if (field) field.setAttribute("aria-invalid", String(Boolean(said.problems[key]) && !typing));
  }
  (state.nodes.schedules || []).forEach((node, at) => {
    const notes = said.schedules[at];
    if (!notes || "schedules" in state.entry.pending) return;
    node.replaceChildren(...[notes.problem ? el("p", { class: "problem" }, notes.problem) : null,
      notes.said ? el("p", { class: "rule" }, notes.said) : null, notes.dates ? el("p", {}, notes.dates) : null].filter(Boolean));
  });
  const zone = state.nodes.fields.time_zone;
  if (zone && !("time_zone" in { ...state.entry.sent, ...state.entry.pending }) && zone.getRootNode().activeElement !== zone) {
    // It follows the state, until somebody chooses.
    state.values.time_zone = said.values.time_zone;
    zone.value = said.values.time_zone || "";
  }
  if (state.nodes.publishes) {
    const lines = said.publishes.map((line) => el("p", {}, line));
    if (state.nodes.publishes.textContent !== said.publishes.join("")) state.nodes.publishes.replaceChildren(...lines);
  }
  if (state.pin) state.pin.show();
  status(state);
}
