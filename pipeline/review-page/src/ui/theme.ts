/** Light, dark, or as the system has it: kept for the next time. */
export type Theme = "auto" | "light" | "dark";

export function getTheme(): Theme {
  const kept = localStorage.getItem("theme");
  return kept === "light" || kept === "dark" ? kept : "auto";
}

export function setTheme(theme: Theme): void {
  localStorage.setItem("theme", theme);
  startTheme();
}

export function startTheme(): void {
  document.documentElement.dataset.theme = getTheme();
}
