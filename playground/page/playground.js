// @ts-check
// On narrow screens, one of the three at a time.

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("nav button"));
for (const button of buttons) {
  button.addEventListener("click", () => {
    main.dataset.shown = button.dataset.show;
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
  });
}
