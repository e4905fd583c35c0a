// A request that fails says so and offers to try again; what was typed stays where it is.
const words = document.getElementById("avisos").dataset;
const script = document.querySelector("script[src]").src;
const passed = new WeakSet();

const say = (text, retry) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, retry } }));

const again = ({ elt, target, requestConfig: { verb, path } }) =>
  htmx.ajax(verb, path, { source: elt, target, swap: elt.getAttribute("hx-swap") ?? undefined });

for (const event of ["htmx:sendError", "htmx:timeout"])
  document.addEventListener(event, ({ detail }) => say(words.offline, () => again(detail)));

document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.getResponseHeader("HX-Trigger")) return;
  if (detail.xhr.status === 403) say(words.refused);
  else if (detail.xhr.status >= 500) say(words.failed, () => again(detail));
});

// A plain form is not sent into the void. The device may say it is offline while our server is on this same machine: so it is asked.
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (navigator.onLine || passed.has(form) || form.method === "dialog" || form.matches("[data-optimistic]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const send = () => form.requestSubmit(event.submitter?.form === form ? event.submitter : undefined);
    const answer = await fetch(script, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer) {
      passed.add(form);
      send();
    } else say(words.offline, send);
  },
  true,
);
