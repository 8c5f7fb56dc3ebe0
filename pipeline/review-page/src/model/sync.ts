import * as api from "./api";
import { foresee } from "./optimistic";
import { patchCopy } from "./patch";
import type { Answer, Copy, Operation } from "./types";

export type SaveState = "saved" | "saving" | "offline";
export interface Outcome {
  kind: "done" | "conflict" | "refused";
  answer: Partial<Answer>;
}
interface Pending {
  operation: Operation;
  request: string;
  settle: (outcome: Outcome) => void;
}

const POLL = 2_500; // milliseconds between questions for others' work
const RETRY = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * One open document: what the server has confirmed, and what was done since and is on its way there.
 *
 * Operations are sent one after the other, each until it is answered; what is shown is the confirmed copy with
 * those on their way foreseen.
 */
export class Sync {
  state: SaveState = "saved";
  private pending: Pending[] = [];
  private shown: Copy | null = null;
  private timer = 0;
  private isSending = false;
  private isClosed = false;

  constructor(
    private confirmed: Copy,
    private readonly annotator: () => string,
    private readonly changed: () => void,
    private readonly others: (answer: Answer) => void,
  ) {
    this.timer = window.setTimeout(() => void this.poll(), POLL);
  }

  /** The copy as the annotator sees it. */
  get copy(): Copy {
    this.shown ??= this.pending.reduce((copy, { operation }) => foresee(copy, operation, this.annotator()), this.confirmed);
    return this.shown;
  }

  get unsaved(): number {
    return this.pending.length;
  }

  /** Do an operation; the promise settles when the server has answered it. */
  do(operation: Operation): Promise<Outcome> {
    return new Promise((settle) => {
      this.pending.push({ operation, request: makeId(), settle });
      this.update("saving");
      void this.send();
    });
  }

  close(): void {
    this.isClosed = true;
    window.clearTimeout(this.timer);
  }

  private update(state: SaveState): void {
    this.state = state;
    this.shown = null;
    if (!this.isClosed) this.changed();
  }

  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    for (let tries = 0; this.pending.length > 0; ) {
      const { operation, request, settle } = this.pending[0]!;
      const { key, revision } = this.confirmed;
      let outcome: Outcome;
      try {
        const earlier = tries > 0 ? await this.findDone(request) : null;
        outcome = { kind: "done", answer: earlier ?? (await api.edit(key, revision, operation, request)) };
      } catch (error) {
        if (!(error instanceof api.Refused)) {
          this.update("offline");
          await sleep(RETRY[Math.min(tries++, RETRY.length - 1)]!);
          continue;
        }
        outcome = { kind: error.status === 409 ? "conflict" : "refused", answer: error.answer };
      }
      tries = 0;
      this.pending.shift();
      const { answer } = outcome;
      if (answer.revision !== undefined && answer.changes) this.confirmed = patchCopy(this.confirmed, answer as Answer);
      this.update(this.pending.length > 0 ? "saving" : "saved");
      settle(outcome);
    }
    this.isSending = false;
  }

  /** What the server says of a request whose answer was lost; null when it never arrived. */
  private async findDone(request: string): Promise<Answer | null> {
    const { key, revision } = this.confirmed;
    const { entries } = await api.getHistory(key);
    // Requests go out one by one, so that what this annotator did after the last answer is the lost one.
    const entry = entries.find((one) =>
      one.revision > revision && (one.request ? one.request === request : one.annotator === this.annotator()),
    );
    return entry ? { ...(await api.getChanges(key, revision)), said: entry.said } : null;
  }

  private async poll(): Promise<void> {
    if (this.isClosed) return;
    if (!this.isSending && !document.hidden) {
      try {
        const answer = await api.getChanges(this.confirmed.key, this.confirmed.revision);
        // What was sent meanwhile is answered with all changes anyway.
        if (!this.isSending && !this.isClosed && answer.revision > this.confirmed.revision) {
          this.confirmed = patchCopy(this.confirmed, answer);
          this.update("saved");
          this.others(answer);
        } else if (this.state === "offline" && !this.isSending) {
          this.update("saved");
        }
      } catch (error) {
        if (error instanceof api.Unreachable && !this.isSending && !this.isClosed) this.update("offline");
      }
    }
    if (!this.isClosed) this.timer = window.setTimeout(() => void this.poll(), POLL);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => window.setTimeout(done, milliseconds));
}

/** A fresh id. `crypto.randomUUID` is missing where the page comes over plain HTTP from another machine. */
function makeId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
