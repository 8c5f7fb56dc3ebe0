import type { RefObject } from "preact";
import type { App } from "../model/app";
import type { Span } from "../model/types";
import { nextCharacter, nextWord, previousCharacter, previousWord, tidy, wordAt, type Units } from "../model/words";
import { offsetsOf } from "../model/wording";
import type { Layout } from "../text/layout";
import { caretUnits, reveal } from "./Article";

/** Put the word cursor on the first word that can be seen. */
export function startCaret(app: App, layout: Layout, scroller: HTMLElement): void {
  const text = app.copy!.document.text;
  const frame = scroller.getBoundingClientRect();
  let word = nextWord(text, 0);
  for (let tries = 0; word && tries < 4_000; tries++) {
    const box = layout.range(word)?.getBoundingClientRect();
    if (box && box.top > frame.top) break;
    word = nextWord(text, word[1]);
  }
  if (word) app.show({ caret: { from: word, to: word } });
}

/** Keys of the word cursor: arrows move, Shift selects, Enter marks. */
export function useCaretKeys(app: App, layout: Layout | null, scroller: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  return (event) => {
    const { copy, view } = app;
    if (!copy || !layout || view.popup || event.metaKey || event.altKey) return;
    const { text } = copy.document;
    if (!view.caret) startCaret(app, layout, scroller.current!);
    const { caret } = app.view;
    if (!caret) return;
    if (event.key === "Enter") {
      event.preventDefault();
      return enter(app, tidy(text, caretUnits(caret), true));
    }
    if (event.key === "m" || event.key === "M") {
      event.preventDefault();
      return toMention(app, layout, scroller.current!, event.key === "m" ? 1 : -1);
    }
    const to = move(layout, text, caret.to, event.key, event.ctrlKey, event.shiftKey);
    if (!to) return;
    event.preventDefault();
    app.show({ caret: { from: event.shiftKey ? caret.from : to, to } });
    reveal(scroller.current!, layout, to);
  };
}

function move(layout: Layout, text: string, at: Units, key: string, byCharacter: boolean, isSelecting: boolean): Units | null {
  switch (key) {
    case "ArrowRight":
      if (byCharacter && isSelecting) return [at[0], nextCharacter(text, at[1])];
      return nextWord(text, at[1]) ?? at;
    case "ArrowLeft":
      if (byCharacter && isSelecting) return at[1] - 1 > at[0] ? [at[0], previousCharacter(text, at[1])] : at;
      return previousWord(text, at[0]) ?? at;
    case "ArrowDown":
      return line(layout, text, at, 1);
    case "ArrowUp":
      return line(layout, text, at, -1);
    case "Home":
      return nextWord(text, text.lastIndexOf("\n", at[0] - 1) + 1) ?? at;
    case "End": {
      const end = text.indexOf("\n", at[1]);
      return previousWord(text, end < 0 ? text.length : end) ?? at;
    }
    default:
      return null;
  }
}

/** The word one line further, below or above the middle of this one. */
function line(layout: Layout, text: string, at: Units, by: 1 | -1): Units {
  const box = layout.range(at)?.getBoundingClientRect();
  if (!box) return at;
  const middle = (box.left + box.right) / 2;
  let unit = at[0];
  for (let word: Units | null = at, tries = 0; tries < 400; tries++) {
    word = by > 0 ? nextWord(text, word[1]) : previousWord(text, word[0]);
    if (!word) break;
    const other = layout.range(word)!.getBoundingClientRect();
    const isOther = by > 0 ? other.top >= box.bottom - 2 : other.bottom <= box.top + 2;
    if (!isOther) continue;
    unit = word[0];
    // The line is found: go on in it until the middle is reached.
    const top = other.top;
    for (let best = other; tries < 800; tries++) {
      if (best.left <= middle && middle <= best.right) break;
      if (by > 0 ? best.left > middle : best.right < middle) break;
      const further: Units | null = by > 0 ? nextWord(text, word[1]) : previousWord(text, word[0]);
      if (!further) break;
      best = layout.range(further)!.getBoundingClientRect();
      if (Math.abs(best.top - top) > 4) break;
      word = further;
      unit = word[0];
    }
    break;
  }
  return wordAt(text, unit);
}

function enter(app: App, units: Units | null): void {
  const { copy, view } = app;
  if (!copy || !units) return;
  const offsets = offsetsOf(copy.document.text);
  const span: Span = [offsets.toPoints(units[0]), offsets.toPoints(units[1])];
  const isOneWord = view.caret!.from[0] === view.caret!.to[0] && view.caret!.from[1] === view.caret!.to[1];
  const mention = copy.document.mentions
    .filter((one) => one.start <= span[0] && span[1] <= one.end)
    .sort((one, other) => one.end - one.start - (other.end - other.start))[0];
  if (view.pick?.kind === "entity") {
    if (mention?.entity) {
      view.pick.take(mention.entity);
      app.show({ pick: null });
    }
  } else if (view.pick) {
    view.pick.take(span);
    app.show({ pick: null });
  } else if (mention && (isOneWord || (mention.start === span[0] && mention.end === span[1]))) {
    app.show({ popup: { kind: "mention", id: mention.id, span: [mention.start, mention.end] } });
  } else {
    app.show({ popup: { kind: "selection", span } });
  }
}

function toMention(app: App, layout: Layout, scroller: HTMLElement, by: 1 | -1): void {
  const { document } = app.copy!;
  const offsets = offsetsOf(document.text);
  const [start] = caretUnits(app.view.caret!);
  const point = offsets.toPoints(start);
  const inOrder = [...document.mentions].sort((one, other) => one.start - other.start);
  const found = by > 0 ? inOrder.find((one) => one.start > point) : inOrder.findLast((one) => one.start < point);
  if (!found) return;
  const units: Units = [offsets.toUnits(found.start), offsets.toUnits(found.end)];
  app.show({ caret: { from: units, to: units } });
  reveal(scroller, layout, units);
}
