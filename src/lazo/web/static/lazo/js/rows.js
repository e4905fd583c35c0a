// j and k go up and down the lines of [data-rows], x marks the line's box, Enter opens its first link, the letters of [data-row-key] do what
// they stand for with the line; off while typing.
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const here = () => document.querySelector("[data-rows] > .cursor");

const move = (step) => {
  const rows = [...document.querySelectorAll("[data-rows] > *")];
  if (!rows.length) return;
  const next = rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(here()) + step))];
  here()?.classList.remove("cursor");
  next.classList.add("cursor");
  next.scrollIntoView({ block: "nearest" });
  // Focus goes along, so that a screen reader reads the line and Enter opens it.
  next.querySelector("a[href], button")?.focus({ preventScroll: true });
};

const mark = () => {
  const box = here()?.querySelector("input[type=checkbox]");
  box?.click();
  return box;
};

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts === "off" || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
  if (event.key === "x" && mark()) event.preventDefault();
  const deed = (here() ?? document.querySelector("[data-rows] > *"))?.querySelector(`[data-row-key="${CSS.escape(event.key)}"]`);
  if (deed) {
    event.preventDefault();
    deed.click();
  }
  if (event.key === "Enter" && !event.target.closest("a, button, input, summary")) here()?.querySelector("a[href]")?.click();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-rows] > *");
  if (!row || row === here()) return;
  here()?.classList.remove("cursor");
  row.classList.add("cursor");
});
