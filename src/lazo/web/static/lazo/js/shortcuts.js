// Shortcuts: the letters in data-keys ("c", "g l") click their element, or go to it when it is a field. Off while typing, and for whoever
// turned them off; `?` shows them all.
const WAIT = 900;
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const list = document.getElementById("atajos");
let first = "";
let since = 0;

const keyed = (keys) => {
  const all = [...document.querySelectorAll(`[data-keys="${CSS.escape(keys)}"]`)].filter((one) => !one.disabled);
  return all.findLast((one) => one.checkVisibility()) ?? all.find((one) => list?.contains(one));
};

const act = (element) => {
  if (element.matches(FIELDS)) element.focus();
  else element.click();
};

const labelled = (element) => {
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll("kbd, svg")) part.remove();
  return element.dataset.keysLabel ?? element.getAttribute("aria-label") ?? (copy.textContent.trim() || element.placeholder);
};

const fill = () => {
  const here = list.querySelector("[data-keys-here]");
  const own = [...document.querySelectorAll("main [data-keys]")].filter((one) => one.checkVisibility());
  const seen = new Map(own.map((one) => [one.dataset.keys, labelled(one)]));
  here.hidden = !seen.size;
  here.querySelector("ul").replaceChildren(
    ...[...seen].map(([keys, label]) => {
      const line = document.createElement("li");
      line.append(Object.assign(document.createElement("span"), { textContent: label }));
      const shown = Object.assign(document.createElement("span"), { className: "keys-of" });
      shown.append(...keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key === "ArrowRight" ? "→" : key })));
      line.append(shown);
      return line;
    }),
  );
  list.querySelector("[data-keys-rows]").hidden = !document.querySelector("[data-rows]");
};

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts === "off" || event.defaultPrevented) return;
  if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return;
  if (event.target.closest(FIELDS) || document.querySelector("dialog[open]")) return;
  const both = first && Date.now() - since < WAIT ? `${first} ${event.key}` : "";
  const element = (both && keyed(both)) || keyed(event.key);
  first = !element && event.key === "g" ? "g" : "";
  since = Date.now();
  if (!element) return;
  event.preventDefault();
  act(element);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog || dialog.open) return;
  if (dialog === list) fill();
  dialog.showModal();
});
