// Shows a page in a frame without scripts, and opens the browser's print dialog once for each press.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".print");
  let state = root.own;
  if (!state) {
    state = root.own = { press: 0, page: null };
    state.again = document.createElement("button");
    state.again.type = "button";
    root.append(state.again);
  }
  // A new frame each time: Chromium prints one frame once.
  const show = (prints) => {
    const frame = document.createElement("iframe");
    // Without scripts of its own; of the same origin, so that this page may ask it to print.
    frame.setAttribute("sandbox", "allow-same-origin allow-modals");
    frame.title = data.title;
    frame.onload = () => {
      if (!prints) return;
      root.dataset.printed = String(Number(root.dataset.printed || 0) + 1);
      frame.contentWindow.focus();
      frame.contentWindow.print();
    };
    frame.srcdoc = data.page;
    if (state.frame) state.frame.replaceWith(frame);
    else root.append(frame);
    state.frame = frame;
  };
  state.again.textContent = data.again;
  state.again.onclick = () => show(true);
  const fresh = data.press !== state.press;
  if (fresh || state.page !== data.page) show(fresh);
  state.press = data.press;
  state.page = data.page;
}
