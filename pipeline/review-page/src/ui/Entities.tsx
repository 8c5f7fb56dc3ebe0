import { useEffect, useRef, useState } from "preact/hooks";
import type { App } from "../model/app";
import type { Copy, Entity, Mention } from "../model/types";
import { Reader, count, say } from "../model/wording";
import { EntityField, suggest } from "./EntityField";

/** The entities of the document with their mentions: rename, relabel, merge, split. */
export function Entities({ app, copy }: { app: App; copy: Copy }) {
  const [filter, setFilter] = useState("");
  const mentions = new Map<string, Mention[]>();
  for (const mention of copy.document.mentions) {
    if (mention.entity) mentions.set(mention.entity, [...(mentions.get(mention.entity) ?? []), mention]);
  }
  const wanted = filter.toLowerCase();
  const shown = copy.document.entities
    .filter((entity) => !wanted || entity.name.toLowerCase().includes(wanted) || say(entity.label).toLowerCase().includes(wanted))
    .sort((one, other) => (mentions.get(other.id)?.length ?? 0) - (mentions.get(one.id)?.length ?? 0));
  return (
    <section class="layer">
      <input class="filter" type="search" placeholder="Filter by name or label …" aria-label="Filter entities" onInput={(event) => setFilter(event.currentTarget.value)} />
      <ul>
        {shown.map((entity) => <Row key={entity.id} app={app} copy={copy} entity={entity} mentions={mentions.get(entity.id) ?? []} />)}
        {shown.length === 0 && <li class="none">No such entity.</li>}
      </ul>
    </section>
  );
}

function Row({ app, copy, entity, mentions }: { app: App; copy: Copy; entity: Entity; mentions: Mention[] }) {
  const row = useRef<HTMLLIElement>(null);
  const { selected } = app.view;
  const isSelected = selected?.layer === "entities" && selected.id === entity.id;
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);
  return (
    <li ref={row} class={`card entity-card ${isSelected ? "selected" : ""}`} data-item={`entities/${entity.id}`}>
      <button class="card-main" aria-expanded={isSelected} onClick={() => app.select(isSelected ? null : { layer: "entities", id: entity.id }, { popup: null })}>
        <span class="entity-line"><i class={`swatch c-${entity.label}`} aria-hidden="true" /><b>{entity.name}</b><small>{say(entity.label)} · {mentions.length}</small></span>
      </button>
      {isSelected && <Details app={app} copy={copy} entity={entity} mentions={mentions} />}
    </li>
  );
}

function Details({ app, copy, entity, mentions }: { app: App; copy: Copy; entity: Entity; mentions: Mention[] }) {
  const reader = new Reader(copy.document);
  const [chosen, setChosen] = useState<string[]>([]);
  const same = suggest(copy, entity.name, entity.label).filter((one) => one.id !== entity.id && one.label === entity.label);
  const merge = (other: Entity) => void app.do({ op: "merge_entities", keep: entity.id, gone: [other.id] });
  return (
    <div class="form entity-form">
      <div class="pair">
        <label class="field"><span>Name</span>
          <input key={entity.name} defaultValue={entity.name} maxLength={500} onChange={(event) => {
            const name = event.currentTarget.value.trim();
            if (name && name !== entity.name) void app.do({ op: "set_entity", id: entity.id, name });
          }} />
        </label>
        <label class="field"><span>Label</span>
          <select value={entity.label} onChange={(event) => void app.do({ op: "set_entity", id: entity.id, label: event.currentTarget.value })}>
            {app.session!.labels.filter((label) => label !== "DATE" && label !== "MONEY").map((label) => <option key={label} value={label}>{say(label)}</option>)}
          </select>
        </label>
      </div>
      <div class="field" role="group" aria-label="Merge with">
        <span>Merge with</span>
        <div class="chips">
          {same.map((one) => <button key={one.id} type="button" class="chip" onClick={() => merge(one)}><i class={`swatch c-${one.label}`} aria-hidden="true" />{one.name}</button>)}
          <EntityField copy={copy} label="Merge with another entity" placeholder="find …" without={[entity.id]} first={same} onTake={merge} />
        </div>
      </div>
      <div class="field" role="group" aria-label="Mentions">
        <span>{count(mentions.length, "mention")}</span>
        <ul class="mention-list">
          {mentions.map((mention) => {
            const [before, inside, after] = reader.snippet([mention.start, mention.end], 28);
            return (
              <li key={mention.id}>
                {mentions.length > 1 && (
                  <input type="checkbox" aria-label={`Choose ${mention.text}`} checked={chosen.includes(mention.id)} onChange={() =>
                    setChosen(chosen.includes(mention.id) ? chosen.filter((one) => one !== mention.id) : [...chosen, mention.id])} />
                )}
                <button type="button" class="mention" onClick={() => app.openMention(mention.id)}>{before}<b>{inside}</b>{after}</button>
              </li>
            );
          })}
        </ul>
        {chosen.length > 0 && chosen.length < mentions.length && (
          <button type="button" class="small" onClick={() => { void app.do({ op: "split_entity", id: entity.id, mentions: chosen }); setChosen([]); }}>
            Split off {count(chosen.length, "mention")}
          </button>
        )}
      </div>
    </div>
  );
}
