import { describe, expect, it } from "vitest";
import { Offsets } from "../src/model/offsets";

const TEXTS = ["", "plain", "👍", "a👍b👍👍c", "👩‍👩‍👧‍👦 family", "e\u0301\r\n𝔘𝔫\u202eשלום", "\ud83d\udc4d\ud83d\udc4d\ud83d\udc4d"];

describe.each(TEXTS)("offsets of %j", (text) => {
  const offsets = new Offsets(text);
  const points = [...text];

  it("are those of the characters, one by one", () => {
    expect(offsets.points).toBe(points.length);
    for (let point = 0; point <= points.length; point++) {
      const units = points.slice(0, point).join("").length;
      expect(offsets.toUnits(point)).toBe(units);
      expect(offsets.toPoints(units)).toBe(point);
    }
  });

  it("inside a pair count as before it", () => {
    let point = 0;
    let unit = 0;
    for (const character of points) {
      if (character.length === 2) expect(offsets.toPoints(unit + 1)).toBe(point);
      point += 1;
      unit += character.length;
    }
  });
});
