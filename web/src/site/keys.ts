/** `/` goes to the search box, as in the explorer. */

export function keys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writes(event.target)) return;
    const box = document.querySelector<HTMLInputElement>("main .find input") ?? document.querySelector<HTMLInputElement>(".bar .find input");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
