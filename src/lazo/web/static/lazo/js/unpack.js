// What a menu holds waits as text in its <noscript> until it is opened for the first time: a page of fifty rows stays light, and without a
// script the browser has read it long before.
document.addEventListener(
  "toggle",
  ({ target }) => {
    for (const place of target.querySelectorAll?.("[data-packed]") ?? []) {
      place.innerHTML = place.querySelector("noscript").textContent;
      place.removeAttribute("data-packed");
    }
  },
  true,
);
