import * as api from "./api";
import { Sync, type Outcome } from "./sync";
import { facts, firstToLookAt } from "./order";
import { SINGULAR, count } from "./wording";
import {
  type Answer, type Choice, type Copy, type FactLayer, type Layer, type Operation, type QueuePage, type Session,
  type Span, type Verdict,
} from "./types";

export type Tab = "disagreements" | "facts" | "entities" | "changes";
export interface ItemRef {
  layer: Layer;
  id: string;
}
/** A popup beside a piece of the text. `span` is what the mention is to cover, in code points. */
export type Popup = { kind: "selection"; span: Span } | { kind: "mention"; id: string; span: Span };
/** What the next click or selection in the text is for. */
export type Pick =
  | { kind: "entity"; prompt: string; take: (entity: string) => void }
  | { kind: "span"; prompt: string; take: (span: Span) => void };
export interface Notice {
  id: number;
  tone: "said" | "warning" | "error";
  text: string;
}
export interface Draft {
  layer: "relations";
  value: { type: string; head: string; tail: string; title: string | null; evidence: Span | null };
}

/** What is shown, beside the document itself. */
export interface View {
  tab: Tab;
  selected: ItemRef | null;
  isEditing: boolean;
  draft: Draft | null;
  popup: Popup | null;
  pick: Pick | null;
  commenting: ItemRef | "document" | null;
  disagreement: number;
  queueOpen: boolean;
  help: boolean;
  /** Ends of the word cursor in the text, in UTF-16 units: where it began, and where it is. */
  caret: { from: [number, number]; to: [number, number] } | null;
}

const START: View = {
  tab: "facts", selected: null, isEditing: false, draft: null, popup: null, pick: null, commenting: null, disagreement: 0,
  queueOpen: true, help: false, caret: null,
};

/** The state of the page and everything that can be done on it. */
export class App {
  session: Session | null = null;
  annotator = "";
  problem = "";
  sync: Sync | null = null;
  view: View = START;
  notices: Notice[] = [];
  queue: QueuePage = { total: 0, counts: { open: 0, started: 0, finished: 0 }, items: [] };
  filter = { status: "all", search: "" };
  private listeners = new Set<() => void>();
  private noticeId = 0;
  private queueRequest = 0;

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed = (): void => this.listeners.forEach((listener) => listener());

  get copy(): Copy | null {
    return this.sync?.copy ?? null;
  }

  show(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    this.remember();
    this.changed();
  }

  // ---- starting

  async start(): Promise<void> {
    try {
      this.session = await api.getSession();
    } catch (error) {
      this.problem = error instanceof api.Refused ? error.message : "The server does not answer. Start `sanctionwire review` again, then reload.";
      return this.changed();
    }
    for (const [label, color] of Object.entries(this.session.colors)) {
      document.documentElement.style.setProperty(`--c-${label}`, color);
    }
    this.rename(localStorage.getItem("annotator") || this.session.annotator || "annotator", false);
    this.view = { ...this.view, queueOpen: window.innerWidth >= 1400 };
    window.addEventListener("hashchange", () => void this.follow());
    window.addEventListener("beforeunload", (event) => {
      if (this.sync?.unsaved) event.preventDefault();
    });
    await this.loadQueue();
    await this.follow();
  }

  rename(name: string, keep = true): void {
    this.annotator = name.trim() || this.annotator;
    if (keep) localStorage.setItem("annotator", this.annotator);
    api.setAnnotator(this.annotator);
    this.changed();
  }

  /** Open what the address names; without a name, the first document of the queue. */
  private async follow(): Promise<void> {
    const [key, layer, ...rest] = location.hash.slice(1).split("/").map(decodeURIComponent);
    if (key && Number(key) === this.copy?.key) return;
    const first = this.queue.items.find((item) => item.status !== "finished") ?? this.queue.items[0];
    const open = key ? Number(key) : first?.key;
    if (open === undefined) {
      this.show({ queueOpen: true });
      return;
    }
    await this.open(open, layer && rest.length ? { layer: layer as Layer, id: rest.join("/") } : null);
  }

  private remember(): void {
    const { copy, view } = this;
    if (!copy) return;
    const item = view.selected ? `/${view.selected.layer}/${encodeURIComponent(view.selected.id)}` : "";
    const hash = `#${copy.key}${item}`;
    if (location.hash !== hash) history.replaceState(null, "", hash);
    sessionStorage.setItem(`tab/${copy.key}`, view.tab);
  }

  // ---- queue and documents

  async loadQueue(more = false): Promise<void> {
    const request = ++this.queueRequest;
    const offset = more ? this.queue.items.length : 0;
    const limit = more ? 50 : Math.max(50, Math.min(this.queue.items.length, 200));
    try {
      const page = await api.getQueue(this.filter.status, this.filter.search, offset, limit);
      if (request !== this.queueRequest) return;
      this.queue = more ? { ...page, items: [...this.queue.items, ...page.items] } : page;
      this.changed();
    } catch (error) {
      if (error instanceof api.Refused) this.tell("error", error.message);
    }
  }

