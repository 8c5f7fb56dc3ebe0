import { useEffect } from "preact/hooks";
import type { App } from "../model/app";
import { Article } from "./Article";
import { Help } from "./Help";
import { handleKey } from "./keys";
import { Notices } from "./Notices";
import { Panel } from "./Panel";
import { Queue } from "./Queue";
import { TopBar } from "./TopBar";
import { useApp } from "./use";

export function Page({ app }: { app: App }) {
  useApp(app);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handleKey(app, event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [app]);
  const { copy, view } = app;
  if (app.problem) return <Empty title="The review page cannot start" text={app.problem} />;
  if (!app.session) return <Empty title="Opening …" text="" />;
  return (
    <div class={`page ${view.queueOpen ? "with-queue" : ""}`}>
      <TopBar app={app} />
      {view.queueOpen && <Queue app={app} />}
      {copy ? (
        <>
          <Article app={app} copy={copy} />
          <Panel app={app} copy={copy} />
        </>
      ) : (
        <Empty title="No document is open" text={app.queue.total ? "Choose one from the queue." : "The queue is empty. Start the review with a file of extracted documents."} />
      )}
      <Notices app={app} />
      {view.help && <Help app={app} />}
    </div>
  );
}

function Empty({ title, text }: { title: string; text: string }) {
  return (
    <main class="empty">
      <h1>{title}</h1>
      <p role="status">{text}</p>
    </main>
  );
}
