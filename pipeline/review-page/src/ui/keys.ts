import type { App } from "../model/app";

/** What the help lists: every key, by where it works. */
export const KEYS: { title: string; keys: [string, string][] }[] = [
  { title: "Facts", keys: [
    ["j / k", "next, previous fact"], ["a / r", "accept, reject (again: take back)"], ["e", "edit in the form"],
    ["c", "comment on it"], ["Delete", "remove it"], ["[ / ]", "previous, next tab of the panel"],
  ] },
  { title: "Document", keys: [
    ["u / Shift+U", "undo, redo (also Ctrl+Z, Ctrl+Shift+Z)"], ["f", "finish and go to the next"],
    ["n / p", "next, previous document"], ["q", "show the queue"], ["/", "search the queue"], ["?", "this list"], ["Esc", "close, or let go"],
  ] },
  { title: "Text", keys: [
    ["t", "go to the text, with a word cursor"], ["← → ↑ ↓", "move by word and line"], ["m / Shift+M", "next, previous mention"],
    ["Shift+← →", "select by word; with Ctrl by character"], ["Enter", "mark what is selected, or open the mention"],
  ] },
  { title: "Mark or mention", keys: [
    ["a letter", "its label, as shown on the button"], ["Shift+← →", "move the end by a word; with Ctrl by a character"],
    ["Alt+Shift+← →", "move the start"], ["Enter", "save moved ends"], ["1 – 3", "new sanction, relation, quote from the selection"],
    ["/", "link to an entity"], ["Delete", "remove the mention"],
  ] },
];

export const ADJUDICATION_KEYS: [string, string][] = [
  ["j / k", "next, previous disagreement"], ["1", "take the first annotator's"], ["2", "take the second's"], ["0", "take neither"], ["e", "edit by hand"],
];

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (!element?.matches) return false;
  return element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

/** Handle a key that no open popup or field has taken. */
export function handleKey(app: App, event: KeyboardEvent): void {
  const { view } = app;
  const typing = isTyping(event.target);
  if (event.key === "Escape") return escape(app, event);
  if (event.defaultPrevented || typing || view.popup || view.help) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "z") {
    event.preventDefault();
    void app.do({ op: event.shiftKey ? "redo" : "undo" });
    return;
  }
  if (command || event.altKey) return;
  const action = find(app, event.key);
  if (!action) return;
  event.preventDefault();
  action();
}

function find(app: App, key: string): (() => void) | null {
  const { view, copy } = app;
  if (key === "?") return () => app.show({ help: true });
  if (key === "q") return () => app.show({ queueOpen: !view.queueOpen });
  if (key === "/") return () => focusLater(app, { queueOpen: true }, "#search");
  if (!copy) return null;
  if (view.tab === "disagreements") {
    if (key === "1") return () => void app.settle("first");
    if (key === "2") return () => void app.settle("second");
    if (key === "0") return () => void app.settle("neither");
    if (key === "e") return () => app.editDisagreement();
  }
  switch (key) {
    case "j": return () => app.stepFact(1);
    case "k": return () => app.stepFact(-1);
    case "a": return () => app.judge("accepted");
    case "r": return () => app.judge("rejected");
    case "e": return () => edit(app);
    case "c": return () => focusLater(app, { commenting: view.selected ?? "document" }, "#comment");
    case "u": return () => void app.do({ op: "undo" });
    case "U": return () => void app.do({ op: "redo" });
    case "f": return () => void app.finish();
    case "n": return () => void app.step("next");
    case "p": return () => void app.step("previous");
    case "t": return () => document.getElementById("text")?.focus();
    case "[": return () => app.stepTab(-1);
    case "]": return () => app.stepTab(1);
    case "Delete": return () => app.removeSelected();
    default: return null;
  }
}

function edit(app: App): void {
  const { selected } = app.view;
  if (!selected || selected.layer === "mentions") return app.tell("said", "Select a fact first: j goes to the next one.");
  focusLater(app, { isEditing: true }, ".form select, .form input, .entity-form input");
}

function focusLater(app: App, change: Parameters<App["show"]>[0], selector: string): void {
  app.show(change);
  requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus()));
}

/** Close the innermost thing that is open. */
function escape(app: App, event: KeyboardEvent): void {
  const { view } = app;
  if (event.defaultPrevented) return;
  if (view.help) app.show({ help: false });
  else if (view.popup) app.show({ popup: null });
  else if (view.pick) app.show({ pick: null });
  else if (view.commenting) app.show({ commenting: null });
  else if (view.isEditing || view.draft) app.show({ isEditing: false, draft: null });
  else if (view.queueOpen && window.innerWidth < 1400) app.show({ queueOpen: false });
  else (document.activeElement as HTMLElement | null)?.blur();
}
