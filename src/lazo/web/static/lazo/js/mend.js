// A button [data-mend=NAME] puts data-meant where the field of that name says data-written, and goes: the question is answered.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mend]");
  if (!button) return;
  const field = document.querySelector(`form [name="${button.dataset.mend}"]`);
  const lines = field.value.split("\n");
  field.value = lines.map((line) => (line.trim() === button.dataset.written ? button.dataset.meant : line)).join("\n");
  button.closest("li").remove();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
