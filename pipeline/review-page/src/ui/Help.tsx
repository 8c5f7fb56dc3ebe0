import type { App } from "../model/app";
import { Dialog } from "./Dialog";
import { ADJUDICATION_KEYS, KEYS } from "./keys";

export function Help({ app }: { app: App }) {
  const groups = app.session?.mode === "adjudicate" ? [{ title: "Disagreements", keys: ADJUDICATION_KEYS }, ...KEYS] : KEYS;
  return (
    <Dialog title="Keys" onClose={() => app.show({ help: false })}>
      <div class="keys">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([key, what]) => (
                <div key={key}>
                  <dt>{key.split(" / ").map((one, index) => <>{index > 0 && " "}<kbd>{one}</kbd></>)}</dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="soft">With the mouse: select text to mark it (hold Alt for parts of words), click a mark to change it, drag its ends to move them.</p>
    </Dialog>
  );
}
