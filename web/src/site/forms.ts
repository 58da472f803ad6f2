/** Filters: a choice is made when it is made, and what is empty stays out of the address. */

export function forms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form.filters, form.find")) {
    form.addEventListener("submit", () => withoutEmpty(form));
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement) form.requestSubmit();
    });
  }
  // a page that comes back out of the browser's memory has its fields again
  addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll<Field>("form :disabled")) field.disabled = false;
  });
}

type Field = HTMLInputElement | HTMLSelectElement;

function withoutEmpty(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<Field>("input[name], select[name]")) field.disabled = field.value.trim() === "";
}
