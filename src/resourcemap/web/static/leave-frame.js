// Inside a component's frame: Shift three times asks the page around it to leave.
(() => {
  "use strict";
  const WITHIN_MS = 1500;
  let presses = [];
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Shift") presses = [];
      else if (!event.repeat) {
        presses = [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp];
        if (presses.length >= 3) window.parent.postMessage("resourcemap:leave", "*");
      }
    },
    true,
  );
})();
