// j and k move a cursor over the page's list ([data-jk]), Enter opens its first link; off while typing.
function rowsOfPage() {
  return [...document.querySelectorAll("[data-jk] > *")];
}

function move(step) {
  const rows = rowsOfPage();
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.classList.contains("cursor"));
  rows[now]?.classList.remove("cursor");
  const next = rows[Math.max(0, Math.min(rows.length - 1, now + step))];
  next.classList.add("cursor");
  next.scrollIntoView({ block: "nearest" });
  document.getElementById("anuncio").textContent = next.querySelector("th, a")?.textContent.trim() ?? "";
}

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
  if (event.key === "Enter" && !event.target.closest("a, button")) document.querySelector(".cursor a")?.click();
});
