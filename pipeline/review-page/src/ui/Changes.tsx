import { useEffect, useState } from "preact/hooks";
import * as api from "../model/api";
import type { App } from "../model/app";
import { FACT_LAYERS, LAYERS, type Copy, type Document, type Entity, type Fact, type FactLayer, type HistoryEntry, type Item, type Layer, type Mention } from "../model/types";
import { Reader, SINGULAR, say, sayTime } from "../model/wording";
import { FactSummary } from "./FactSummary";

interface Difference {
  layer: Layer;
  id: string;
  before: Item | undefined;
  after: Item | undefined;
}

/** The model's version beside the corrected one, item by item; then what was done, by whom. */
export function Changes({ app, copy }: { app: App; copy: Copy }) {
  const differences = findDifferences(copy.original, copy.document);
  const readers: [Reader, Reader] = [new Reader(copy.original), new Reader(copy.document)];
  return (
    <>
      <section class="layer" aria-labelledby="title-diff">
        <h2 id="title-diff">Model and correction <small>{differences.length}</small></h2>
        {differences.length === 0 && <p class="none">Everything is as the model had it.</p>}
        <ul>{differences.map((one) => <DifferenceCard key={`${one.layer}/${one.id}`} app={app} readers={readers} difference={one} />)}</ul>
      </section>
      <History copy={copy} />
    </>
  );
}

function findDifferences(before: Document, after: Document): Difference[] {
  const found: Difference[] = [];
  for (const layer of [...FACT_LAYERS, ...LAYERS.slice(0, 2)]) {
    const old = new Map((before[layer] as Item[]).map((item) => [item.id, item]));
    const now = new Map((after[layer] as Item[]).map((item) => [item.id, item]));
    for (const id of new Set([...old.keys(), ...now.keys()])) {
      if (plain(old.get(id)) !== plain(now.get(id))) found.push({ layer, id, before: old.get(id), after: now.get(id) });
    }
  }
  return found;
}

function plain(item: Item | undefined): string {
  return item ? JSON.stringify({ ...item, confidence: null }) : "";
}

function DifferenceCard({ app, readers, difference }: { app: App; readers: [Reader, Reader]; difference: Difference }) {
  const { layer, id, before, after } = difference;
  const what = !before ? "added" : !after ? "removed" : "changed";
  return (
    <li class="card diff">
      <p class="diff-head"><span class={`verb-${what}`}>{what}</span> {SINGULAR[layer]}
        {after && <button class="small" onClick={() => layer === "mentions" ? app.openMention(id) : app.select({ layer, id }, { popup: null })}>Show</button>}
      </p>
      {before && <div class="before"><span class="hidden">The model had: </span><Summary reader={readers[0]} layer={layer} item={before} /></div>}
      {after && <div class="after"><span class="hidden">Now: </span><Summary reader={readers[1]} layer={layer} item={after} /></div>}
      {before && after && <Fields before={before} after={after} readers={readers} />}
    </li>
  );
}

export function Summary({ reader, layer, item }: { reader: Reader; layer: Layer; item: Item }) {
  if (layer === "mentions") {
    const mention = item as Mention;
    return <span class="summary"><span class="who"><i class={`swatch c-${mention.label}`} aria-hidden="true" /> {mention.text}</span><span class="details">{[say(mention.label), mention.level === "group" ? "described" : "", mention.value, reader.name(mention.entity) !== mention.text ? reader.name(mention.entity) : ""].filter(Boolean).join(" · ")}</span></span>;
  }
  if (layer === "entities") {
    const entity = item as Entity;
    return <span class="summary"><span class="who"><i class={`swatch c-${entity.label}`} aria-hidden="true" /> {entity.name}</span><span class="details">{say(entity.label)}</span></span>;
  }
  return <FactSummary reader={reader} layer={layer as FactLayer} fact={item as Fact} />;
}

/** The fields that changed, where the summaries do not show them. */
function Fields({ before, after, readers }: { before: Item; after: Item; readers: [Reader, Reader] }) {
  const [old, now] = [before as unknown as Record<string, unknown>, after as unknown as Record<string, unknown>];
  const names = Object.keys({ ...old, ...now }).filter((name) => name !== "confidence" && JSON.stringify(old[name] ?? null) !== JSON.stringify(now[name] ?? null));
  return (
    <dl class="fields">
      {names.map((name) => (
        <div key={name}><dt>{name.replaceAll("_", " ")}</dt><dd><del>{write(old[name], readers[0])}</del> <ins>{write(now[name], readers[1])}</ins></dd></div>
      ))}
    </dl>
  );
}

function write(value: unknown, reader: Reader): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return "none";
  if (Array.isArray(value) && value.every((one) => typeof one === "number")) return `“${reader.cut(value as [number, number])}”`;
  if (Array.isArray(value)) return value.map((one) => write(one, reader)).join(", ");
  return typeof value === "string" ? (reader.entity(value)?.name ?? say(value)) : String(value);
}

function History({ copy }: { copy: Copy }) {
  const [entries, setEntries] = useState<HistoryEntry[] | null>(null);
  useEffect(() => {
    let isGone = false;
    api.getHistory(copy.key).then((answer) => isGone || setEntries(answer.entries), () => isGone || setEntries([]));
    return () => { isGone = true; };
  }, [copy.key, copy.revision]);
  return (
    <section class="layer" aria-labelledby="title-history">
      <h2 id="title-history">History <small>{entries?.length ?? ""}</small></h2>
      {entries?.length === 0 && <p class="none">Nobody has worked on it yet.</p>}
      <ol class="history">
        {[...(entries ?? [])].sort((one, other) => other.revision - one.revision).map((entry) => (
          <li key={entry.revision}><small><b>{entry.annotator}</b> {sayTime(entry.at)}</small><span>{entry.said}</span></li>
        ))}
      </ol>
    </section>
  );
}