  setFilter(filter: Partial<App["filter"]>): void {
    this.filter = { ...this.filter, ...filter };
    this.changed();
    void this.loadQueue();
  }

  async open(key: number, selected: ItemRef | null = null): Promise<void> {
    let copy: Copy;
    try {
      copy = await api.getDocument(key);
    } catch (error) {
      const why = error instanceof api.Refused ? error.message : "the server does not answer; try again";
      return this.tell("error", `The document did not open: ${why}`);
    }
    if (this.sync?.unsaved) {
      return this.tell("warning", "Some work is not saved yet. Wait until it is before you leave the document.");
    }
    this.sync?.close();
    this.sync = new Sync(copy, () => this.annotator, this.changed, (answer) => this.tellOthers(answer));
    const isAdjudication = this.session?.mode === "adjudicate";
    const tab = (sessionStorage.getItem(`tab/${key}`) as Tab | null) ?? (isAdjudication ? "disagreements" : "facts");
    const open = copy.disagreements.findIndex((one) => !one.settled);
    this.view = {
      ...START, tab, queueOpen: this.view.queueOpen && window.innerWidth >= 1400,
      selected: selected ?? (isAdjudication ? null : firstToLookAt(copy)), disagreement: Math.max(0, open),
    };
    document.title = `${copy.document.title || copy.id} · review`;
    this.remember();
    this.changed();
  }

  async step(direction: "next" | "previous"): Promise<void> {
    const key = this.copy?.[direction];
    if (key === null || key === undefined) this.tell("said", `There is no ${direction} document in the queue.`);
    else await this.open(key);
  }

  async finish(): Promise<void> {
    if (!this.copy) return;
    const { key } = this.copy;
    if (this.copy.status === "finished") {
      await this.do({ op: "reopen" });
      return;
    }
    if (!(await this.do({ op: "finish" }))) return;
    void this.loadQueue();
    try {
      const next = (await api.getNext(key)).key;
      if (next !== null && next !== key) await this.open(next);
      else this.tell("said", "Finished. No document is left to do.");
    } catch {
      this.tell("warning", "Finished. The next document could not be found; the server does not answer.");
    }
  }

  // ---- operations

  /** Do an operation on the open document; true when it was done. */
  async do(operation: Operation): Promise<boolean> {
    return (await this.ask(operation)) !== null;
  }

  /** Do an operation; the server's answer when it was done, null else. */
  async ask(operation: Operation): Promise<Partial<Answer> | null> {
    if (!this.sync) return null;
    const before = this.sync.copy;
    const outcome: Outcome = await this.sync.do(operation);
    const { answer } = outcome;
    if (outcome.kind === "done") {
      this.tell("said", answer.said ?? "Saved.");
      if (before.status === "open") void this.loadQueue();
    } else if (outcome.kind === "conflict") {
      this.tell("warning", `Not done, as somebody else was faster: ${answer.detail ?? "the item has changed"}. What you see now is the newest version.`);
    } else {
      this.tell("error", `Not done: ${answer.detail ?? "the server refused it"}${answer.remedy ? `. ${answer.remedy}` : ""}.`);
    }
    this.settleView();
    return outcome.kind === "done" ? answer : null;
  }

  /** Let go of what is selected or open, where the item is gone. */
  private settleView(): void {
    const { copy, view } = this;
    if (!copy) return;
    const change: Partial<View> = {};
    const has = (ref: ItemRef) => copy.document[ref.layer]?.some((item) => item.id === ref.id);
    if (view.selected && !has(view.selected)) Object.assign(change, { selected: null, isEditing: false });
    if (view.popup?.kind === "mention" && !has({ layer: "mentions", id: view.popup.id })) change.popup = null;
    if (Object.keys(change).length) this.show(change);
  }

  select(selected: ItemRef | null, change: Partial<View> = {}): void {
    const tab = !selected ? this.view.tab : selected.layer === "entities" ? "entities" : selected.layer === "mentions" ? this.view.tab : "facts";
    this.show({ selected, isEditing: false, draft: null, commenting: null, tab, ...change });
  }

