// The statements of the edit form, facet by facet: an answer for each term, and who says so.
function factsNode(state) {
  const { facts, labels } = state.data.schema;
  const groups = facts.facets.map((facet) => {
    const known = el("span", { class: "known" });
    const count = () => {
      const held = facet.terms.filter((term) => {
        const fact = state.values[`fact/${facet.facet}/${term.code}`];
        return fact && fact.answer && fact.answer !== "unknown";
      }).length;
      known.textContent = labels.known.replace("#", String(held));
    };
    const body = el("div", { class: "terms" });
    const details = el("details", {}, el("summary", {}, el("h3", {}, facet.label), known), body);
    const rows = () => facet.terms.map((term) => factRow(state, facet, term, count));
    // Rows are made when somebody looks: there are over two hundred.
    details.addEventListener("toggle", () => {
      if (!details.open || body.children.length) return;
      const made = rows();
      if (facet.terms.length > 12) {
        const id = `${state.base}-find-${facet.facet}`;
        const find = el("input", { type: "search", id, autocomplete: "off", oninput: () => {
          const words = find.value.trim().toLowerCase();
          made.forEach((row, at) => { row.hidden = words !== "" && !facet.terms[at].label.toLowerCase().includes(words); });
        } });
        body.append(el("div", { class: "field" }, el("label", { for: id }, labels.find_term), find));
      }
      body.append(...made);
      show(null, state);
    });
    count();
    return details;
  });
  return el("section", { "aria-labelledby": `${state.base}-facts` },
    el("h2", { id: `${state.base}-facts` }, facts.title), el("p", { class: "help" }, facts.help), groups);
}

function factRow(state, facet, term, count) {
  const { labels } = state.data.schema;
  const key = `fact/${facet.facet}/${term.code}`;
  const id = `${state.base}-${facet.facet}-${term.code}`;
  const fact = () => ({ answer: "unknown", detail: "", evidence: "", date: "", ...(state.values[key] || {}) });
  const more = el("div", { class: "more" });
  const choose = (name, choices) => {
    const node = el("select", { "aria-label": `${labels[name]}: ${term.label}`, onchange: () => type(state, key, { ...fact(), [name]: node.value }) },
      choices.map(([code, label]) => el("option", { value: code }, label)));
    node.value = fact()[name] || "";
    return el("div", { class: "field short" }, el("span", { class: "name", "aria-hidden": "true" }, labels[name]), node);
  };
  const drawMore = () => {
    const is = fact().answer !== "unknown";
    const date = el("input", { type: "date", "aria-label": `${labels.date}: ${term.label}`, oninput: () => type(state, key, { ...fact(), date: date.value }) });
    date.value = fact().date || "";
    more.replaceChildren(...(is ? [
      facet.details.length ? choose("detail", facet.details) : null,
      facet.evidence || fact().evidence ? choose("evidence", labels.evidences) : null,
      facet.evidence || fact().date ? el("div", { class: "field short" }, el("span", { class: "name", "aria-hidden": "true" }, labels.date), date) : null,
    ].filter(Boolean) : []));
  };
  const answer = el("select", { id, onchange: () => {
    const next = { ...fact(), answer: answer.value };
    // Without an answer nobody stands behind anything.
    type(state, key, answer.value === "unknown" ? { answer: "unknown", detail: "", evidence: "", date: "" } : next);
    drawMore();
    count();
  } }, labels.answers.map(([code, label]) => el("option", { value: code }, label)));
  answer.value = fact().answer;
  drawMore();
  return el("div", { class: "term" },
    el("div", { class: "ask" }, el("label", { for: id }, term.label), term.help ? el("p", { class: "help" }, term.help) : null),
    answer, more, noteNode(state, key, `${id}-notes`));
}
