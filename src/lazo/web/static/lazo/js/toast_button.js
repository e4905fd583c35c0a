// A button with data-toast says its text in a toast.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toast]");
  if (button) document.dispatchEvent(new CustomEvent("toast", { detail: { text: button.dataset.toast } }));
});
