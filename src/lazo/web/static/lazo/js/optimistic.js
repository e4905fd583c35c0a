// A form marked [data-optimistic] is sent when its box is ticked: the tick shows at once, greyed until the server agrees, and is taken back
// with the reason when it does not. Without a script the form has a button of its own.
const shelf = document.getElementById("avisos");

document.addEventListener("change", async (event) => {
  const form = event.target.closest("form[data-optimistic]");
  const box = event.target;
  if (!form || box.type !== "checkbox") return;
  form.setAttribute("aria-busy", "true");
  const refuse = (text) => {
    box.checked = !box.checked;
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, retry: () => box.click() } }));
  };
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
    const told = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
    if (!answer.ok) refuse(answer.status === 403 ? shelf.dataset.refused : (told.toast?.text ?? shelf.dataset.failed));
    else if (told.toast) document.dispatchEvent(new CustomEvent("toast", { detail: told.toast }));
  } catch {
    refuse(shelf.dataset.offline);
  } finally {
    form.removeAttribute("aria-busy");
  }
});
