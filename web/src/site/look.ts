/** Light, dark or as the system: kept in the browser, applied before anything is drawn. */

const KEY = "kg-theme";
const NEXT = { auto: "light", light: "dark", dark: "auto" } as const;
type Theme = keyof typeof NEXT;

/** Applies what was chosen, and makes the button work when it is there. */
export function look(): void {
  apply(chosen());
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button) return;
    const say = () => {
      button.title = button.dataset[chosen()] ?? "";
      button.setAttribute("aria-label", button.title);
    };
    button.addEventListener("click", () => {
      keep(NEXT[chosen()]);
      apply(chosen());
      say();
    });
    say();
    button.hidden = false;
  });
}

let unkept: Theme | null = null; // where the browser keeps nothing

function chosen(): Theme {
  if (unkept) return unkept;
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : "auto";
  } catch {
    return "auto";
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    unkept = theme;
  }
}

function apply(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
