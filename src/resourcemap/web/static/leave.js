// Quick exit: the button, or Shift three times. Covers the page at once, forgets what the page kept,
// and puts a harmless site in its place, so that Back does not lead here.
(() => {
  "use strict";
  const { url, label, hint } = document.currentScript.dataset;
  const LEFT = "left";
  const WITHIN_MS = 1500;
  let leaving = false;

  const remembered = (action) => {
    try {
      return action();
    } catch {
      return null; // Storage may be switched off; leaving must work all the same.
    }
  };

  const cover = () => {
    if (document.getElementById("leave-cover")) return;
    const sheet = document.createElement("div");
    sheet.id = "leave-cover";
    // Set here as well: the style sheet may not have come yet.
    sheet.style.cssText = "position:fixed;inset:0;z-index:2147483647;background:#fff";
    document.documentElement.append(sheet);
    document.title = "\u200b";
  };

  const leave = () => {
    if (!leaving) {
      leaving = true;
      cover();
      window.stop();
      remembered(() => localStorage.clear());
      remembered(() => sessionStorage.clear());
      // Earlier pages of this visit stay in the tab's history; the mark keeps them covered.
      remembered(() => sessionStorage.setItem(LEFT, "1"));
    }
    window.location.replace(url);
  };

  // The page came back out of the browser's memory, or was reached with Back or Forward.
  const wentBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (remembered(() => sessionStorage.getItem(LEFT))) {
    if (wentBack()) leave();
    else remembered(() => sessionStorage.removeItem(LEFT));
  }
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && (leaving || remembered(() => sessionStorage.getItem(LEFT)))) {
      leaving = false;
      leave();
    }
  });

  let presses = [];
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Shift") presses = [];
      else if (!event.repeat) {
        presses = [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp];
        if (presses.length >= 3) leave();
      }
    },
    true,
  );

  // The map's frame sees its own keys and passes the wish on.
  window.addEventListener("message", (event) => {
    if (event.data === "resourcemap:leave" && event.source !== window) leave();
  });

  const addButton = () => {
    // The light pages have a link that leaves without any script; here it also covers and forgets.
    const link = document.getElementById("leave-now");
    if (link) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        leave();
      });
      return;
    }
    const button = document.createElement("button");
    button.id = "leave-now";
    button.type = "button";
    button.title = hint;
    const cross = document.createElement("span");
    cross.setAttribute("aria-hidden", "true");
    cross.textContent = " \u2715";
    button.append(label, cross);
    button.addEventListener("click", leave);
    document.body.prepend(button); // First in the page: the first stop of the Tab key.
  };
  if (document.body) addButton();
  else document.addEventListener("DOMContentLoaded", addButton);
})();
