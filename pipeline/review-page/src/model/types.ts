/** The records of `sanctions-facts/1` and the answers of the server. All offsets are code points, half-open. */

export type Span = [number, number];
export type FactLayer = "sanctions" | "relations" | "quotes" | "valuations";
export type Layer = "mentions" | "entities" | FactLayer;
export const FACT_LAYERS: FactLayer[] = ["sanctions", "relations", "quotes", "valuations"];
export const LAYERS: Layer[] = ["mentions", "entities", ...FACT_LAYERS];

export interface Mention {
  id: string;
  start: number;
  end: number;
  text: string;
  label: string;
  level: "name" | "group";
  entity: string | null;
  value?: string | null;
  confidence?: number | null;
}
export interface Entity {
  id: string;
  label: string;
  name: string;
  confidence?: number | null;
}
export interface Sanction {
  id: string;
  action: string;
  status: string;
  imposer: string[];
  target: string[];
  measure: string[];
  program: string[];
  law: string[];
  date: string | null;
  reason: Span | null;
  amount: string | null;
  evidence: Span[];
  confidence?: number | null;
}
export interface Relation {
  id: string;
  type: string;
  head: string;
  tail: string;
  title: string | null;
  evidence?: Span | null;
  confidence?: number | null;
}
export interface Quote {
  id: string;
  kind: string;
  content: Span[];
  speaker: string | null;
  speaker_text: string | null;
  source?: Span | null;
  cue: Span | null;
  confidence?: number | null;
}
export interface Valuation {
  id: string;
  mention: string;
  amount: number | null;
  amount_max: number | null;
  currency: string | null;
  modifier: string;
  kind: string;
  subject: string | null;
  as_of: string | null;
  confidence?: number | null;
}
export type Fact = Sanction | Relation | Quote | Valuation;
export type Item = Mention | Entity | Fact;

export interface Document {
  id: string;
  text: string;
  title: string | null;
  source: string | null;
  published: string | null;
  url: string | null;
  mentions: Mention[];
  entities: Entity[];
  sanctions: Sanction[];
  relations: Relation[];
  quotes: Quote[];
  valuations: Valuation[];
}

export type Verdict = "accepted" | "rejected";
export interface Comment {
  layer: Layer | null;
  id: string | null;
  text: string;
  annotator: string;
  at: string;
}
export type Choice = "first" | "second" | "neither";
export interface Disagreement {
  layer: string;
  kind: string;
  first: string | null;
  second: string | null;
  spans: Span[];
  detail: string;
  index?: number;
  settled?: Choice | null;
}
export type Status = "open" | "started" | "finished";

/** What may change of a document while it is open. */
export interface Moving {
  revision: number;
  status: Status;
  verdicts: Record<string, Verdict>;
  comments: Comment[];
  disagreements: Disagreement[];
  undo: string | null;
  redo: string | null;
}
export interface Copy extends Moving {
  key: number;
  id: string;
  document: Document;
  original: Document;
  others: { name: string; document: Document }[];
  previous: number | null;
  next: number | null;
}
export interface Change {
  layer: string;
  id: string;
  value: unknown;
  place?: number | null;
}
export interface Answer extends Partial<Moving> {
  revision: number;
  changes: Change[];
  said?: string;
  error?: string;
  detail?: string;
  remedy?: string;
  field?: string;
}
export interface Session {
  version: string;
  mode: "review" | "adjudicate";
  annotator: string | null;
  labels: string[];
  levels: string[];
  actions: string[];
  statuses: string[];
  measures: string[];
  relation_types: string[];
  quote_kinds: string[];
  modifiers: string[];
  valuation_kinds: string[];
  currencies: string[];
  colors: Record<string, string>;
  explain: Record<string, string>;
}
export interface QueueItem {
  key: number;
  id: string;
  title: string | null;
  source: string | null;
  published: string | null;
  priority: number;
  why: string;
  status: Status;
  sanctions: number;
  least_confidence: number | null;
  annotator: string | null;
}
export interface QueuePage {
  total: number;
  counts: Record<Status, number>;
  items: QueueItem[];
}
export interface HistoryEntry {
  revision: number;
  at: string;
  annotator: string;
  said: string;
  request?: string | null;
  changes: { layer: string; id: string; before: unknown; after: unknown }[];
}

export type Operation =
  | { op: "add_mention"; start: number; end: number; label: string; level?: string; entity?: string | null; value?: string | null; everywhere?: boolean }
  | { op: "set_mention"; id: string; start?: number; end?: number; label?: string; level?: string; entity?: string | null; value?: string | null }
  | { op: "remove_mention"; id: string }
  | { op: "merge_entities"; keep: string; gone: string[] }
  | { op: "split_entity"; id: string; mentions: string[] }
  | { op: "set_entity"; id: string; name?: string; label?: string }
  | { op: "put_fact"; layer: FactLayer; id: string | null; value: Record<string, unknown> }
  | { op: "remove_fact"; layer: FactLayer; id: string }
  | { op: "judge"; layer: Layer; id: string; verdict: Verdict | null }
  | { op: "comment"; layer?: Layer; id?: string; text: string }
  | { op: "finish" }
  | { op: "reopen" }
  | { op: "undo" }
  | { op: "redo" }
  | { op: "take"; from: string; layer: Layer; id: string }
  | { op: "settle"; index: number; choice: Choice };
