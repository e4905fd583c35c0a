// Toasts: each stays eight seconds, longer while the pointer or the focus is on it. HX-Trigger {"toast": {"text", "undo"}} brings one,
// and so does the event `toast` with {text, undo, retry}. Undoing loads the page again where it was.
const LIFE = 8000;
const shelf = document.getElementById("avisos");
const pattern = document.getElementById("aviso");

const live = (toast) => {
  let left = LIFE;
  let since = 0;
  let timer = 0;
  const run = () => {
    clearTimeout(timer);
    since = Date.now();
    timer = setTimeout(() => toast.remove(), left);
  };
  const hold = () => {
    clearTimeout(timer);
    left = Math.max(2000, left - (Date.now() - since));
  };
  for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, hold);
  for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, run);
  run();
};

const show = ({ text, undo, retry }) => {
  const toast = pattern.content.firstElementChild.cloneNode(true);
  const form = toast.querySelector("form");
  toast.querySelector("[data-text]").textContent = text;
  if (undo) form.action = form.getAttribute("action").replace(/_$/, undo);
  else form.remove();
  if (retry) {
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = shelf.dataset.retry;
    again.addEventListener("click", () => {
      toast.remove();
      retry();
    });
    toast.append(again);
  }
  shelf.append(toast);
  if (!retry) live(toast);
};

for (const toast of shelf.children) live(toast);

document.addEventListener("toast", ({ detail }) => show(detail.text === undefined ? { text: detail.value } : detail));

shelf.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  form.querySelector("button").disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
    if (answer.status >= 500) throw new Error(answer.status);
    location.reload();
  } catch {
    form.querySelector("button").disabled = false;
    show({ text: shelf.dataset.offline, retry: () => form.requestSubmit() });
  }
});
