import { FACT_LAYERS, type Copy, type Document, type Fact, type FactLayer, type Span } from "./types";

export interface FactRef {
  layer: FactLayer;
  id: string;
}

/** Where a fact stands in the text: its first span; the end of the text when it names none. */
export function placeOf(document: Document, layer: FactLayer, fact: Fact): number {
  return Math.min(...evidenceOf(document, layer, fact).map((span) => span[0]), Number.MAX_SAFE_INTEGER);
}

/** The spans that a fact rests on, in code points. */
export function evidenceOf(document: Document, layer: FactLayer, fact: Fact): Span[] {
  const any = fact as unknown as Record<string, unknown>;
  if (layer === "sanctions") return [...(any.evidence as Span[])];
  if (layer === "relations") return any.evidence ? [any.evidence as Span] : [];
  if (layer === "quotes") return [...(any.content as Span[])];
  const money = document.mentions.find((mention) => mention.id === any.mention);
  return money ? [[money.start, money.end]] : [];
}

/** The facts of a layer in the order of the text. */
export function inOrder(document: Document, layer: FactLayer): Fact[] {
  const places = new Map(document[layer].map((fact) => [fact.id, placeOf(document, layer, fact)]));
  return [...(document[layer] as Fact[])].sort((one, other) => places.get(one.id)! - places.get(other.id)!);
}

/** All facts, sanctions first, as the panel lists them. */
export function facts(copy: Copy): FactRef[] {
  return FACT_LAYERS.flatMap((layer) => inOrder(copy.document, layer).map((fact) => ({ layer, id: fact.id })));
}

/** The first fact without a verdict; the first of all when each has one. */
export function firstToLookAt(copy: Copy): FactRef | null {
  const all = facts(copy);
  return all.find((fact) => !copy.verdicts[`${fact.layer}/${fact.id}`]) ?? all[0] ?? null;
}
