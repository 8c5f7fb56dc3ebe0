import { memo } from "preact/compat";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { App } from "../model/app";
import { evidenceOf } from "../model/order";
import type { Copy, Fact, FactLayer, Span } from "../model/types";
import type { Units } from "../model/words";
import { offsetsOf } from "../model/wording";
import { Annotator } from "../text/annotator";
import { Layout, splitLines } from "../text/layout";
import { paint, paintCaret } from "../text/paint";
import { startCaret, useCaretKeys } from "./caret";
import { Handles } from "./Handles";
import { Legend } from "./Legend";
import { Popup } from "./Popup";

/** The article: its text as it is, painted from outside, with the popup and the handles of what is open beside it. */
export function Article({ app, copy }: { app: App; copy: Copy }) {
  const paper = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLElement>(null);
  const [layout, setLayout] = useState<Layout | null>(null);
  const annotator = useRef<Annotator | null>(null);
  const { document: doc } = copy;
  const { view } = app;
  const titleLength = doc.title && doc.text.startsWith(doc.title) ? doc.title.length : 0;

  useLayoutEffect(() => {
    scroller.current!.scrollTop = Number(sessionStorage.getItem(`scroll/${copy.key}`) ?? 0);
    const made = new Layout(paper.current!);
    setLayout(made);
    annotator.current = new Annotator(made, doc.text, (units) => onSelect(app, units), (ids) => onClick(app, ids));
    return () => {
      annotator.current?.destroy();
      annotator.current = null;
      setLayout(null);
      CSS.highlights.clear();
    };
  }, [copy.key, doc.text]);

  useLayoutEffect(() => annotator.current?.update(copy), [layout, doc.mentions, doc.sanctions, doc.quotes]);

  const popup = view.popup;
  const focus = useRef<Span[]>([]);
  useLayoutEffect(() => {
    if (layout) focus.current = paint(layout, app);
    if (layout && view.caret) paintCaret(layout, caretUnits(view.caret));
  }, [layout, doc, copy.verdicts, view.selected, view.tab, view.disagreement, popup, copy.disagreements]);
  useLayoutEffect(() => {
    if (layout) paintCaret(layout, view.caret ? caretUnits(view.caret) : null);
  }, [layout, view.caret]);

  // What was selected comes into sight; what only changed stays where it is.
  const target = view.tab === "disagreements" ? `d${view.disagreement}` : `${view.selected?.layer}/${view.selected?.id}`;
  const shown = useRef("");
  useEffect(() => {
    if (!layout || shown.current === `${copy.key}/${target}`) return;
    const isFirst = !shown.current.startsWith(`${copy.key}/`);
    shown.current = `${copy.key}/${target}`;
    if (isFirst && sessionStorage.getItem(`scroll/${copy.key}`)) return;
    const [first] = focus.current;
    if (first) reveal(scroller.current!, layout, toUnits(doc.text, first));
  }, [layout, target]);

  const onKeyDown = useCaretKeys(app, layout, scroller);
  return (
    <main class={`desk ${view.pick ? "picking" : ""}`} ref={scroller} onScroll={(event) => sessionStorage.setItem(`scroll/${copy.key}`, String(Math.round(event.currentTarget.scrollTop)))}>
      {view.pick && (
        <div class="pick" role="status">
          <span>{view.pick.prompt}</span>
          <button class="small" onClick={() => app.show({ pick: null })}>Cancel <kbd>Esc</kbd></button>
        </div>
      )}
      <div class="sheet">
        <p class="meta">
          {[doc.source, doc.published, copy.id].filter(Boolean).join(" · ")}
          {copy.status === "finished" && <span class="done">Finished</span>}
        </p>
        <div
          id="text" class="text" ref={paper} tabIndex={0} role="textbox" aria-readonly="true" aria-multiline="true"
          aria-label="Article. Arrow keys move a word cursor, Enter marks or opens." onKeyDown={onKeyDown}
          onFocus={() => layout && !view.caret && paper.current!.matches(":focus-visible") && startCaret(app, layout, scroller.current!)}
          onBlur={() => !app.view.popup && app.view.caret && app.show({ caret: null })}
        >
          <Lines text={doc.text} titleLength={titleLength} />
        </div>
        {layout && popup && <Handles app={app} layout={layout} popup={popup} />}
        {layout && popup && <Popup key={popup.kind === "mention" ? popup.id : popup.span[0]} app={app} copy={copy} layout={layout} popup={popup} />}
      </div>
      <Legend app={app} copy={copy} />
      <CaretVoice app={app} copy={copy} />
    </main>
  );
}

