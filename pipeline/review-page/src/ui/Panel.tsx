import type { App, Tab } from "../model/app";
import type { Copy } from "../model/types";
import { Changes } from "./Changes";
import { Disagreements } from "./Disagreements";
import { Entities } from "./Entities";
import { Facts } from "./Facts";

const TITLES: Record<Tab, string> = { disagreements: "Disagreements", facts: "Facts", entities: "Entities", changes: "Changes" };

export function Panel({ app, copy }: { app: App; copy: Copy }) {
  const { tab } = app.view;
  const { document: doc, disagreements } = copy;
  const counts: Partial<Record<Tab, number>> = {
    disagreements: disagreements.filter((one) => !one.settled).length,
    facts: doc.sanctions.length + doc.relations.length + doc.quotes.length + doc.valuations.length,
    entities: doc.entities.length,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    event.preventDefault();
    app.stepTab(event.key === "ArrowRight" ? 1 : -1);
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus());
  };
  return (
    <aside class="panel" aria-label="Facts, entities and changes">
      <div class="tabs" role="tablist" aria-label="Panel" onKeyDown={onKeyDown}>
        {app.tabs.map((one) => (
          <button
            key={one} role="tab" id={`tab-${one}`} aria-selected={tab === one} aria-controls="tabpanel" tabIndex={tab === one ? 0 : -1}
            onClick={() => app.show({ tab: one, isEditing: false })}
          >
            {TITLES[one]}{counts[one] !== undefined && <small>{counts[one]}</small>}
          </button>
        ))}
      </div>
      <div class="tabpanel" role="tabpanel" id="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0} key={`${tab}${copy.key}`}>
        {tab === "facts" && <Facts app={app} copy={copy} />}
        {tab === "entities" && <Entities app={app} copy={copy} />}
        {tab === "changes" && <Changes app={app} copy={copy} />}
        {tab === "disagreements" && <Disagreements app={app} copy={copy} />}
      </div>
    </aside>
  );
}
