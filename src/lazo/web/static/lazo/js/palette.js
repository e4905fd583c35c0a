// The palette: ⌘K or Ctrl+K anywhere, or whatever says data-palette. The server finds and draws the lines, here one moves over them.
const palette = document.getElementById("paleta");

if (palette) {
  const input = palette.querySelector("input[role=combobox]");
  const box = palette.querySelector("[data-lines]");
  const said = palette.querySelector("[data-said]");
  let asking = null;
  let waiting = 0;
  let shown = null;

  const options = () => [...box.querySelectorAll("[role=option]")];

  const choose = (index) => {
    const all = options();
    input.setAttribute("aria-expanded", String(all.length > 0));
    if (!all.length) return input.removeAttribute("aria-activedescendant");
    const chosen = all[(index + all.length) % all.length];
    for (const one of all) one.setAttribute("aria-selected", String(one === chosen));
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  };

  const chosen = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");

  const fill = (name) => {
    box.replaceChildren(palette.querySelector(`template[data-${name}]`).content.cloneNode(true));
    choose(0);
  };

  const find = async () => {
    asking?.abort();
    const mine = (asking = new AbortController());
    const text = input.value;
    const slow = setTimeout(() => shown === null && fill("slow"), 300);
    try {
      const address = `${input.form.action}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": "paleta" }, signal: mine.signal });
      if (answer.redirected) return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      box.innerHTML = await answer.text();
      shown = text;
      said.textContent = box.querySelector("[data-count]")?.dataset.count ?? "";
      choose(0);
    } catch (error) {
      if (error.name !== "AbortError") fill("failed");
    } finally {
      clearTimeout(slow);
    }
  };

  const open = () => {
    if (palette.open) return;
    document.querySelector("dialog[open]")?.close();
    palette.showModal();
    input.select();
    if (shown !== input.value) find();
  };

  document.addEventListener("keydown", (event) => {
    if (!(event.metaKey || event.ctrlKey) || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (palette.open) palette.close();
    else open();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette]") || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    open();
  });
  palette.addEventListener("click", (event) => {
    if (event.target === palette || event.target.closest("[data-shut]")) palette.close();
    if (event.target.closest("[data-again]")) find();
  });
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 80);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(chosen() + step);
    }
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const { ctrlKey, metaKey } = event;
    options()[chosen()]?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey }));
  });
  box.addEventListener("pointermove", (event) => {
    const over = event.target.closest("[role=option]");
    if (over && over.getAttribute("aria-selected") !== "true") choose(options().indexOf(over));
  });
}
