import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { App, Popup as PopupState } from "../model/app";
import { HAS_NO_ENTITY, LABEL_KEYS } from "../model/labels";
import type { Copy, Mention, Span } from "../model/types";
import { nextCharacter, nextWord, previousCharacter, previousWord } from "../model/words";
import { Reader, say } from "../model/wording";
import type { Layout } from "../text/layout";
import { EntityField, suggest } from "./EntityField";
import { Icon } from "./Icon";

interface Props {
  app: App;
  copy: Copy;
  layout: Layout;
  popup: PopupState;
}

/** Beside a selection: mark it, or make a fact of it. Beside a mention: change it. */
export function Popup({ app, copy, layout, popup }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const reader = new Reader(copy.document);
  const mention = popup.kind === "mention" ? copy.document.mentions.find((one) => one.id === popup.id) : undefined;
  const text = reader.cut(popup.span);
  const [level, setLevel] = useState<string>(mention?.level ?? "name");
  const [everywhere, setEverywhere] = useState(false);
  const entity = reader.entity(mention?.entity ?? null);
  const suggested = suggest(copy, text).filter((one) => one.id !== mention?.entity);

  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    return () => {
      // Back to the text, where the word cursor is on; else nothing keeps the focus.
      if (app.view.caret) document.getElementById("text")?.focus({ preventScroll: true });
    };
  }, []);
  useLayoutEffect(() => place(box.current!, layout, reader, popup.span));

  const close = () => app.show({ popup: null });
  const label = (name: string) => {
    if (mention) {
      if (name !== mention.label || level !== mention.level) void app.do({ op: "set_mention", id: mention.id, label: name, level });
      return close();
    }
    const [start, end] = popup.span;
    // The same words mean the same entity, unless somebody says otherwise afterwards.
    const twin = HAS_NO_ENTITY.has(name) ? undefined : copy.document.mentions.find((one) => one.text === text && one.label === name && one.entity);
    void app.do({ op: "add_mention", start, end, label: name, level: name === "SECTOR" ? "group" : level, entity: twin?.entity ?? null, everywhere });
    close();
  };
  const fact = (kind: "sanctions" | "relations" | "quotes") => makeFact(app, copy, kind, popup.span);
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).matches("input:not([type=checkbox])")) return;
    const chosen = Object.entries(LABEL_KEYS).find(([, key]) => key === event.key)?.[0];
    if (event.key.startsWith("Arrow") && event.shiftKey) moveEnds(app, reader, popup, event);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (chosen) label(chosen);
    else if (event.key === "1" && !mention) fact("sanctions");
    else if (event.key === "2" && !mention) fact("relations");
    else if (event.key === "3" && !mention) fact("quotes");
    else if (event.key === "=") setLevel(level === "name" ? "group" : "name");
    else if (event.key === "e" && !mention) setEverywhere(!everywhere);
    else if (event.key === "/") box.current?.querySelector<HTMLInputElement>("[role=combobox]")?.focus();
    else if ((event.key === "Delete" || event.key === "Backspace") && mention) { void app.do({ op: "remove_mention", id: mention.id }); close(); }
    else if (event.key === "Enter" && event.target === box.current) { app.saveEnds(); close(); }
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const link = (id: string) => {
    const target = reader.entity(id)!;
    const [start, end] = popup.span;
    if (mention) void app.do({ op: "set_mention", id: mention.id, entity: id });
    else void app.do({ op: "add_mention", start, end, label: target.label, level, entity: id, everywhere });
    close();
  };
  return (
    <div ref={box} class="popup" role="dialog" aria-label={mention ? `Mention ${text}` : `Mark ${text}`} tabIndex={-1} onKeyDown={onKeyDown}>
      <header>
        <b class="popup-text">{text}</b>
        {mention?.confidence != null && <span class="soft">{Math.round(mention.confidence * 100)} %</span>}
        <button class="icon" aria-label="Close" onClick={close}><Icon name="close" /></button>
      </header>
      {mention && <MentionDetails app={app} mention={mention} entityName={entity?.name ?? null} />}
      <div class="labels" role="group" aria-label={mention ? "Label" : "Mark as"}>
        {app.session!.labels.map((name) => (
          <button key={name} aria-pressed={mention ? mention.label === name : undefined} title={app.session!.explain[name]} onClick={() => label(name)}>
            <i class={`swatch c-${name}`} aria-hidden="true" /><span>{say(name)}</span><kbd>{LABEL_KEYS[name]}</kbd>
          </button>
        ))}
      </div>
      <div class="popup-row">
        <label class="check"><input type="checkbox" checked={level === "group"} onChange={() => {
          const next = level === "name" ? "group" : "name";
          setLevel(next);
          if (mention) void app.do({ op: "set_mention", id: mention.id, level: next });
        }} /> describes, no name <kbd>=</kbd></label>
        {!mention && <label class="check"><input type="checkbox" checked={everywhere} onChange={() => setEverywhere(!everywhere)} /> everywhere <kbd>e</kbd></label>}
      </div>
      {!(mention && HAS_NO_ENTITY.has(mention.label)) && (
        <div class="popup-row column">
          {suggested.length > 0 && (
            <div class="chips" role="group" aria-label="Same as">
              <span class="soft">Same as</span>
              {suggested.map((one) => <button key={one.id} class="chip" onClick={() => link(one.id)}><i class={`swatch c-${one.label}`} aria-hidden="true" />{one.name}</button>)}
            </div>
          )}
          <EntityField copy={copy} label={mention ? "Link to another entity" : "Mark as an entity that is known"} placeholder="Same as … ( / )" without={mention?.entity ? [mention.entity] : []} first={suggested} onTake={(one) => link(one.id)} />
        </div>
      )}
      {mention ? (
        <footer>
          {entity && copy.document.mentions.filter((one) => one.entity === entity.id).length > 1 && (
            <button class="small" onClick={() => { void app.do({ op: "set_mention", id: mention.id, entity: "new" }); close(); }}>Split off</button>
          )}
          {mention.label === "MONEY" && !copy.document.valuations.some((one) => one.mention === mention.id) && (
            <button class="small" onClick={() => void app.addFact("valuations", { mention: mention.id, kind: "other", modifier: "exact" })}>New amount</button>
          )}
          {entity && <button class="small" onClick={() => app.select({ layer: "entities", id: entity.id }, { popup: null })}>Show entity</button>}
          <button class="small danger" onClick={() => { void app.do({ op: "remove_mention", id: mention.id }); close(); }}>Remove <kbd>Del</kbd></button>
        </footer>
      ) : (
        <footer>
          <span class="soft">New</span>
          <button class="small" onClick={() => fact("sanctions")}>sanction <kbd>1</kbd></button>
          <button class="small" onClick={() => fact("relations")}>relation <kbd>2</kbd></button>
          <button class="small" onClick={() => fact("quotes")}>quote <kbd>3</kbd></button>
        </footer>
      )}
    </div>
  );
}

