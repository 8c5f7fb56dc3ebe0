import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { App, Popup } from "../model/app";
import type { Span } from "../model/types";
import { tidy } from "../model/words";
import { offsetsOf } from "../model/wording";
import type { Layout } from "../text/layout";

/** The two ends of what the popup is for: drag them to move it; hold Alt for parts of words. */
export function Handles({ app, layout, popup }: { app: App; layout: Layout; popup: Popup }) {
  return (
    <>
      <Handle app={app} layout={layout} popup={popup} end={0} />
      <Handle app={app} layout={layout} popup={popup} end={1} />
    </>
  );
}

function Handle({ app, layout, popup, end }: { app: App; layout: Layout; popup: Popup; end: 0 | 1 }) {
  const handle = useRef<HTMLDivElement>(null);
  const [, redraw] = useState(0);
  const offsets = offsetsOf(app.copy!.document.text);
  const { span } = popup;
  useLayoutEffect(() => {
    const range = layout.range([offsets.toUnits(span[0]), offsets.toUnits(span[1])]);
    const boxes = range ? [...range.getClientRects()].filter((box) => box.width > 0) : [];
    const box = end ? boxes.at(-1) : boxes[0];
    const frame = handle.current!.offsetParent?.getBoundingClientRect();
    if (!box || !frame) return;
    Object.assign(handle.current!.style, {
      left: `${(end ? box.right : box.left) - frame.left}px`, top: `${box.top - frame.top}px`, height: `${box.height}px`,
    });
  });
  const move = (event: PointerEvent) => {
    if (!handle.current!.hasPointerCapture(event.pointerId)) return;
    const unit = layout.at(event.clientX, event.clientY);
    if (unit === null) return;
    const units: [number, number] = [offsets.toUnits(span[0]), offsets.toUnits(span[1])];
    units[end] = unit;
    if (units[0] >= units[1]) return;
    const tidied = tidy(app.copy!.document.text, units, event.altKey);
    if (!tidied) return;
    const moved: Span = [offsets.toPoints(tidied[0]), offsets.toPoints(tidied[1])];
    moved[1 - end] = span[1 - end]!;
    if (moved[0] < moved[1] && (moved[0] !== span[0] || moved[1] !== span[1])) app.show({ popup: { ...popup, span: moved } });
    redraw((times) => times + 1);
  };
  return (
    <div
      ref={handle} class={`handle ${end ? "at-end" : "at-start"}`} aria-hidden="true"
      onPointerDown={(event) => { event.preventDefault(); event.currentTarget.setPointerCapture(event.pointerId); }}
      onPointerMove={move}
      onPointerUp={(event) => { event.currentTarget.releasePointerCapture(event.pointerId); app.saveEnds(); }}
    />
  );
}
