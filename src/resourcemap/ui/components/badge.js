// Shared by the components that draw from plain data: all text is put in as text nodes.
const SVG = "http://www.w3.org/2000/svg";

const badge = (mark, label) => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 36 36");
  svg.setAttribute("class", "badge");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", mark.path);
  path.setAttribute("fill", mark.fill);
  svg.append(path);
  if (label) {
    const text = document.createElementNS(SVG, "text");
    text.setAttribute("x", "18");
    text.setAttribute("y", String(mark.middle));
    text.setAttribute("fill", mark.ink);
    text.textContent = label;
    svg.append(text);
  }
  return svg;
};
