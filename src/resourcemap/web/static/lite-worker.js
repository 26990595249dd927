// Shows the plan a person chose to keep on this phone, without a network. It keeps nothing by itself.
"use strict";
const SHELF = "resourcemap-plan";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const kept = async () => {
    if (await caches.has(SHELF)) {
      const found = await (await caches.open(SHELF)).match(event.request, { ignoreVary: true });
      if (found) return found;
    }
    return fetch(event.request);
  };
  event.respondWith(kept());
});
