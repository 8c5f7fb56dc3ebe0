import { Origin, createTextAnnotator, type Renderer, type TextAnnotation, type TextAnnotator } from "@recogito/text-annotator";
import type { Copy } from "../model/types";
import { tidy, type Units } from "../model/words";
import { offsetsOf } from "../model/wording";
import type { Layout } from "./layout";

interface Shown {
  id: string;
  units: Units;
}

/** What can be clicked in the text: ids such as "mentions/m1", and for facts "sanctions/s1#0". */
function shownOf({ document }: Copy): Shown[] {
  const offsets = offsetsOf(document.text);
  const shown: Shown[] = [];
  const add = (id: string, [start, end]: [number, number]) =>
    shown.push({ id, units: [offsets.toUnits(start), offsets.toUnits(end)] });
  for (const mention of document.mentions) add(`mentions/${mention.id}`, [mention.start, mention.end]);
  for (const one of document.sanctions) one.evidence.forEach((span, index) => add(`sanctions/${one.id}#${index}`, span));
  for (const one of document.quotes) one.content.forEach((span, index) => add(`quotes/${one.id}#${index}`, span));
  return shown;
}

/**
 * Recogito's text annotator over the article: it turns selections into offsets and finds what lies below the pointer.
 *
 * Painting is left to `paint`, because the annotator's own painters write style sheets into the page, which the
 * page's security policy forbids, and colors that know no dark theme.
 */
export class Annotator {
  private readonly recogito: TextAnnotator<TextAnnotation, TextAnnotation>;
  private readonly known = new Map<string, Units>();
  private isExact = false;
  private readonly onPointer = (event: PointerEvent) => (this.isExact = event.altKey);

  constructor(
    private readonly layout: Layout,
    private readonly text: string,
    onSelect: (units: Units) => void,
    onClick: (ids: string[]) => void,
  ) {
    const { container } = layout;
    this.recogito = createTextAnnotator<TextAnnotation, TextAnnotation>(container, {
      renderer: () => makeRenderer(() => this.recogito),
      selectionMode: "all",
    });
    document.addEventListener("pointerup", this.onPointer, { capture: true });
    this.recogito.on("createAnnotation", (annotation) => {
      const [first] = annotation.target.selector;
      const last = annotation.target.selector.at(-1);
      this.recogito.state.store.deleteAnnotation(annotation.id, Origin.REMOTE);
      this.recogito.cancelSelected();
      document.getSelection()?.removeAllRanges();
      const units = first && last ? tidy(this.text, [first.start, last.end], this.isExact) : null;
      if (units) onSelect(units);
    });
    container.addEventListener("click", (event) => {
      if (!document.getSelection()?.isCollapsed) return;
      const { x, y } = container.getBoundingClientRect();
      const hits = this.recogito.state.store.getAt(event.clientX - x, event.clientY - y, true) ?? [];
      onClick(hits.map((hit) => hit.id));
    });
    container.addEventListener("pointermove", (event) => {
      const { x, y } = container.getBoundingClientRect();
      const isHit = this.recogito.state.store.getAt(event.clientX - x, event.clientY - y, false) !== undefined;
      container.classList.toggle("over", isHit);
    });
  }

  /** Bring what can be clicked up to date with the document. */
  update(copy: Copy): void {
    const { store } = this.recogito.state;
    const shown = shownOf(copy);
    const ids = new Set(shown.map((one) => one.id));
    const gone = [...this.known.keys()].filter((id) => !ids.has(id));
    if (gone.length) store.bulkDeleteAnnotations(gone, Origin.REMOTE);
    gone.forEach((id) => this.known.delete(id));
    const fresh: TextAnnotation[] = [];
    for (const { id, units } of shown) {
      const before = this.known.get(id);
      if (before && before[0] === units[0] && before[1] === units[1]) continue;
      if (before) store.deleteAnnotation(id, Origin.REMOTE);
      this.known.set(id, units);
      const range = this.layout.range(units);
      if (!range) continue;
      const [start, end] = units;
      fresh.push({ id, bodies: [], target: { annotation: id, selector: [{ quote: this.text.slice(start, end), start, end, range }] } });
    }
    if (fresh.length) store.bulkAddAnnotations(fresh, false, Origin.REMOTE);
  }

  destroy(): void {
    document.removeEventListener("pointerup", this.onPointer, { capture: true });
    this.recogito.destroy();
  }
}

/** A renderer that paints nothing, and keeps the places of annotations right when the text flows anew. */
function makeRenderer(annotator: () => TextAnnotator<TextAnnotation, TextAnnotation> | undefined): Renderer {
  let timer = 0;
  const observer = new ResizeObserver(() => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => annotator()?.state.store.recalculatePositions(), 60);
  });
  window.setTimeout(() => {
    const found = annotator();
    if (found) observer.observe(found.element);
  });
  return {
    destroy: () => {
      window.clearTimeout(timer);
      observer.disconnect();
    },
    on: () => () => undefined,
    redraw: () => undefined,
    setStyle: () => undefined,
    setFilter: () => undefined,
    setVisible: () => undefined,
  };
}
