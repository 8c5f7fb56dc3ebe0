import type { App, Draft } from "../model/app";
import type { Copy } from "../model/types";
import { Reader } from "../model/wording";
import { Choice, Entities } from "./fields";

/** A relation that cannot be saved yet, because it needs both its ends. */
export function RelationDraft({ app, copy, draft }: { app: App; copy: Copy; draft: Draft }) {
  const reader = new Reader(copy.document);
  const { value } = draft;
  const set = (change: Partial<Draft["value"]>) => app.show({ draft: { ...draft, value: { ...app.view.draft!.value, ...change } } });
  const isWhole = value.head && value.tail && value.head !== value.tail;
  return (
    <form class="card selected form" aria-label="New relation" onSubmit={(event) => { event.preventDefault(); if (isWhole) void app.addFact("relations", { ...value }); }}>
      <h2>New relation</h2>
      <Entities app={app} copy={copy} reader={reader} label="Head" value={value.head ? [value.head] : []} isSingle onChange={([head]) => set({ head: head ?? "" })} />
      <Choice label="Relation" value={value.type} values={app.session!.relation_types} explain={app.session!.explain} onChange={(type) => set({ type })} />
      <Entities app={app} copy={copy} reader={reader} label="Tail" value={value.tail ? [value.tail] : []} isSingle onChange={([tail]) => set({ tail: tail ?? "" })} />
      <div class="card-actions">
        <button class="small primary" type="submit" disabled={!isWhole}>Add</button>
        <button class="small" type="button" onClick={() => app.show({ draft: null })}>Cancel <kbd>Esc</kbd></button>
      </div>
    </form>
  );
}
