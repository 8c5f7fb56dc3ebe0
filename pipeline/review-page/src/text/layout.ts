import type { Units } from "../model/words";

/** The text as it lies in the page: one text node a line, and between them the line ends, in nodes that do not show. */
export class Layout {
  private readonly nodes: Text[] = [];
  private readonly starts: number[] = [];

  constructor(readonly container: HTMLElement) {
    const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
    let offset = 0;
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      this.nodes.push(node);
      this.starts.push(offset);
      offset += node.length;
    }
  }

  /** Node and offset of a place in the text; `isEnd` prefers the node that ends there. */
  private find(unit: number, isEnd: boolean): [Text, number] | null {
    let low = 0;
    let high = this.nodes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (isEnd ? this.starts[middle]! < unit : this.starts[middle]! <= unit) low = middle;
      else high = middle - 1;
    }
    const node = this.nodes[low];
    return node ? [node, Math.min(node.length, Math.max(0, unit - this.starts[low]!))] : null;
  }

  range([start, end]: Units): Range | null {
    const from = this.find(start, false);
    const to = this.find(end, true);
    if (!from || !to || start >= end) return null;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }

  /** The offset in the text of a place in the tree; null outside of the text. */
  unit(node: Node, offset: number): number | null {
    if (!this.container.contains(node)) return null;
    const index = this.nodes.indexOf(node as Text);
    if (index >= 0) return this.starts[index]! + offset;
    const range = document.createRange();
    range.setStart(this.container, 0);
    range.setEnd(node, offset);
    return range.toString().length;
  }

  /** The offset in the text below a place of the window; null beside the text. */
  at(x: number, y: number): number | null {
    if (document.caretPositionFromPoint) {
      const position = document.caretPositionFromPoint(x, y);
      return position ? this.unit(position.offsetNode, position.offset) : null;
    }
    const range = document.caretRangeFromPoint(x, y); // Safari
    return range ? this.unit(range.startContainer, range.startOffset) : null;
  }
}

export interface Line {
  start: number;
  text: string;
  gap: string;
}

/** The lines of a text with the line ends that follow each; together they are the text. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  // White space lines go with the gap: they show nothing, and a click beside the text shall not land there.
  const pattern = /([^\r\n]*)((?:\r\n|\r|\n)[^\S\r\n]*(?:(?:\r\n|\r|\n)[^\S\r\n]*)*|$)/gy;
  for (let start = 0; start < text.length; ) {
    pattern.lastIndex = start;
    const match = pattern.exec(text)!;
    lines.push({ start, text: match[1]!, gap: match[2]! });
    start = pattern.lastIndex;
  }
  return lines;
}
