// What lies below a phone's screen waits for the first paint and is drawn in the first quiet moment after it: nobody scrolls into the blank.
const whenIdle = window.requestIdleCallback ?? ((draw) => setTimeout(draw, 200));
addEventListener("load", () => whenIdle(() => document.documentElement.classList.add("settled"), { timeout: 1000 }));
