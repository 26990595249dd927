// Draws the places of the list into the map's frame. Everything that comes from a listing becomes a
// text node; nothing here is read as HTML.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const NEAR_PX = 46;
  const CLOSEST_ZOOM = 15;

  const make = (tag, className, ...children) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  };

  const badge = (mark, label) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 36 36");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", mark.path);
    path.setAttribute("fill", mark.fill);
    const text = document.createElementNS(SVG, "text");
    text.setAttribute("x", "18");
    text.setAttribute("y", String(mark.middle));
    text.setAttribute("fill", mark.ink);
    text.textContent = label;
    svg.append(path, text);
    return svg;
  };

  const figure = (text) => {
    const node = make("bdi", "", text);
    node.dir = "ltr";
    return node;
  };

  const tell = (message) => window.parent.postMessage({ resourcemap: message }, "*");

  // One state for the frame: layers come and go with every change of the filters, this stays.
  const state = { map: null, data: null, group: null, drawn: [], selected: null, view: null, lines: new Set(), planned: new Set(), words: null, names: [] };

  function start(map, labels) {
    state.map = map;
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", labels.title);
    map.createPane("lines").style.zIndex = 250;
    map.createPane("names").style.zIndex = 360;
    map.createPane("rings").style.zIndex = 350;
    L.control.zoom({ zoomInTitle: labels.zoom_in, zoomOutTitle: labels.zoom_out }).addTo(map);
    sayUnits(labels.units);
    L.control.scale({ metric: labels.unit === "km", imperial: labels.unit === "mi", position: innerWidth < 480 ? "topright" : "bottomleft" }).addTo(map);
    L.control.attribution({ prefix: false }).addAttribution(labels.lines).addTo(map);
    if (labels.tiles) {
      L.tileLayer(labels.tiles.url, { maxZoom: 18, attribution: make("span", "", make("span", "", labels.tiles.thanks)).innerHTML }).addTo(map);
    }
    if (L.Browser.touch && matchMedia("(pointer: coarse)").matches) {
      map.dragging.disable(); // One finger scrolls the page; two move the map.
      const hint = make("p", "hint", labels.touch);
      hint.setAttribute("aria-hidden", "true");
      map.getContainer().append(hint);
      map.getContainer().addEventListener("touchmove", (event) => {
        if (event.touches.length > 1) return;
        hint.classList.add("shown");
        clearTimeout(state.hint);
        state.hint = setTimeout(() => hint.classList.remove("shown"), 1500);
      }, { passive: true });
    }
    map.getContainer().addEventListener("focusin", () => map.scrollWheelZoom.enable());
    map.on("mouseout", () => map.scrollWheelZoom.disable());
    map.on("zoomend", drawMarkers);
    map.on("click", (event) => { if (state.data?.labels.search_here) offerOrigin(event.latlng); });
    new ResizeObserver(() => {
      map.invalidateSize({ pan: false });
      if (state.data && (state.unseen || state.data.links)) look(true);
    }).observe(map.getContainer());
    window.addEventListener("message", (event) => {
      const message = event.source === window.parent && event.data && event.data.resourcemap;
      if (!message) return;
      if (message.do === "ping") tell({ do: "ready" });
      if (message.do === "select") select(message.id, false);
      if (message.do === "plan" && Array.isArray(message.ids)) {
        state.planned = new Set(message.ids);
        state.words = message.words;
        for (const button of document.querySelectorAll("button[data-plan]")) namePlan(button);
      }
    });
  }

  // Leaflet writes its scale in English.
  function sayUnits(units) {
    L.Control.Scale.include({
      _updateScale(node, text, ratio) {
        const [figure, unit] = text.split(" ");
        node.style.width = `${Math.round(this.options.maxWidth * ratio)}px`;
        node.dir = "auto";
        node.textContent = (units[unit] || `# ${unit}`).replace("#", figure);
      },
    });
  }

  function draw(map, group, data) {
    map.closePopup();
    group.addTo(map);
    state.data = data;
    state.group = group;
    document.documentElement.lang = data.language;
    drawBase(map, group, data);
    drawOrigin(group, data);
    for (const ends of data.links || []) {
      // A light line under a dark one is seen on every ground.
      for (const style of [{ color: "#ffffff", weight: 6, opacity: 0.9 }, { color: "#1e2a2d", weight: 2.4, dashArray: "2 7" }]) {
        L.polyline(ends, { pane: "rings", interactive: false, ...style }).addTo(group);
      }
    }
    look(false);
    drawMarkers();
    tell({ do: "ready" });
  }

  // Moves the view only when it must: another starting point or radius, or a place out of sight.
  function look(again) {
    const { map, data } = state;
    const size = map.getSize();
    state.unseen = size.x < 40 || size.y < 40;
    if (state.unseen || !data.box) return;
    const seen = map.getBounds();
    // A map of staff may have points far off on purpose: there the view decides, and the box it begins with.
    const wanted = data.links ? [[data.box[0], data.box[1]], [data.box[2], data.box[3]]] : data.rows.map((row) => row.at);
    const isInSight = wanted.every((at) => seen.contains(at));
    if (!again && state.view === data.view && isInSight) return;
    state.view = data.view;
    map.fitBounds([[data.box[0], data.box[1]], [data.box[2], data.box[3]]], {
      animate: false, padding: [24, 24], maxZoom: CLOSEST_ZOOM,
    });
  }

  function drawBase(map, group, data) {
    if (data.base) {
      for (const url of data.base.files) {
        if (state.lines.has(url)) continue;
        state.lines.add(url);
        fetch(url).then((answer) => answer.json()).then((lines) => {
          L.geoJSON(lines, {
            pane: "lines",
            interactive: false,
            renderer: state.canvas || (state.canvas = L.canvas({ pane: "lines", padding: 0.5 })),
            style: (feature) => feature.properties.kind === "state"
              ? { color: "#7b8a86", weight: 1.6, opacity: 0.9 }
              : { color: "#9aa8a3", weight: 0.9, opacity: 0.7 },
          }).addTo(map);
        }).catch(() => state.lines.delete(url)); // The lines are a picture: the places stand without them.
      }
      state.names = [];
      for (const [name, latitude, longitude, size] of data.base.names) {
        const text = make("span", `place place-${size}`, name);
        text.setAttribute("aria-hidden", "true");
        L.marker([latitude, longitude], {
          pane: "names", interactive: false, keyboard: false,
          icon: L.divIcon({ className: "name", html: text, iconSize: [0, 0] }),
        }).addTo(group);
        state.names.push({ at: [latitude, longitude], text });
      }
    }
  }

  // A name gives way to the places: above or below them, or not at all.
  function placeNames(spots) {
    const points = spots.map((spot) => state.map.latLngToLayerPoint(spot.rows[0].at));
    for (const { at, text } of state.names) {
      const { x, y } = state.map.latLngToLayerPoint(at);
      const reach = (text.offsetWidth || text.textContent.length * 8) / 2 + 24;
      const isFree = (down) => points.every((point) => Math.abs(point.x - x) > reach || Math.abs(point.y - y - down) > 30);
      const down = [0, -34, 34].find(isFree);
      text.hidden = down === undefined;
      text.style.marginTop = `${down || 0}px`;
    }
  }

  function drawOrigin(group, data) {
    if (!data.origin) return;
    const [latitude, longitude] = data.origin.point;
    for (const [index, ring] of data.rings.entries()) {
      L.circle([latitude, longitude], {
        pane: "rings", radius: ring.m, interactive: false, fill: false, className: "ring",
      }).addTo(group);
      if (data.rings.length === 3 && index === 0) continue; // It would lie under the places.
      const top = latitude + (ring.m / 6371008.8) * (180 / Math.PI);
      const label = make("span", "ring-label", ring.label);
      label.setAttribute("aria-hidden", "true");
      L.marker([top, longitude], {
        pane: "names", interactive: false, keyboard: false,
        icon: L.divIcon({ className: "name", html: label, iconSize: [0, 0] }),
      }).addTo(group);
    }
    const dot = make("span", "origin");
    dot.setAttribute("role", "img");
    dot.setAttribute("aria-label", data.origin.label);
    L.marker([latitude, longitude], {
      interactive: false, keyboard: false, zIndexOffset: -500,
      icon: L.divIcon({ className: "name", html: dot, iconSize: [0, 0] }),
    }).addTo(group);
  }

  function clusters() {
    const { map, data } = state;
    const found = [];
    const standsAlone = (row) => row.id === state.selected || row.alone;
    for (const row of data.rows) {
      const at = map.latLngToLayerPoint([row.at[0], row.at[1]]);
      const home = standsAlone(row) ? null : found.find(
        (each) => !standsAlone(each.rows[0]) && each.point.distanceTo(at) < NEAR_PX);
      if (home) home.rows.push(row);
      else found.push({ point: at, rows: [row] });
    }
    return found;
  }

  function drawMarkers() {
    const { data, group } = state;
    if (!data) return;
    for (const marker of state.drawn) group.removeLayer(marker);
    const spots = clusters();
    placeNames(spots);
    state.drawn = spots.map(({ rows }) => {
      const [first] = rows;
      const chosen = first.id === state.selected;
      const pin = make("span", `pin${chosen ? " chosen" : ""}`, badge(data.marks[first.mark], String(first.n)));
      if (rows.length > 1) pin.append(make("span", "more", `+${rows.length - 1}`));
      const marker = L.marker(first.at, {
        zIndexOffset: chosen ? 2000 : 1000 - first.n,
        icon: L.divIcon({ className: "spot", html: pin, iconSize: [44, 44], iconAnchor: [22, 22] }),
      }).addTo(group);
      const node = marker.getElement();
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", rows.length > 1
        ? data.labels.cluster.replace("#", String(rows.length)) : `${first.n}. ${first.name}`);
      marker.on("click", () => press(rows));
      return marker;
    });
  }

  function press(rows) {
    const { map } = state;
    if (rows.length === 1) {
      select(rows[0].id, true);
      return;
    }
    const bounds = L.latLngBounds(rows.map((row) => row.at));
    const apart = bounds.getNorthEast().distanceTo(bounds.getSouthWest()) > 60;
    if (apart && map.getZoom() < 16) map.fitBounds(bounds, { padding: [60, 60], maxZoom: 17, animate: false });
    else open(rows);
  }

  function select(id, ours) {
    const { map, data } = state;
    const row = data && data.rows.find((each) => each.id === id);
    state.selected = row ? id : null;
    drawMarkers();
    if (!row) {
      map.closePopup();
      return;
    }
    if (!map.getBounds().pad(-0.1).contains(row.at)) map.panTo(row.at, { animate: false });
    open([row]);
    if (ours) tell({ do: "select", id });
  }

  // "Add to my plan" or "Take out": the page tells which places are in the plan.
  function namePlan(button) {
    const word = state.planned.has(button.dataset.plan) ? state.words.out : state.words.add;
    button.textContent = word;
    button.setAttribute("aria-label", `${word}: ${button.dataset.name}`);
  }

  function open(rows) {
    const { data } = state;
    const box = make("div", "card");
    box.dir = data.direction;
    for (const row of rows) {
      const button = data.labels.details ? make("button", "", data.labels.details) : null;
      if (button) {
        button.type = "button";
        button.setAttribute("aria-label", `${data.labels.details}: ${row.name}`);
        button.addEventListener("click", () => tell({ do: "open", id: row.id }));
      }
      box.append(make("div", "one",
        make("strong", "", figure(`${row.n}.`), " ", make("bdi", "", row.name)),
        row.sub ? make("span", "", make("bdi", "", row.sub)) : null,
        make("span", "", [row.when, row.where].filter(Boolean).join(" · ")),
        button, planButton(row)));
    }
    popup(rows[0].at, box, 18);
  }

  function planButton(row) {
    if (!state.words) return null;
    const button = make("button", "");
    button.type = "button";
    button.dataset.plan = row.id;
    button.dataset.name = row.name;
    namePlan(button);
    button.addEventListener("click", () => tell({ do: "plan", id: row.id }));
    return button;
  }

  function offerOrigin(at) {
    const button = make("button", "", state.data.labels.search_here);
    button.type = "button";
    const here = at.wrap();
    button.addEventListener("click", () => {
      state.map.closePopup();
      tell({ do: "origin", at: [Number(here.lat.toFixed(4)), Number(here.lng.toFixed(4))] });
    });
    popup(at, make("div", "card", button), 0);
  }

  function popup(at, content, lift) {
    L.popup({ offset: [0, -lift], maxWidth: 260, minWidth: 150, autoPanPadding: [12, 12] })
      .setLatLng(at).setContent(content).openOn(state.map);
  }

  window.resourcemap = { start, draw, ids: () => (state.data ? state.data.rows.map((row) => row.id) : []) };
})();
