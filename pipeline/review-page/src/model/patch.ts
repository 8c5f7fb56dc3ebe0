import { LAYERS, type Answer, type Change, type Copy, type Document, type Item, type Layer } from "./types";

/** The document after changes of single items; layers that did not change are the same lists as before. */
export function patchDocument(document: Document, changes: Change[]): Document {
  const lists: Partial<Record<Layer, Item[]>> = {};
  for (const change of changes) {
    const layer = change.layer as Layer;
    if (!LAYERS.includes(layer)) continue;
    const list = (lists[layer] ??= [...document[layer]]);
    const index = list.findIndex((item) => item.id === change.id);
    if (change.value === null) {
      if (index >= 0) list.splice(index, 1);
    } else if (index >= 0) {
      list[index] = change.value as Item;
    } else {
      list.splice(change.place ?? list.length, 0, change.value as Item);
    }
  }
  return { ...document, ...lists } as Document;
}

/** The copy after an answer of the server. An older answer than what is known changes nothing. */
export function patchCopy(copy: Copy, answer: Answer): Copy {
  if (answer.revision < copy.revision) return copy;
  return {
    ...copy,
    document: patchDocument(copy.document, answer.changes),
    revision: answer.revision,
    status: answer.status ?? copy.status,
    verdicts: answer.verdicts ?? copy.verdicts,
    comments: answer.comments ?? copy.comments,
    disagreements: answer.disagreements ?? copy.disagreements,
    undo: answer.undo !== undefined ? answer.undo : copy.undo,
    redo: answer.redo !== undefined ? answer.redo : copy.redo,
  };
}
