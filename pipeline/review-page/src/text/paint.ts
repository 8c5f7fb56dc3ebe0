import type { App } from "../model/app";
import { evidenceOf } from "../model/order";
import type { Copy, Document, Fact, FactLayer, Quote, Relation, Sanction, Span, Valuation } from "../model/types";
import type { Units } from "../model/words";
import { offsetsOf } from "../model/wording";
import type { Layout } from "./layout";

/** Later ones are painted over earlier ones. The names are those of the style sheet, `::highlight(name)`. */
const ORDER = ["quote", "cue", "group", "name", "trigger", "role", "reason", "lit-quote", "evidence", "chosen", "caret"];

type Painting = Map<string, Span[]>;

function add(painting: Painting, name: string, spans: (Span | null | undefined)[]): void {
  const list = painting.get(name) ?? [];
  for (const span of spans) if (span) list.push(span);
  painting.set(name, list);
}

/** What is painted of a document whatever is selected: mentions by label and level, triggers, quotes, cues. */
function paintDocument(painting: Painting, { document, verdicts }: Copy): void {
  for (const { label, level, start, end } of document.mentions) add(painting, `${level}-${label}`, [[start, end]]);
  for (const quote of document.quotes) {
    if (verdicts[`quotes/${quote.id}`] === "rejected") continue;
    add(painting, "quote", quote.content);
    add(painting, "cue", [quote.cue]);
  }
  for (const sanction of document.sanctions) {
    if (verdicts[`sanctions/${sanction.id}`] !== "rejected") add(painting, "trigger", sanction.evidence);
  }
}

function mentionsOf(document: Document, entities: (string | null)[], near: Span[]): Span[] {
  const found = document.mentions.filter((mention) => mention.entity !== null && entities.includes(mention.entity));
  // All mentions of an entity would light up half the article: those near the evidence say it best.
  const close = found.filter((mention) => near.some(([start, end]) => mention.end > start - 400 && mention.start < end + 400));
  return (close.length ? close : found.slice(0, 1)).map((mention): Span => [mention.start, mention.end]);
}

/** What is painted of the selected fact: its evidence, and the mentions that fill its roles. */
function paintFact(painting: Painting, document: Document, layer: FactLayer, fact: Fact): void {
  const evidence = evidenceOf(document, layer, fact);
  add(painting, layer === "quotes" ? "lit-quote" : "evidence", evidence);
  if (layer === "sanctions") {
    const sanction = fact as Sanction;
    add(painting, "role-acting", mentionsOf(document, sanction.imposer, evidence));
    add(painting, "role-hit", mentionsOf(document, sanction.target, evidence));
    add(painting, "role-other", mentionsOf(document, [...sanction.program, ...sanction.law], evidence));
    add(painting, "reason", [sanction.reason]);
  } else if (layer === "relations") {
    const relation = fact as Relation;
    add(painting, "role-acting", mentionsOf(document, [relation.head], evidence));
    add(painting, "role-hit", mentionsOf(document, [relation.tail], evidence));
  } else if (layer === "quotes") {
    const quote = fact as Quote;
    add(painting, "role-acting", quote.source ? [quote.source] : mentionsOf(document, [quote.speaker], evidence));
    add(painting, "evidence", [quote.cue]);
  } else {
    add(painting, "role-hit", mentionsOf(document, [(fact as Valuation).subject], evidence));
  }
}

/** Everything that is painted, in code points by name, and the spans that should be in sight. */
export function plan(app: App): { painting: Painting; focus: Span[] } {
  const painting: Painting = new Map();
  const { copy, view } = app;
  if (!copy) return { painting, focus: [] };
  const { document } = copy;
  paintDocument(painting, copy);
  let focus: Span[] = [];
  const { selected } = view;
  if (view.tab === "disagreements" && copy.disagreements[view.disagreement]) {
    focus = copy.disagreements[view.disagreement]!.spans;
    add(painting, "evidence", focus);
  } else if (selected?.layer === "entities") {
    focus = document.mentions.filter((one) => one.entity === selected.id).map((one): Span => [one.start, one.end]);
    add(painting, "chosen", focus);
  } else if (selected && selected.layer !== "mentions") {
    const fact = (document[selected.layer] as Fact[]).find((one) => one.id === selected.id);
    if (fact) {
      paintFact(painting, document, selected.layer, fact);
      focus = evidenceOf(document, selected.layer, fact);
    }
  }
  if (view.popup) {
    add(painting, "chosen", [view.popup.span]);
    focus = [];
  }
  return { painting, focus };
}

/** Paint with the browser's own highlights: the text stays one node a line, so that offsets stay what they are. */
export function paint(layout: Layout, app: App): Span[] {
  const { painting, focus } = plan(app);
  CSS.highlights.clear();
  if (!app.copy) return focus;
  const offsets = offsetsOf(app.copy.document.text);
  for (const [name, spans] of painting) {
    set(layout, name, spans.map(([start, end]): Units => [offsets.toUnits(start), offsets.toUnits(end)]));
  }
  return focus;
}

/** Paint the word cursor, or take it away. */
export function paintCaret(layout: Layout, units: Units | null): void {
  if (units) set(layout, "caret", [units]);
  else CSS.highlights.delete("caret");
}

function set(layout: Layout, name: string, spans: Units[]): void {
  const ranges = spans.map((span) => layout.range(span)).filter((range) => range !== null);
  const highlight = new Highlight(...ranges);
  highlight.priority = ORDER.findIndex((one) => name === one || name.startsWith(`${one}-`));
  CSS.highlights.set(name, highlight);
}
