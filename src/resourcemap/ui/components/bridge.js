// Carries words between the list and the map's frame, and shows one or the other on a phone.
// The frame is a stranger's house: of its messages only the few below count, and each is checked again.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".bridge");
  let state = root.own;
  const html = document.documentElement;
  const frame = () => document.querySelector(".st-key-find_map iframe");
  const post = (message) => frame()?.contentWindow?.postMessage({ resourcemap: message }, "*");
  const shout = (detail) => document.dispatchEvent(new CustomEvent("resourcemap:map", { detail }));

  const name = () => {
    const node = frame();
    if (!node || node.title === data.title) return;
    node.title = data.title;
    node.setAttribute("aria-description", data.describe);
  };
  const showMap = (on) => {
    state.button.textContent = on ? data.list : data.map;
    if (on === html.classList.contains("resourcemap-map")) return;
    html.classList.toggle("resourcemap-map", on);
    if (on) document.querySelector(".st-key-find_map")?.scrollIntoView({ block: "start" });
  };

  if (!state) {
    state = root.own = { ready: false, since: Date.now() };
    state.button = document.createElement("button");
    state.button.type = "button";
    state.button.onclick = () => showMap(!html.classList.contains("resourcemap-map"));
    state.plan = document.createElement("button");
    state.plan.type = "button";
    state.plan.className = "plan";
    state.plan.onclick = () => document.querySelector(".st-key-nav_plan a")?.click();
    root.append(state.button, state.plan);
    const onMessage = (event) => {
      if (event.source !== frame()?.contentWindow || !event.data || !event.data.resourcemap) return;
      const { do: what, id, at } = event.data.resourcemap;
      if (what === "ready") {
        if (!state.ready) {
          state.ready = true;
          html.classList.remove("resourcemap-no-map");
          shout({ do: "drawn" });
        }
        post({ do: "plan", ids: state.planned, words: state.words });
        if (state.last) post({ do: "select", id: state.last });
        state.last = null;
      } else if (["select", "open", "plan"].includes(what) && typeof id === "string") {
        if (what === "open") showMap(false);
        shout({ do: what, id });
      } else if (what === "origin" && Array.isArray(at) && at.length === 2 && at.every(Number.isFinite)) {
        showMap(false);
        shout({ do: "origin", at });
      }
    };
    const onSelect = (event) => {
      const { id, showMap: show } = event.detail;
      if (show && matchMedia("(max-width: 640px)").matches) showMap(true);
      if (state.ready) post({ do: "select", id });
      else state.last = id;
    };
    addEventListener("message", onMessage);
    document.addEventListener("resourcemap:select", onSelect);
    const clock = setInterval(() => {
      name();
      if (state.ready) return;
      post({ do: "ping" });
      if (Date.now() - state.since > state.patience && !state.gaveUp) {
        state.gaveUp = true;
        html.classList.add("resourcemap-no-map");
        showMap(false);
        shout({ do: "blocked" });
      }
    }, 400);
    state.stop = () => {
      removeEventListener("message", onMessage);
      document.removeEventListener("resourcemap:select", onSelect);
      clearInterval(clock);
      html.classList.remove("resourcemap-map", "resourcemap-no-map");
    };
  }
  state.patience = data.patience_ms;
  state.plan.textContent = data.plan;
  state.planned = data.planned;
  state.words = data.words;
  if (state.ready) post({ do: "plan", ids: state.planned, words: state.words });
  showMap(html.classList.contains("resourcemap-map"));
  name();
  return () => state.stop();
}
