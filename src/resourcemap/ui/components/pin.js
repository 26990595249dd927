// The pin on its own small map: Leaflet and the border lines from this server, nothing from elsewhere.
const STEP_M = 25;

const leaflet = (url) => (window.resourcemapLeaflet = window.resourcemapLeaflet || new Promise((done, failed) => {
  if (window.L && window.L.map) { done(window.L); return; }
  const script = document.createElement("script");
  script.src = url;
  script.onload = () => done(window.L);
  script.onerror = failed;
  document.head.append(script);
}));

function mapNode(state) {
  const { labels } = state.data.schema;
  const words = labels.map;
  const box = el("div", { class: "map", role: "region", "aria-label": words.title });
  const notes = el("div", { class: "notes", role: "status" });
  const buttons = el("div", { class: "buttons" });
  const fit = state.data.map;
  const pin = { marker: null, map: null };
  state.pin = pin;

  const number = (name) => {
    const value = parseFloat(String(state.values[name] || "").replace(",", "."));
    return Number.isFinite(value) ? value : null;
  };
  const here = () => {
    const [latitude, longitude] = [number("latitude"), number("longitude")];
    return latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180 ? null : [latitude, longitude];
  };
  // What the point is: the place itself once somebody set it, or only near it.
  const near = (text) => {
    const field = state.nodes.fields.point_is_near;
    if (!field) return;
    field.value = text;
    if (state.values.point_is_near !== text) type(state, "point_is_near", text);
    pin.show();
  };
  const put = (point, isNear = "no") => {
    for (const [name, value] of [["latitude", point[0]], ["longitude", point[1]]]) {
      const text = value.toFixed(6).replace(/0+$/, "").replace(/\.$/, "");
      state.nodes.fields[name].value = text;
      type(state, name, text);
    }
    near(isNear);
    place();
    // A point that was let go is told at once: the next press may be the one that takes it.
    if (state.flush) state.flush();
  };
  const place = () => {
    const point = here();
    if (!pin.map || !window.L) return;
    if (!point) {
      if (pin.marker) pin.marker.remove();
      pin.marker = null;
      return;
    }
    if (!pin.marker) {
      pin.marker = L.marker(point, { draggable: true, keyboard: true, alt: words.pin, title: words.pin,
        icon: L.icon({ iconUrl: fit.icon, shadowUrl: fit.shadow, iconSize: [25, 41], iconAnchor: [12, 41], shadowSize: [41, 41] }) }).addTo(pin.map);
      const node = pin.marker.getElement();
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", words.pin);
      node.addEventListener("keydown", (event) => {
        const way = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
        if (!way) return;
        event.preventDefault();
        event.stopPropagation();
        const at = here();
        const step = (STEP_M * (event.shiftKey ? 10 : 1)) / 111195;
        put([at[0] + way[0] * step, at[1] + (way[1] * step) / Math.max(0.1, Math.cos((at[0] * Math.PI) / 180))]);
      });
      pin.marker.on("dragend", () => { const at = pin.marker.getLatLng(); put([at.lat, at.lng]); });
      pin.map.setView(point, Math.max(pin.map.getZoom(), 14), { animate: false });
    }
    pin.marker.setLatLng(point);
    if (!pin.map.getBounds().contains(point)) pin.map.setView(point, pin.map.getZoom(), { animate: false });
  };

  const draw = (L) => {
    if (pin.map || !box.isConnected) return;
    pin.map = L.map(box, { zoomControl: false, attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.5, maxZoom: 18 });
    pin.map.setView(here() || fit.middle, here() ? 14 : 10, { animate: false });
    L.control.zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(pin.map);
    if (fit.tiles) L.tileLayer(fit.tiles, { maxZoom: 18 }).addTo(pin.map);
    for (const url of fit.files) {
      fetch(url).then((answer) => answer.json()).then((lines) => L.geoJSON(lines, {
        interactive: false,
        style: (feature) => ({ color: feature.properties.kind === "state" ? "#7b8a86" : "#9aa8a3", weight: feature.properties.kind === "state" ? 1.6 : 0.9 }),
      }).addTo(pin.map)).catch(() => null); // The lines are a picture: the pin stands without them.
    }
    for (const [name, latitude, longitude] of fit.names) {
      const text = document.createElement("span");
      text.textContent = name;
      text.setAttribute("aria-hidden", "true");
      L.marker([latitude, longitude], { interactive: false, keyboard: false, icon: L.divIcon({ className: "name", html: text, iconSize: [0, 0] }) }).addTo(pin.map);
    }
    pin.map.on("click", (event) => put([event.latlng.lat, event.latlng.lng]));
    new ResizeObserver(() => pin.map.invalidateSize({ pan: false })).observe(box);
    place();
  };
  requestAnimationFrame(() => leaflet(fit.leaflet).then(draw).catch(() => { box.hidden = true; }));

  let wait;
  const follow = () => {
    near(here() ? "no" : "");
    clearTimeout(wait);
    wait = setTimeout(place, 300);
  };
  for (const name of ["latitude", "longitude"]) state.nodes.fields[name].addEventListener("input", follow);

  pin.show = () => {
    const findings = state.data.state.point || [];
    const lines = findings.map((each) => el("p", { class: "hint" }, each.text));
    if (!here()) lines.push(el("p", { class: "help" }, words.none));
    else if (state.values.point_is_near === "yes") lines.push(el("p", { class: "hint" }, words.near));
    if (notes.textContent !== lines.map((line) => line.textContent).join("")) notes.replaceChildren(...lines);
    const offers = findings.filter((each) => each.proposed).map((each) => el("button", { type: "button", class: "plain", onclick: () => put(each.proposed, state.values.point_is_near || "") }, words.take));
    if (state.data.zip) offers.push(el("button", { type: "button", class: "plain", onclick: () => put(state.data.zip, "yes") }, words.zip));
    const said = JSON.stringify([findings.map((each) => each.proposed), state.data.zip]);
    if (buttons.dataset.said !== said) {
      buttons.dataset.said = said;
      buttons.replaceChildren(...offers);
    }
  };
  return el("div", { class: "pin" }, el("link", { rel: "stylesheet", href: fit.css }), el("h3", {}, words.title), el("p", { class: "help" }, words.hint), box, buttons, notes);
}
