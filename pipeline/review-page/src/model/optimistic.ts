import { Offsets } from "./offsets";
import type { Copy, Document, Entity, Fact, Mention, Operation } from "./types";

/** Ids of items that the server has not named yet start with this. */
export const UNNAMED = "~";

/**
 * The copy as it will most likely be after an operation, shown until the server answers.
 *
 * Only what the eye waits for: consequences that the server works out (facts that lose a role) follow with its answer.
 */
export function foresee(copy: Copy, operation: Operation, annotator: string): Copy {
  switch (operation.op) {
    case "judge": {
      const verdicts = { ...copy.verdicts };
      const key = `${operation.layer}/${operation.id}`;
      if (operation.verdict === null) delete verdicts[key];
      else verdicts[key] = operation.verdict;
      return { ...copy, verdicts, status: "started" };
    }
    case "comment": {
      const comment = { layer: operation.layer ?? null, id: operation.id ?? null, text: operation.text, annotator, at: "" };
      return { ...copy, comments: [...copy.comments, comment] };
    }
    case "finish":
      return { ...copy, status: "finished" };
    case "reopen":
      return { ...copy, status: "started" };
    default: {
      const document = foreseeDocument(copy.document, operation);
      return document === copy.document ? copy : { ...copy, document };
    }
  }
}

function cut(document: Document, start: number, end: number): string {
  const offsets = new Offsets(document.text);
  return document.text.slice(offsets.toUnits(start), offsets.toUnits(end));
}

function foreseeDocument(document: Document, operation: Operation): Document {
  switch (operation.op) {
    case "add_mention": {
      const { start, end, label } = operation;
      const mention: Mention = {
        id: `${UNNAMED}${start}`, start, end, label, text: cut(document, start, end),
        level: operation.level === "group" ? "group" : "name", entity: operation.entity ?? null,
      };
      return { ...document, mentions: [...document.mentions, mention] };
    }
    case "set_mention":
      return replace(document, "mentions", operation.id, (mention) => {
        const changed = { ...mention, ...without(operation) } as Mention;
        if (changed.entity === "new") changed.entity = mention.entity;
        if (operation.start !== undefined || operation.end !== undefined) changed.text = cut(document, changed.start, changed.end);
        return changed;
      });
    case "remove_mention":
      return { ...document, mentions: document.mentions.filter((mention) => mention.id !== operation.id) };
    case "set_entity": {
      const renamed = replace(document, "entities", operation.id, (entity) => ({ ...entity, ...without(operation) }) as Entity);
      if (!operation.label) return renamed;
      const label = operation.label;
      return { ...renamed, mentions: document.mentions.map((one) => (one.entity === operation.id ? { ...one, label } : one)) };
    }
    case "put_fact": {
      const { layer, id, value } = operation;
      // A new fact is not whole before the server has filled in what was left out.
      return id === null ? document : replace(document, layer, id, (fact) => ({ ...fact, ...value }) as Fact);
    }
    case "remove_fact":
      return { ...document, [operation.layer]: (document[operation.layer] as Fact[]).filter((fact) => fact.id !== operation.id) };
    default:
      return document;
  }
}

function without(operation: object): object {
  return Object.fromEntries(Object.entries(operation).filter(([name]) => name !== "op" && name !== "id"));
}

function replace<L extends "mentions" | "entities" | "sanctions" | "relations" | "quotes" | "valuations">(
  document: Document, layer: L, id: string, change: (item: Document[L][number]) => unknown,
): Document {
  return { ...document, [layer]: (document[layer] as { id: string }[]).map((item) => (item.id === id ? change(item as never) : item)) };
}
