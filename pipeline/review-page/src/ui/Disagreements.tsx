import { useEffect, useRef } from "preact/hooks";
import type { App } from "../model/app";
import type { Choice, Copy, Disagreement, Document, Item, Layer } from "../model/types";
import { Reader, SINGULAR } from "../model/wording";
import { Summary } from "./Changes";

/** What the annotators disagree on, with the item of each side by side. */
export function Disagreements({ app, copy }: { app: App; copy: Copy }) {
  const [first, second] = copy.others;
  if (!first || !second) return <p class="none">There is nothing to compare.</p>;
  const left = copy.disagreements.filter((one) => !one.settled).length;
  return (
    <section class="layer" aria-labelledby="title-disagreements">
      <h2 id="title-disagreements">{left === 0 ? "All settled" : `${left} to settle`} <small>of {copy.disagreements.length}</small></h2>
      <ul>
        {copy.disagreements.map((one, index) => (
          <Case key={`${one.layer}/${one.first}/${one.second}/${one.kind}`} app={app} one={one} index={index} sides={[first, second]} copy={copy} />
        ))}
      </ul>
    </section>
  );
}

interface CaseProps {
  app: App;
  copy: Copy;
  one: Disagreement;
  index: number;
  sides: [{ name: string; document: Document }, { name: string; document: Document }];
}

function Case({ app, one, index, sides, copy }: CaseProps) {
  const card = useRef<HTMLLIElement>(null);
  const isOpen = app.view.disagreement === index;
  useEffect(() => {
    if (isOpen) card.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  const layer = one.layer as Layer;
  const reader = new Reader(copy.document);
  const words = one.spans[0] ? reader.cut(one.spans[0]) : "";
  const choose = (choice: Choice) => void app.settle(choice);
  return (
    <li ref={card} class={`card case ${isOpen ? "selected" : ""} ${one.settled ? "settled" : ""}`} aria-current={isOpen ? "true" : undefined}>
      <button class="card-main" aria-expanded={isOpen} onClick={() => app.show({ disagreement: index, popup: null })}>
        <span class="tags"><span class="tag">{SINGULAR[layer] ?? one.layer}</span><span class="soft">{one.kind.replaceAll("_", " ")}</span>{one.settled && <span class="verdict accepted">✓ {one.settled === "neither" ? "neither" : sides[one.settled === "first" ? 0 : 1].name}</span>}</span>
        {words && <span class="who short">{words}</span>}
        <span class="details">{one.detail}</span>
      </button>
      {isOpen && (
        <>
          <div class="sides">
            <Side name={sides[0].name} digit="1" document={sides[0].document} layer={layer} id={one.first} isTaken={one.settled === "first"} onTake={() => choose("first")} />
            <Side name={sides[1].name} digit="2" document={sides[1].document} layer={layer} id={one.second} isTaken={one.settled === "second"} onTake={() => choose("second")} />
          </div>
          <div class="card-actions" role="group" aria-label="Settle">
            <button class="small" aria-pressed={one.settled === "neither"} onClick={() => choose("neither")}>Neither <kbd>0</kbd></button>
            <button class="small" onClick={() => app.editDisagreement()}>Edit by hand <kbd>e</kbd></button>
          </div>
        </>
      )}
    </li>
  );
}

interface SideProps {
  name: string;
  digit: string;
  document: Document;
  layer: Layer;
  id: string | null;
  isTaken: boolean;
  onTake: () => void;
}

function Side({ name, digit, document, layer, id, isTaken, onTake }: SideProps) {
  const item = (document[layer] as Item[] | undefined)?.find((other) => other.id === id);
  return (
    <div class={`side ${isTaken ? "taken" : ""}`}>
      <h3>{name}</h3>
      <div class="side-item">{item ? <Summary reader={new Reader(document)} layer={layer} item={item} /> : <p class="none">has none</p>}</div>
      <button class="small primary" aria-pressed={isTaken} onClick={onTake}>Take <kbd>{digit}</kbd></button>
    </div>
  );
}
