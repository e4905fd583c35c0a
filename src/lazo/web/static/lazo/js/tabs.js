// Where a bar of tabs is wider than the screen, the tab that is open is brought into the middle, once; the page itself does not move.
const CURRENT = "[aria-current], [aria-selected=true]";
const shown = new WeakSet();

const show = () => {
  for (const bar of document.querySelectorAll(".tabs")) {
    const tab = bar.scrollWidth > bar.clientWidth && bar.querySelector(CURRENT);
    if (!tab || shown.has(tab)) continue;
    shown.add(tab);
    const [of, box] = [tab.getBoundingClientRect(), bar.getBoundingClientRect()];
    bar.scrollLeft += of.left + of.width / 2 - (box.left + box.width / 2);
  }
};

show();
document.addEventListener("htmx:afterSettle", show);
