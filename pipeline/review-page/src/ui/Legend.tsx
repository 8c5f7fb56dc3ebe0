import type { App } from "../model/app";
import type { Copy } from "../model/types";
import { say } from "../model/wording";

/** The colors of the labels that the article has. */
export function Legend({ app, copy }: { app: App; copy: Copy }) {
  const used = new Set(copy.document.mentions.map((mention) => mention.label));
  const labels = (app.session?.labels ?? []).filter((label) => used.has(label));
  return (
    <footer class="legend" aria-label="Colors of the labels">
      {labels.map((label) => (
        <span key={label} title={app.session?.explain[label]}><i class={`swatch c-${label}`} aria-hidden="true" />{say(label)}</span>
      ))}
      <span><i class="swatch trigger" aria-hidden="true" />Trigger</span>
      <span><i class="swatch group" aria-hidden="true" />Described</span>
      <span><i class="swatch quote" aria-hidden="true" />Quote</span>
    </footer>
  );
}
