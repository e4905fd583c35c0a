// The list of customers: a filter sends its form as soon as it changes; what is marked is counted and added up; links and forms that speak
// of the whole list follow its address.
const bar = () => document.querySelector("[data-selection]");
const picks = () => [...document.querySelectorAll(".pick")];
let last = null;

const money = (minor, { locale, money: whole, millions, digits }) => {
  const amount = minor / 10 ** Number(digits);
  const isShort = Math.abs(amount) >= 1e6;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: isShort ? 1 : 0 });
  return (isShort ? millions : whole).replace("{n}", number.format(isShort ? amount / 1e6 : amount));
};

const tell = () => {
  const shown = bar();
  if (!shown) return;
  const words = shown.dataset;
  const marked = picks().filter((pick) => pick.checked);
  const rows = marked.map((pick) => pick.closest("tr"));
  for (const pick of picks()) pick.closest("tr").ariaSelected = pick.checked ? "true" : null;
  const sum = (key) => money(rows.reduce((total, row) => total + Number(row.dataset[key]), 0), words);
  const everybody = shown.querySelector("[data-all-matching]");
  const count = everybody?.checked && marked.length === picks().length ? everybody.dataset.allMatching : marked.length;
  shown.querySelector("[data-selected]").textContent = count === 1 ? words.one : words.many.replace("{n}", count);
  shown.querySelector("[data-sum]").textContent = everybody?.checked
    ? ""
    : words.sums.replace("{now}", sum("now")).replace("{coming}", sum("coming"));
  const all = document.querySelector("[data-select-all]");
  if (!all) return;
  all.checked = marked.length > 0 && marked.length === picks().length;
  all.indeterminate = marked.length > 0 && !all.checked;
  if (everybody && !all.checked) everybody.checked = false;
};

document.addEventListener("change", ({ target }) => {
  if (target.form?.matches("[data-sends-changes]") && target.id !== "buscar") target.form.requestSubmit();
  if (target.matches("[data-select-all]")) for (const pick of picks()) pick.checked = target.checked;
  if (target.matches("[data-all-matching]") && target.checked) for (const pick of picks()) pick.checked = true;
  if (target.matches(".pick, [data-select-all], [data-all-matching]")) tell();
});

document.addEventListener("click", (event) => {
  const pick = event.target.closest(".pick");
  if (pick) {
    const all = picks();
    const [from, to] = [all.indexOf(last), all.indexOf(pick)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) for (const one of all.slice(from, to + 1)) one.checked = pick.checked;
    last = pick;
  }
  if (event.target.closest("[data-clear]")) setTimeout(tell);
});

const here = (href) => Object.assign(new URL(href), { search: location.search }).href;

document.addEventListener("htmx:afterSettle", () => {
  tell();
  for (const form of document.querySelectorAll("[data-takes-address]")) {
    form.action = here(form.action);
    for (const button of form.querySelectorAll("[formaction]")) button.formAction = here(button.formAction);
  }
  for (const form of document.querySelectorAll("[data-takes-fields]")) {
    for (const field of form.querySelectorAll("[type=hidden]")) field.remove();
    for (const [name, value] of new URLSearchParams(location.search)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
});

// Filters that come again with other counts stay open or shut as they were left.
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.id !== "facetas") return;
  const isOpen = new Map([...target.querySelectorAll("[data-facet]")].map((facet) => [facet.dataset.facet, facet.open]));
  const isShown = target.matches(":popover-open");
  document.addEventListener(
    "htmx:afterSwap",
    () => {
      const facets = document.getElementById("facetas");
      for (const facet of facets.querySelectorAll("[data-facet]")) facet.open = isOpen.get(facet.dataset.facet) ?? facet.open;
      if (isShown) facets.showPopover();
    },
    { once: true },
  );
});
