/** One key for each label, used wherever a label is chosen. */
export const LABEL_KEYS: Record<string, string> = {
  PERSON: "p", COMPANY: "c", PUBLIC_BODY: "b", ORGANIZATION: "o", GPE: "g", LOC: "l", NORP: "n", VESSEL: "v", AIRCRAFT: "i",
  PROGRAM: "r", LAW: "w", TITLE: "t", MONEY: "m", DATE: "d", SECTOR: "s",
};

export const HAS_NO_ENTITY = new Set(["DATE", "MONEY"]);
