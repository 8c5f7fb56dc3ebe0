import { useRef } from "preact/hooks";
import type { App } from "../model/app";
import type { QueueItem } from "../model/types";
import { count } from "../model/wording";

const STATUSES = ["all", "open", "started", "finished"] as const;

export function Queue({ app }: { app: App }) {
  const { queue, filter } = app;
  const timer = useRef(0);
  const search = (text: string) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => app.setFilter({ search: text }), 200);
  };
  const total = queue.counts.open + queue.counts.started + queue.counts.finished;
  return (
    <nav class="queue" id="queue" aria-label="Queue of documents">
      <div class="queue-head">
        <input id="search" type="search" placeholder="Search titles, names …" aria-label="Search the queue" defaultValue={filter.search} onInput={(event) => search(event.currentTarget.value)} />
        <div class="segments" role="group" aria-label="Show documents">
          {STATUSES.map((status) => (
            <button key={status} aria-pressed={filter.status === status} onClick={() => app.setFilter({ status })}>
              {status} <small>{(status === "all" ? total : queue.counts[status]).toLocaleString("en")}</small>
            </button>
          ))}
        </div>
      </div>
      <ol class="queue-list" tabIndex={0} aria-label="Documents, the most useful to correct first">
        {queue.items.map((item) => <Entry key={item.key} app={app} item={item} />)}
        {queue.items.length === 0 && <li class="soft none">Nothing here.</li>}
        {queue.items.length < queue.total && (
          <li><button class="more" onClick={() => void app.loadQueue(true)}>{count(queue.total - queue.items.length, "more document")}</button></li>
        )}
      </ol>
    </nav>
  );
}

function Entry({ app, item }: { app: App; item: QueueItem }) {
  const isOpen = app.copy?.key === item.key;
  const status = isOpen ? app.copy!.status : item.status;
  return (
    <li>
      <button class="entry" aria-current={isOpen ? "true" : undefined} onClick={() => void app.open(item.key)}>
        <span class="entry-title">{item.title || item.id}</span>
        <span class="entry-why"><i class={`status ${status}`} aria-hidden="true" />{status === "open" ? item.why : `${status}${item.annotator ? ` · ${item.annotator}` : ""}`}</span>
        <span class="entry-meta">
          {[item.source, item.published].filter(Boolean).join(" · ")}
          <meter min={0} max={1} value={item.priority} title={`Priority ${Math.round(item.priority * 100)} of 100`} aria-label="Priority" />
        </span>
      </button>
    </li>
  );
}
