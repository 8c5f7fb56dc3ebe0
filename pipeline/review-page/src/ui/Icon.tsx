/** Own drawings on a grid of 16, so that no font has to have the sign. */
const PATHS = {
  queue: "M2.5 4h11M2.5 8h11M2.5 12h7",
  previous: "m10 3.5-4.5 4.5 4.5 4.5",
  next: "m6 3.5 4.5 4.5-4.5 4.5",
  undo: "M6 3 2.8 6.2 6 9.4M3 6.2h6.4a3.6 3.6 0 0 1 0 7.2H6.5",
  redo: "m10 3 3.2 3.2L10 9.4M13 6.2H6.6a3.6 3.6 0 0 0 0 7.2h2.9",
  close: "m4 4 8 8M12 4l-8 8",
  target: "M8 1.8v3M8 11.2v3M1.8 8h3M11.2 8h3M8 4.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6Z",
  auto: "M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2Z",
  light: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1.2v1.4M8 13.4v1.4M1.2 8h1.4M13.4 8h1.4M3.2 3.2l1 1M11.8 11.8l1 1M3.2 12.8l1-1M11.8 4.2l1-1",
  dark: "M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7Z",
  help: "M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.9M8 12.4v.2",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {name === "auto" && <path d="M8 2.2a5.8 5.8 0 0 1 0 11.6Z" fill="currentColor" />}
      <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