const Lines = memo(function Lines({ text, titleLength }: { text: string; titleLength: number }) {
  const lines = useMemo(() => splitLines(text), [text]);
  return (
    <>
      {lines.map((line) => (
        <>
          {line.start < titleLength ? <h1 dir="auto">{line.text}</h1> : <p dir="auto">{line.text}</p>}
          {line.gap && <span class="gap">{line.gap}</span>}
        </>
      ))}
    </>
  );
});

/** What the word cursor is on, for those who listen. */
function CaretVoice({ app, copy }: { app: App; copy: Copy }) {
  const { caret } = app.view;
  if (!caret) return <p class="hidden" aria-live="polite" />;
  const [start, end] = caretUnits(caret);
  const offsets = offsetsOf(copy.document.text);
  const place = offsets.toPoints(start);
  const mention = copy.document.mentions.find((one) => one.start <= place && place < one.end);
  return <p class="hidden" aria-live="polite">{copy.document.text.slice(start, end)}{mention ? `, in ${mention.label} ${mention.text}` : ""}</p>;
}

export function caretUnits(caret: { from: Units; to: Units }): Units {
  return [Math.min(caret.from[0], caret.to[0]), Math.max(caret.from[1], caret.to[1])];
}

function toUnits(text: string, [start, end]: Span): Units {
  const offsets = offsetsOf(text);
  return [offsets.toUnits(start), offsets.toUnits(end)];
}

/** Scroll a piece of the text to the upper third, unless it can be seen well where it is. */
export function reveal(scroller: HTMLElement, layout: Layout, units: Units): void {
  const box = layout.range(units)?.getBoundingClientRect();
  if (!box) return;
  const frame = scroller.getBoundingClientRect();
  if (box.top > frame.top + 40 && box.bottom < frame.bottom - 80) return;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scroller.scrollBy({ top: box.top - frame.top - frame.height / 3, behavior: isCalm ? "instant" : "smooth" });
}

function onSelect(app: App, [start, end]: Units): void {
  const { copy, view } = app;
  if (!copy) return;
  const offsets = offsetsOf(copy.document.text);
  const span: Span = [offsets.toPoints(start), offsets.toPoints(end)];
  if (view.pick?.kind === "span") {
    view.pick.take(span);
    app.show({ pick: null });
  } else {
    app.show({ popup: { kind: "selection", span }, caret: null });
  }
}

/** A click on the text: what lies there, the smallest first. */
function onClick(app: App, ids: string[]): void {
  const { copy, view } = app;
  if (!copy) return;
  const mention = copy.document.mentions.find((one) => `mentions/${one.id}` === ids.find((id) => id.startsWith("mentions/")));
  if (view.pick) {
    if (view.pick.kind === "entity" && mention?.entity) {
      view.pick.take(mention.entity);
      app.show({ pick: null });
    }
    return;
  }
  if (mention && ids[0] === `mentions/${mention.id}`) {
    app.show({ popup: { kind: "mention", id: mention.id, span: [mention.start, mention.end] }, caret: null });
    return;
  }
  const fact = ids.find((id) => !id.startsWith("mentions/"));
  if (fact) {
    const [layer, id] = split(fact);
    const found = (copy.document[layer] as Fact[]).find((one) => one.id === id);
    if (found && evidenceOf(copy.document, layer, found).length) app.select({ layer, id }, { popup: null });
  } else if (mention) {
    app.show({ popup: { kind: "mention", id: mention.id, span: [mention.start, mention.end] }, caret: null });
  } else if (view.popup) {
    app.show({ popup: null });
  }
}

/** "sanctions/s1#0" as layer and id; an id may hold both signs. */
function split(name: string): [FactLayer, string] {
  const slash = name.indexOf("/");
  return [name.slice(0, slash) as FactLayer, name.slice(slash + 1, name.lastIndexOf("#"))];
}
