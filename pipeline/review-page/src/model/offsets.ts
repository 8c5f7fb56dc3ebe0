/**
 * Code points (documents, server) to UTF-16 units (strings, the page's tree) and back.
 *
 * The two differ by one for every character beyond the Basic Multilingual Plane that stands before the place.
 */
export class Offsets {
  /** Unit offsets of the astral characters, ascending. */
  private readonly astral: number[] = [];
  readonly units: number;
  readonly points: number;

  constructor(text: string) {
    for (let unit = 0; unit < text.length; unit++) {
      const code = text.charCodeAt(unit);
      if (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(unit + 1))) this.astral.push(unit++);
    }
    this.units = text.length;
    this.points = text.length - this.astral.length;
  }

  /** Units of a code point offset. */
  toUnits(point: number): number {
    // The astral character with index i starts at code point astral[i] - i.
    return point + count(this.astral.length, (index) => this.astral[index]! - index < point);
  }

  /** Code points of a unit offset; one inside a pair counts as before it. */
  toPoints(unit: number): number {
    const whole = count(this.astral.length, (index) => this.astral[index]! + 2 <= unit);
    return this.astral[whole] !== undefined && this.astral[whole]! + 1 === unit ? unit - 1 - whole : unit - whole;
  }
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}

/** How many of the indices below `length` are `before`, which holds for a first part of them only. */
function count(length: number, before: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
