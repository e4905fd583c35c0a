// A form with data-optimistic="class" is believed before it is sent: its row ([data-row]) takes that class at once, greyed until the server
// agrees, and loses it again, with the reason, when it does not. A box in it sends it when ticked. Without a script it is a plain form.
const shelf = document.getElementById("avisos");

const believe = (form) => {
  const row = form.closest("[data-row]") ?? form;
  const box = form.querySelector("input[type=checkbox]");
  row.classList.toggle(form.dataset.optimistic);
  row.setAttribute("aria-busy", "true");
  return (text) => {
    row.classList.toggle(form.dataset.optimistic);
    row.removeAttribute("aria-busy");
    if (box) box.checked = !box.checked;
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, retry: () => form.requestSubmit() } }));
  };
};

document.addEventListener("change", (event) => {
  if (event.target.type === "checkbox") event.target.closest("form[data-optimistic]")?.requestSubmit();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-optimistic]")) return;
  event.preventDefault();
  const takeBack = believe(form);
  try {
    // The page that the server leads to is this one: it is loaded again where it was, with its toast.
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.ok || answer.type === "opaqueredirect") location.reload();
    else takeBack(answer.status === 403 ? shelf.dataset.refused : shelf.dataset.failed);
  } catch {
    takeBack(shelf.dataset.offline);
  }
});
