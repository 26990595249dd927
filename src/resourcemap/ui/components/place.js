// Where distances start: asks the browser only when pressed, and offers other places of a name.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".place");
  let state = root.own;
  if (!state) {
    state = root.own = { local: null, for: null };
    state.button = document.createElement("button");
    state.button.type = "button";
    state.button.className = "plain";
    state.status = document.createElement("p");
    state.status.setAttribute("role", "status");
    state.offers = document.createElement("div");
    state.offers.className = "offers";
    root.append(state.button, state.status, state.offers);
  }
  if (state.for !== data.status) {
    state.for = data.status;
    state.local = null;
  }
  const say = (text) => {
    state.local = text;
    state.status.textContent = text;
  };
  state.button.textContent = data.labels.locate;
  state.button.onclick = () => {
    if (!navigator.geolocation) {
      say(data.labels.refused);
      return;
    }
    say(data.labels.locating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setTriggerValue("located", {
        point: [coords.latitude, coords.longitude], accuracy: coords.accuracy, at: Date.now(),
      }),
      () => say(data.labels.refused),
      { enableHighAccuracy: false, timeout: 10000, maximumAge: 60000 });
  };
  const text = state.local || data.status;
  if (state.status.textContent !== text) state.status.textContent = text;
  state.offers.replaceChildren();
  if (data.lead) {
    const lead = document.createElement("span");
    lead.textContent = data.lead;
    state.offers.append(lead);
  }
  for (const [index, label] of data.offers.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "offer";
    button.textContent = label;
    button.onclick = () => setTriggerValue("picked", { index, label, at: Date.now() });
    state.offers.append(button);
  }
}
