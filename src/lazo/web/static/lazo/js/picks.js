// A table [data-picks="#link"]: dragging over its cells [data-cell], or the space bar on one, picks them; the link then begins a rule with them.
let dragging = null;

const linkOf = (table) => document.querySelector(table.dataset.picks);

const tell = (table) => {
  const link = linkOf(table);
  const picked = [...table.querySelectorAll("[data-cell].picked")].map((cell) => cell.dataset.cell);
  link.hidden = !picked.length;
  link.search = new URLSearchParams({ celdas: picked.join(",") });
};

const cellAt = (event) => event.target.closest?.("table[data-picks] [data-cell]");

document.addEventListener("pointerdown", (event) => {
  const cell = cellAt(event);
  if (!cell || event.button || event.pointerType === "touch") return;
  dragging = { table: cell.closest("table"), first: cell, moved: false };
});

document.addEventListener("pointerover", (event) => {
  const cell = dragging && cellAt(event);
  if (!cell || cell.closest("table") !== dragging.table || (cell === dragging.first && !dragging.moved)) return;
  dragging.moved = true;
  dragging.first.classList.add("picked");
  cell.classList.add("picked");
  tell(dragging.table);
});

document.addEventListener("dragstart", (event) => dragging && cellAt(event) && event.preventDefault());

document.addEventListener(
  "click",
  (event) => {
    if (dragging?.moved && cellAt(event)) event.preventDefault();
    dragging = null;
  },
  true,
);

document.addEventListener("pointerup", () => setTimeout(() => (dragging = null)));

document.addEventListener("keydown", (event) => {
  const cell = event.key === " " && cellAt(event);
  if (!cell) return;
  event.preventDefault();
  cell.classList.toggle("picked");
  tell(cell.closest("table"));
});
