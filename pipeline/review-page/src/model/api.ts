import type { Answer, Copy, HistoryEntry, Operation, QueuePage, Session } from "./types";

/** The server could not be reached, or broke before it answered: the same request may be sent again. */
export class Unreachable extends Error {}

/** The server refused: sending it again would be refused again. */
export class Refused extends Error {
  constructor(readonly status: number, readonly answer: Partial<Answer>) {
    super(answer.detail ?? `The server answered ${status}`);
  }
}

let annotator = "";

/** Say who works here; every request carries the name. */
export function setAnnotator(name: string): void {
  annotator = name;
}

async function call<T>(path: string, init: RequestInit = {}, headers: Record<string, string> = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`api/${path}`, {
      ...init,
      headers: { ...headers, ...(annotator ? { "X-Annotator": encodeURIComponent(annotator) } : {}) },
      signal: AbortSignal.timeout(20_000),
    });
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (response.status >= 500 || response.status === 429) throw new Unreachable(`The server answered ${response.status}`);
  let answer: unknown;
  try {
    answer = await response.json();
  } catch (error) {
    if (response.ok) throw new Unreachable(String(error)); // cut off in the middle
    answer = {};
  }
  if (!response.ok) throw new Refused(response.status, answer as Partial<Answer>);
  return answer as T;
}

export const getSession = () => call<Session>("session");
export const getDocument = (key: number) => call<Copy>(`documents/${key}`);
export const getChanges = (key: number, since: number) => call<Answer>(`documents/${key}/changes?since=${since}`);
export const getHistory = (key: number) => call<{ entries: HistoryEntry[] }>(`documents/${key}/history`);
export const getNext = (after: number) => call<{ key: number | null }>(`queue/next?after=${after}`);

export function getQueue(status: string, search: string, offset: number, limit: number): Promise<QueuePage> {
  return call<QueuePage>(`queue?${new URLSearchParams({ status, search, offset: String(offset), limit: String(limit) })}`);
}

/** Do an operation. `request` names it, so that the server does it once even when it is sent again. */
export function edit(key: number, base: number, operation: Operation, request: string): Promise<Answer> {
  return call<Answer>(
    `documents/${key}/edits`,
    { method: "POST", body: JSON.stringify({ base, operation }) },
    { "Content-Type": "application/json", "X-Request": request },
  );
}
