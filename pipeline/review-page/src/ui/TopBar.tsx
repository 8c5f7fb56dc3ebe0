import { useState } from "preact/hooks";
import type { App } from "../model/app";
import { Icon } from "./Icon";
import { getTheme, setTheme, type Theme } from "./theme";

const SAVED = { saved: "Saved", saving: "Saving …", offline: "Offline, trying again" };
const THEMES: Theme[] = ["auto", "light", "dark"];

export function TopBar({ app }: { app: App }) {
  const { copy, sync, queue, view } = app;
  const left = queue.counts.open + queue.counts.started;
  const state = sync?.state ?? "saved";
  return (
    <header class="bar">
      <button class="quiet queue-button" aria-expanded={view.queueOpen} aria-controls="queue" title="Queue (q)" onClick={() => app.show({ queueOpen: !view.queueOpen })}>
        <Icon name="queue" /> Queue <span class="badge" title={`${left} to do`}>{left.toLocaleString("en")}</span>
      </button>
      {copy && (
        <div class="steps">
          <button class="icon" title="Previous document (p)" aria-label="Previous document" disabled={copy.previous === null} onClick={() => void app.step("previous")}><Icon name="previous" /></button>
          <button class="icon" title="Next document (n)" aria-label="Next document" disabled={copy.next === null} onClick={() => void app.step("next")}><Icon name="next" /></button>
        </div>
      )}
      <p class="where">{copy ? <><b>{copy.document.title || copy.id}</b></> : "sanctionwire review"}</p>
      {copy && <span class={`save ${state}`} role="status" aria-label={`Work: ${SAVED[state]}`}><i aria-hidden="true" />{SAVED[state]}</span>}
      {copy && (
        <div class="steps">
          <button class="icon" title={copy.undo ? `Undo: ${copy.undo} (u)` : "Nothing to undo"} aria-label="Undo" disabled={!copy.undo} onClick={() => void app.do({ op: "undo" })}><Icon name="undo" /></button>
          <button class="icon" title={copy.redo ? `Redo: ${copy.redo} (Shift+U)` : "Nothing to redo"} aria-label="Redo" disabled={!copy.redo} onClick={() => void app.do({ op: "redo" })}><Icon name="redo" /></button>
        </div>
      )}
      <Who app={app} />
      <ThemeButton app={app} />
      <button class="icon" title="Keys (?)" aria-label="Keys and help" onClick={() => app.show({ help: true })}><Icon name="help" /></button>
      {copy && (
        <button class="primary" title={copy.status === "finished" ? "Work on it again (f)" : "Finish and go to the next (f)"} onClick={() => void app.finish()}>
          {copy.status === "finished" ? "Reopen" : "Finish"} <kbd>f</kbd>
        </button>
      )}
    </header>
  );
}

function ThemeButton({ app }: { app: App }) {
  const theme = getTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  return (
    <button class="icon" title={`Colors: ${theme}`} aria-label={`Colors: ${theme}. Change to ${next}`} onClick={() => { setTheme(next); app.changed(); }}>
      <Icon name={theme} />
    </button>
  );
}

/** Who works here; a click makes it a field. */
function Who({ app }: { app: App }) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <button class="quiet who-button" title="Your name, kept with all you do" aria-label={`You are ${app.annotator}. Change the name`} onClick={() => setOpen(true)}>
        <span class="face" aria-hidden="true">{[...app.annotator][0]?.toUpperCase()}</span>{app.annotator}
      </button>
    );
  }
  const save = (value: string) => { app.rename(value); setOpen(false); };
  return (
    <input
      class="who-field" aria-label="Your name" maxLength={100} defaultValue={app.annotator} ref={(field) => field?.focus()}
      onBlur={(event) => save(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") save(event.currentTarget.value);
        if (event.key === "Escape") { event.preventDefault(); setOpen(false); }
      }}
    />
  );
}
