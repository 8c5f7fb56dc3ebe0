/** Words and characters of a text, in UTF-16 units: where a caret may stand and how selections are tidied. */

const LETTER = /[\p{L}\p{N}\p{M}]/u;
// Scripts without spaces: a run of letters is no word there.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;
const SPACE = /\s/;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

export type Units = [number, number];

function at(text: string, unit: number): string {
  const code = text.codePointAt(unit);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function before(text: string, unit: number): string {
  const code = text.charCodeAt(unit - 1);
  return code >= 0xdc00 && code < 0xe000 && unit > 1 ? text.slice(unit - 2, unit) : text.slice(Math.max(0, unit - 1), unit);
}

function isWordy(character: string): boolean {
  return character !== "" && LETTER.test(character) && !UNSPACED.test(character);
}

/** End of the character, as people see it, that starts at a unit. */
export function nextCharacter(text: string, unit: number): number {
  if (unit >= text.length) return text.length;
  const first = graphemes.segment(text.slice(unit, unit + 64))[Symbol.iterator]().next().value;
  return unit + (first?.segment.length ?? 1);
}

/** Start of the character, as people see it, that ends at a unit. */
export function previousCharacter(text: string, unit: number): number {
  if (unit <= 0) return 0;
  const from = Math.max(0, unit - 64);
  let last = 1;
  for (const { segment } of graphemes.segment(text.slice(from, unit))) last = segment.length;
  return unit - last;
}

/** The word at or after a unit; null at the end of the text. */
export function nextWord(text: string, unit: number): Units | null {
  let start = unit;
  while (start < text.length && SPACE.test(text[start]!)) start++;
  return start < text.length ? wordAt(text, start) : null;
}

/** The word that ends at or before a unit; null at the start of the text. */
export function previousWord(text: string, unit: number): Units | null {
  let end = unit;
  while (end > 0 && SPACE.test(text[end - 1]!)) end--;
  return end > 0 ? wordAt(text, previousCharacter(text, end)) : null;
}

/** The word around a unit that is not white space: a run of letters, or one other character. */
export function wordAt(text: string, unit: number): Units {
  if (!isWordy(at(text, unit))) return [unit, nextCharacter(text, unit)];
  let start = unit;
  let end = unit;
  while (start > 0 && isWordy(before(text, start))) start -= before(text, start).length;
  while (end < text.length && isWordy(at(text, end))) end += at(text, end).length;
  return [start, end];
}

/** A selection without white space at its ends, and with whole words unless it is to be exact; null when empty. */
export function tidy(text: string, [from, to]: Units, exact = false): Units | null {
  let start = from;
  let end = to;
  while (start < end && SPACE.test(text[start]!)) start++;
  while (end > start && SPACE.test(text[end - 1]!)) end--;
  if (start === end) return null;
  if (exact) return [start, end];
  while (isWordy(at(text, start)) && isWordy(before(text, start))) start -= before(text, start).length;
  while (isWordy(before(text, end)) && isWordy(at(text, end))) end += at(text, end).length;
  return [start, end];
}
