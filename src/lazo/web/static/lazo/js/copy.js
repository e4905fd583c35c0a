// A button [data-copy=SELECTOR] puts that element's text on the clipboard and says so; hidden where there is none.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
    document.getElementById("anuncio").textContent = button.dataset.copied;
    button.lastChild.textContent = button.dataset.copied;
  });
}
