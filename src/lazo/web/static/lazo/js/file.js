// A file field marked [data-names-its-file] shows the chosen file's name in the [data-file-name] of its label.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-names-its-file]") || !event.target.files.length) return;
  const label = event.target.closest("label");
  const shown = label?.querySelector("[data-file-name]");
  if (!shown) return;
  shown.textContent = event.target.files[0].name;
  label.classList.add("chosen");
});