function MentionDetails({ app, mention, entityName }: { app: App; mention: Mention; entityName: string | null }) {
  if (mention.label === "DATE") {
    return (
      <label class="popup-row">
        <span class="soft">Date</span>
        <input
          class="short" placeholder="2024-05-31" aria-label="Date, as year, month and day" defaultValue={mention.value ?? ""}
          onKeyDown={(event) => { if (event.key === "Enter") event.currentTarget.blur(); }}
          onChange={(event) => void app.do({ op: "set_mention", id: mention.id, value: event.currentTarget.value.trim() || null })}
        />
      </label>
    );
  }
  return entityName && entityName !== mention.text ? <p class="popup-row soft">Entity: {entityName}</p> : null;
}

/** Move an end with the keyboard: the end with Shift, the start with Alt too; by character with Ctrl. */
function moveEnds(app: App, reader: Reader, popup: PopupState, event: KeyboardEvent): void {
  const { text } = reader.document;
  let [start, end] = [reader.offsets.toUnits(popup.span[0]), reader.offsets.toUnits(popup.span[1])];
  const isRight = event.key === "ArrowRight";
  if (!isRight && event.key !== "ArrowLeft") return;
  if (event.altKey) {
    if (event.ctrlKey) start = isRight ? nextCharacter(text, start) : previousCharacter(text, start);
    else if (isRight) start = nextWord(text, nextWord(text, start)?.[1] ?? start)?.[0] ?? start;
    else start = previousWord(text, start)?.[0] ?? start;
  } else if (event.ctrlKey) end = isRight ? nextCharacter(text, end) : previousCharacter(text, end);
  else if (isRight) end = nextWord(text, end)?.[1] ?? end;
  else end = previousWord(text, previousWord(text, end)?.[0] ?? end)?.[1] ?? end;
  if (start >= end) return;
  const span: Span = [reader.offsets.toPoints(start), reader.offsets.toPoints(end)];
  app.show({ popup: { ...popup, span } });
}

/** A fact of a selection: what is selected is its evidence, or the words of a quote. */
function makeFact(app: App, copy: Copy, kind: "sanctions" | "relations" | "quotes", span: Span): void {
  const inside = copy.document.mentions.filter((one) => one.entity && span[0] <= one.start && one.end <= span[1]);
  if (kind === "sanctions") void app.addFact("sanctions", { action: "impose", status: "in_force", evidence: [span] });
  else if (kind === "quotes") void app.addFact("quotes", { kind: "direct", content: [span] });
  else {
    const [head, tail] = [...new Set(inside.map((one) => one.entity!))];
    const value = { type: "role_of", head: head ?? "", tail: tail ?? "", title: null, evidence: span };
    app.show({ tab: "facts", popup: null, selected: null, isEditing: false, draft: { layer: "relations", value } });
  }
}

/** Below the text it is for, or above where there is no room. */
function place(box: HTMLElement, layout: Layout, reader: Reader, span: Span): void {
  const range = layout.range([reader.offsets.toUnits(span[0]), reader.offsets.toUnits(span[1])]);
  const sheet = box.offsetParent?.getBoundingClientRect();
  const desk = box.closest(".desk")!.getBoundingClientRect();
  if (!range || !sheet) return;
  const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
  const [first, last] = [rects[0], rects.at(-1)];
  if (!first || !last) return;
  const size = box.getBoundingClientRect();
  const left = Math.max(desk.left + 8, Math.min(first.left, desk.right - size.width - 16));
  const below = last.bottom + 8;
  const above = first.top - size.height - 8;
  const top = below + size.height <= desk.bottom - 4 ? below : above >= desk.top + 4 ? above : Math.max(desk.top + 4, desk.bottom - size.height - 4);
  Object.assign(box.style, { left: `${left - sheet.left}px`, top: `${top - sheet.top}px` });
}
