import { describe, expect, it } from "vitest";
import { nextWord, previousWord, tidy, wordAt } from "../src/model/words";
import { splitLines } from "../src/text/layout";

/** The words that a caret visits from the start to the end. */
function walk(text: string): string[] {
  const words: string[] = [];
  for (let word = nextWord(text, 0); word; word = nextWord(text, word[1])) words.push(text.slice(...word));
  return words;
}

describe("the word cursor", () => {
  it("stops at words and at each mark", () => {
    expect(walk("U.S. firms’ “unicorn” 5m")).toEqual(["U", ".", "S", ".", "firms", "’", "“", "unicorn", "”", "5m"]);
  });
  it("takes an emoji and a letter with accents whole", () => {
    expect(walk("👩‍👩‍👧‍👦 e\u0301t\u00e9 👍🏽")).toEqual(["👩‍👩‍👧‍👦", "e\u0301t\u00e9", "👍🏽"]);
  });
  it("comes back over the same words", () => {
    const text = "Acme Lines (Norland) froze $5m 👍.";
    const back: string[] = [];
    for (let word = previousWord(text, text.length); word; word = previousWord(text, word[0])) back.unshift(text.slice(...word));
    expect(back).toEqual(walk(text));
  });
  it("is the same word from each of its letters", () => {
    expect(wordAt("the 𝔘𝔫 here", 6)).toEqual([4, 8]);
  });
});

describe("a selection", () => {
  const text = " The SenseTime’s firm ";
  it("loses white space at its ends and gets whole words", () => {
    expect(text.slice(...tidy(text, [4, 9])!)).toBe("SenseTime");
    expect(text.slice(...tidy(text, [0, 4])!)).toBe("The");
  });
  it("ends before a possessive", () => expect(text.slice(...tidy(text, [5, 14])!)).toBe("SenseTime"));
  it("may be exact", () => expect(text.slice(...tidy(text, [5, 10], true)!)).toBe("Sense"));
  it("of white space is none", () => expect(tidy(text, [0, 1])).toBeNull());
});

describe("lines", () => {
  it.each(["", "\n", "one", "one\n\ntwo", "one\r\n \r\ntwo\r", "\n\none\n", "a\u2028b\u0085c\x0bd"])("%j are the text", (text) => {
    const lines = splitLines(text);
    expect(lines.map((line) => line.text + line.gap).join("")).toBe(text);
    expect(lines.every((line, index) => index === 0 || lines[index - 1]!.start + lines[index - 1]!.text.length + lines[index - 1]!.gap.length === line.start)).toBe(true);
  });
});
