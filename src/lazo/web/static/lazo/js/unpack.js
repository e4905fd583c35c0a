// What a menu holds waits as text in its <noscript> until it is opened for the first time: a page of fifty rows stays light, and without a
// script the browser has read it long before.
document.addEventListener(
  "toggle",
  ({ target }) => {
    for (const place of target.querySelectorAll?.("[data-packed]") ?? []) {
      const packed = place.querySelector("noscript");
      // What a swap brought was read without scripts: its menu is elements already.
      if (packed.childElementCount) place.replaceChildren(...packed.childNodes);
      else place.innerHTML = packed.textContent;
      place.removeAttribute("data-packed");
    }
  },
  true,
);