  stepFact(by: 1 | -1): void {
    if (!this.copy) return;
    if (this.view.tab === "disagreements") return this.stepDisagreement(by);
    const all = facts(this.copy);
    if (!all.length) return;
    const { selected } = this.view;
    const index = selected ? all.findIndex((one) => one.layer === selected.layer && one.id === selected.id) : -1;
    const to = index < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, index + by));
    this.select(all[to]!, { popup: null });
  }

  judge(verdict: Verdict, ref: ItemRef | null = this.view.selected): void {
    if (!this.copy || !ref) return this.tell("said", "Select a fact first: j goes to the next one.");
    const isSame = this.copy.verdicts[`${ref.layer}/${ref.id}`] === verdict;
    void this.do({ op: "judge", layer: ref.layer, id: ref.id, verdict: isSame ? null : verdict });
  }

  putFact(layer: FactLayer, id: string, value: Record<string, unknown>): void {
    void this.do({ op: "put_fact", layer, id, value });
  }

  /** Add a fact and open its form. */
  async addFact(layer: FactLayer, value: Record<string, unknown>): Promise<void> {
    this.show({ popup: null, caret: null });
    const known = new Set(this.copy?.document[layer].map((fact) => fact.id));
    if (!(await this.do({ op: "put_fact", layer, id: null, value }))) return;
    const added = this.copy?.document[layer].find((fact) => !known.has(fact.id));
    if (added) this.select({ layer, id: added.id }, { isEditing: true });
  }

  /** Save the moved ends of the mention whose popup is open. */
  saveEnds(): void {
    const { popup } = this.view;
    if (popup?.kind !== "mention") return;
    const mention = this.copy?.document.mentions.find((one) => one.id === popup.id);
    if (!mention || (mention.start === popup.span[0] && mention.end === popup.span[1])) return;
    void this.do({ op: "set_mention", id: popup.id, start: popup.span[0], end: popup.span[1] });
  }

  openMention(id: string): void {
    const mention = this.copy?.document.mentions.find((one) => one.id === id);
    if (mention) this.show({ popup: { kind: "mention", id, span: [mention.start, mention.end] }, caret: null });
  }

  removeSelected(): void {
    const { selected } = this.view;
    if (!selected || selected.layer === "entities") return;
    if (selected.layer === "mentions") void this.do({ op: "remove_mention", id: selected.id });
    else void this.do({ op: "remove_fact", layer: selected.layer, id: selected.id });
  }

  /** The tabs of the panel, as this kind of project has them. */
  get tabs(): Tab[] {
    return this.session?.mode === "adjudicate" ? ["disagreements", "facts", "entities", "changes"] : ["facts", "entities", "changes"];
  }

  stepTab(by: 1 | -1): void {
    const { tabs } = this;
    this.show({ tab: tabs[(tabs.indexOf(this.view.tab) + by + tabs.length) % tabs.length]!, isEditing: false });
  }

  /** Open the form of the item that is disagreed on, as it stands in the working copy. */
  editDisagreement(): void {
    const one = this.copy?.disagreements[this.view.disagreement];
    if (!one || !this.copy) return;
    const layer = one.layer as Layer;
    const id = [one.first, one.second].find((name) => name && this.copy!.document[layer]?.some((item) => item.id === name));
    const span = one.spans[0];
    if (layer === "mentions" && id) {
      const mention = this.copy.document.mentions.find((other) => other.id === id)!;
      this.show({ popup: { kind: "mention", id, span: [mention.start, mention.end] } });
    } else if (layer === "mentions" && span) {
      this.show({ popup: { kind: "selection", span } });
    } else if (id) {
      this.select({ layer, id }, { isEditing: layer !== "mentions" });
    } else {
      this.tell("said", "The working copy has no such item. Take one with 1 or 2, then edit it.");
    }
  }

  stepDisagreement(by: 1 | -1): void {
    const last = (this.copy?.disagreements.length ?? 0) - 1;
    this.show({ disagreement: Math.min(last, Math.max(0, this.view.disagreement + by)) });
  }

  async settle(choice: Choice): Promise<void> {
    const place = this.view.disagreement;
    const one = this.copy?.disagreements[place];
    if (!one) return;
    if (!(await this.do({ op: "settle", index: one.index ?? place, choice }))) return;
    const list = this.copy!.disagreements;
    const next = list.findIndex((other, index) => index > place && !other.settled);
    if (next >= 0) this.show({ disagreement: next });
    else if (list.every((other) => other.settled)) this.tell("said", "All disagreements are settled. Press f to finish.");
    else this.show({ disagreement: list.findIndex((other) => !other.settled) });
  }

  // ---- telling

  tell(tone: Notice["tone"], text: string): void {
    const notice = { id: ++this.noticeId, tone, text };
    this.notices = [...this.notices.filter((one) => one.tone !== "said"), notice].slice(-4);
    if (tone === "said") window.setTimeout(() => this.dismiss(notice.id), 6_000);
    this.changed();
  }

  dismiss(id: number): void {
    const left = this.notices.filter((notice) => notice.id !== id);
    if (left.length === this.notices.length) return;
    this.notices = left;
    this.changed();
  }

  private tellOthers(answer: Answer): void {
    const layers = answer.changes.map((change) => change.layer as Layer).filter((layer) => layer in SINGULAR);
    const parts = [...new Set(layers)].map((layer) => count(layers.filter((one) => one === layer).length, SINGULAR[layer]));
    this.tell("said", parts.length ? `Somebody else changed ${parts.join(", ")} here.` : "Somebody else works on this document.");
    this.settleView();
  }
}

