// Shows a page in a frame without scripts, and opens the browser's print dialog once for each press.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".print");
  let state = root.own;
  if (!state) {
    state = root.own = { press: 0, page: null };
    state.frame = document.createElement("iframe");
    // Without scripts of its own; of the same origin, so that this page may ask it to print.
    state.frame.setAttribute("sandbox", "allow-same-origin allow-modals");
    state.again = document.createElement("button");
    state.again.type = "button";
    root.append(state.again, state.frame);
  }
  const print = () => {
    root.dataset.printed = String(Number(root.dataset.printed || 0) + 1);
    state.frame.contentWindow.focus();
    state.frame.contentWindow.print();
  };
  state.again.textContent = data.again;
  state.again.onclick = print;
  state.frame.title = data.title;
  const fresh = data.press !== state.press;
  state.press = data.press;
  if (state.page !== data.page) {
    state.page = data.page;
    state.frame.onload = () => { if (fresh) print(); };
    state.frame.srcdoc = data.page;
  } else if (fresh) print();
}
