// What the light pages do better with a script: print, copy, and keep a plan on this phone.
// Everything else works without it.
(() => {
  "use strict";
  const SHELF = "resourcemap-plan";
  const SCOPE = "/lite/offline/";
  const all = (selector, run) => document.querySelectorAll(selector).forEach(run);
  const status = () => document.querySelector("[data-status]");
  const canKeep = "serviceWorker" in navigator && "caches" in window;

  const show = (button, run) => {
    button.hidden = false;
    button.addEventListener("click", run);
  };

  const keep = async (button) => {
    const { busy, saved, open, failed } = button.dataset;
    status().textContent = busy;
    try {
      await navigator.serviceWorker.register(`${SCOPE}worker.js`, { scope: SCOPE });
      const body = new URLSearchParams(new FormData(button.form));
      body.set("for", "phone");
      const answer = await fetch("/lite/file", { method: "POST", body });
      if (!answer.ok) throw new Error(String(answer.status));
      await caches.delete(SHELF);
      const shelf = await caches.open(SHELF);
      await shelf.put(SCOPE, answer);
      await shelf.addAll(Array.from(document.scripts, (script) => script.src).filter(Boolean));
      const link = document.createElement("a");
      link.href = SCOPE;
      link.textContent = open;
      status().replaceChildren(`${saved} `, link);
    } catch {
      status().textContent = failed;
    }
  };

  const forget = async (button) => {
    await caches.delete(SHELF);
    const here = await navigator.serviceWorker.getRegistration(SCOPE);
    if (here) await here.unregister();
    all("[data-copy-of-plan]", (copy) => copy.remove());
    button.hidden = true;
    status().textContent = button.dataset.done;
  };

  all("[data-print]", (button) => show(button, () => window.print()));
  all("[data-copy]", (button) =>
    show(button, async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy"); // Older browsers, and pages without https.
      }
      button.textContent = button.dataset.done;
    }),
  );
  if (canKeep) {
    all("[data-keep]", (button) => show(button, () => keep(button)));
    all("[data-delete]", (button) => show(button, () => forget(button)));
  }
})();
