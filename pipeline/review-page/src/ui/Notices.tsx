import type { App } from "../model/app";
import { Icon } from "./Icon";

/** What happened, in one sentence: read out as it comes, gone by itself unless it asks for attention. */
export function Notices({ app }: { app: App }) {
  return (
    <section class="notices" aria-label="Messages">
      <div role="status" aria-live="polite">
        {app.notices.filter((one) => one.tone === "said").map((one) => <p key={one.id} class="notice said">{one.text}</p>)}
      </div>
      <div role="alert">
        {app.notices.filter((one) => one.tone !== "said").map((one) => (
          <p key={one.id} class={`notice ${one.tone}`}>
            <span>{one.text}</span>
            <button class="icon" aria-label="Close message" onClick={() => app.dismiss(one.id)}><Icon name="close" /></button>
          </p>
        ))}
      </div>
    </section>
  );
}
