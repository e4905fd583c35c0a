// A link [data-dialog] opens the dialog of that id in place of its page; without JavaScript, or in another tab, it is the link it was.
// With [data-dialog-too] it does both: the telephone dials, and what was said is written down when it comes back.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (!dialog || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (!("dialogToo" in link.dataset)) event.preventDefault();
  for (const menu of document.querySelectorAll("details.choices[open]")) menu.open = false;
  dialog.showModal();
});

// A menu of choices closes when something else is clicked, or on Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.choices[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.choices[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
