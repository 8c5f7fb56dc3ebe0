/** How the values of the schema are written for people. */

import type { Document, Entity, FactLayer, Layer, Span } from "./types";
import { Offsets } from "./offsets";

const SPECIAL: Record<string, string> = {
  GPE: "Place", LOC: "Location", NORP: "People", PUBLIC_BODY: "Public body", role_of: "has a role at",
  subsidiary_of: "subsidiary of", at_least: "at least", at_most: "at most", approx: "about", ipo_proceeds: "IPO proceeds",
  in_force: "in force",
};

/** "asset_freeze" as "asset freeze", "COMPANY" as "Company". */
export function say(value: string): string {
  const known = SPECIAL[value];
  if (known) return known;
  const words = value.replaceAll("_", " ");
  return words === words.toUpperCase() ? words[0] + words.slice(1).toLowerCase() : words;
}

export const LAYER_TITLES: Record<FactLayer, string> = {
  sanctions: "Sanctions", relations: "Relations", quotes: "Quotes", valuations: "Amounts",
};
export const SINGULAR: Record<Layer, string> = {
  mentions: "mention", entities: "entity", sanctions: "sanction", relations: "relation", quotes: "quote", valuations: "amount",
};

/** Names of entities by id, and the words of spans: what cards and lists show of a document. */
export class Reader {
  private readonly entities: Map<string, Entity>;
  readonly offsets: Offsets;

  constructor(readonly document: Document) {
    this.entities = new Map(document.entities.map((entity) => [entity.id, entity]));
    this.offsets = offsetsOf(document.text);
  }

  entity(id: string | null): Entity | undefined {
    return id === null ? undefined : this.entities.get(id);
  }

  name(id: string | null): string {
    return id === null ? "" : (this.entities.get(id)?.name ?? id);
  }

  cut([start, end]: Span): string {
    return this.document.text.slice(this.offsets.toUnits(start), this.offsets.toUnits(end));
  }

  /** The words around a span: before, in it, after; cut at line ends. */
  snippet([start, end]: Span, around = 60): [string, string, string] {
    const { text } = this.document;
    const [from, to] = [this.offsets.toUnits(start), this.offsets.toUnits(end)];
    let left = text.slice(Math.max(0, from - around), from).split(/\n/).at(-1)!;
    let right = text.slice(to, to + around).split(/\n/)[0]!;
    if (left.length === around) left = `…${left.slice(left.search(/\s|$/))}`;
    if (right.length === around) right = `${right.slice(0, Math.max(0, right.search(/\s\S*$/)))} …`;
    return [left, text.slice(from, to), right];
  }
}

let last: { text: string; offsets: Offsets } | null = null;

/** The offsets of a text; those of the last one are kept, as every change asks for them again. */
export function offsetsOf(text: string): Offsets {
  if (last?.text !== text) last = { text, offsets: new Offsets(text) };
  return last.offsets;
}

/** "10:02" today, "3 May, 10:02" else. */
export function sayTime(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return "just now";
  const clock = time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (time.toDateString() === new Date().toDateString()) return clock;
  return `${time.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${clock}`;
}

/** "1 sanction", "2 sanctions". */
export function count(number: number, noun: string): string {
  const plural = noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;
}
