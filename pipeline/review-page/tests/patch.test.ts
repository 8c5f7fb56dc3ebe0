import { describe, expect, it } from "vitest";
import { foresee } from "../src/model/optimistic";
import { patchCopy, patchDocument } from "../src/model/patch";
import type { Copy, Document } from "../src/model/types";

const mention = { id: "m1", start: 2, end: 4, text: "Bo", label: "PERSON", level: "name" as const, entity: "e1" };
const document: Document = {
  id: "d", text: "👍 Bo Lind froze", title: null, source: null, published: null, url: null, mentions: [mention],
  entities: [{ id: "e1", label: "PERSON", name: "Bo" }], sanctions: [], relations: [], quotes: [], valuations: [],
};
const copy: Copy = {
  key: 1, id: "d", document, original: document, others: [], revision: 3, status: "open", verdicts: {}, comments: [],
  disagreements: [], undo: null, redo: null, previous: null, next: null,
};

describe("changes of items", () => {
  it("add at their place, replace, remove, and may come twice", () => {
    const other = { ...mention, id: "m2" };
    const added = patchDocument(document, [{ layer: "mentions", id: "m2", value: other, place: 0 }]);
    expect(added.mentions.map((one) => one.id)).toEqual(["m2", "m1"]);
    expect(patchDocument(added, [{ layer: "mentions", id: "m2", value: other, place: 0 }])).toEqual(added);
    expect(patchDocument(added, [{ layer: "mentions", id: "m1", value: null }]).mentions).toEqual([other]);
    expect(added.entities).toBe(document.entities);
  });
  it("of unknown layers are left alone", () => {
    expect(patchDocument(document, [{ layer: "verdicts", id: "x", value: "accepted" }])).toEqual(document);
  });
  it("that are older than what is known do nothing", () => {
    expect(patchCopy(copy, { revision: 2, changes: [{ layer: "mentions", id: "m1", value: null }] })).toBe(copy);
  });
  it("keep what an answer does not say, and take null as a word", () => {
    const patched = patchCopy({ ...copy, undo: "Marked" }, { revision: 4, changes: [], undo: null });
    expect([patched.undo, patched.status, patched.revision]).toEqual([null, "open", 4]);
  });
});

describe("what is shown before the server answers", () => {
  it("cuts the words of a moved mention by code points", () => {
    const moved = foresee(copy, { op: "set_mention", id: "m1", end: 9 }, "Ada");
    expect(moved.document.mentions[0]).toMatchObject({ start: 2, end: 9, text: "Bo Lind" });
    expect(copy.document.mentions[0]!.text).toBe("Bo");
  });
  it("has verdicts and comments at once", () => {
    const judged = foresee(copy, { op: "judge", layer: "mentions", id: "m1", verdict: "rejected" }, "Ada");
    expect(judged.verdicts).toEqual({ "mentions/m1": "rejected" });
    expect(foresee(judged, { op: "judge", layer: "mentions", id: "m1", verdict: null }, "Ada").verdicts).toEqual({});
    expect(foresee(copy, { op: "comment", text: "hm" }, "Ada").comments[0]).toMatchObject({ text: "hm", annotator: "Ada" });
  });
  it("waits where the server decides", () => {
    expect(foresee(copy, { op: "undo" }, "Ada")).toBe(copy);
    expect(foresee(copy, { op: "put_fact", layer: "quotes", id: null, value: {} }, "Ada")).toBe(copy);
  });
});
