import { useEffect, useRef } from "preact/hooks";
import type { App } from "../model/app";
import { inOrder } from "../model/order";
import { FACT_LAYERS, type Copy, type Fact, type FactLayer } from "../model/types";
import { LAYER_TITLES, Reader, SINGULAR } from "../model/wording";
import { CommentBox, Comments } from "./Comments";
import { FactForm } from "./FactForm";
import { FactSummary } from "./FactSummary";
import { RelationDraft } from "./RelationDraft";

/** All facts as cards: sanctions first, each layer in the order of the text. */
export function Facts({ app, copy }: { app: App; copy: Copy }) {
  const reader = new Reader(copy.document);
  const judged = FACT_LAYERS.flatMap((layer) => copy.document[layer].map((fact) => copy.verdicts[`${layer}/${fact.id}`])).filter(Boolean).length;
  const total = FACT_LAYERS.reduce((sum, layer) => sum + copy.document[layer].length, 0);
  return (
    <>
      {total > 0 && (
        <div class="judged">
          <progress max={total} value={judged} aria-label="Facts with a verdict" />
          <span>{judged} of {total} judged</span>
        </div>
      )}
      {app.view.draft && <RelationDraft app={app} copy={copy} draft={app.view.draft} />}
      {FACT_LAYERS.map((layer) => copy.document[layer].length > 0 && (
        <section key={layer} class="layer" aria-labelledby={`title-${layer}`}>
          <h2 id={`title-${layer}`}>{LAYER_TITLES[layer]} <small>{copy.document[layer].length}</small></h2>
          <ul>
            {inOrder(copy.document, layer).map((fact) => <Card key={fact.id} app={app} copy={copy} reader={reader} layer={layer} fact={fact} />)}
          </ul>
        </section>
      ))}
      {total === 0 && !app.view.draft && <p class="none">No facts yet. Select the words that announce a sanction, then choose “sanction”.</p>}
      <section class="layer" aria-labelledby="title-comments">
        <h2 id="title-comments">Document</h2>
        <Comments comments={copy.comments.filter((one) => one.layer === null)} />
        {app.view.commenting === "document" ? <CommentBox app={app} target={null} /> : (
          <button class="small" onClick={() => app.show({ commenting: "document" })}>Comment on the document</button>
        )}
      </section>
    </>
  );
}

interface CardProps {
  app: App;
  copy: Copy;
  reader: Reader;
  layer: FactLayer;
  fact: Fact;
}

function Card({ app, copy, reader, layer, fact }: CardProps) {
  const card = useRef<HTMLLIElement>(null);
  const { selected, isEditing, commenting } = app.view;
  const isSelected = selected?.layer === layer && selected.id === fact.id;
  const verdict = copy.verdicts[`${layer}/${fact.id}`];
  const comments = copy.comments.filter((one) => one.layer === layer && one.id === fact.id);
  const changed = isChanged(copy, layer, fact);
  useEffect(() => {
    if (isSelected) card.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected, isEditing]);
  return (
    <li ref={card} class={`card ${verdict ?? ""} ${isSelected ? "selected" : ""}`} aria-current={isSelected ? "true" : undefined} data-item={`${layer}/${fact.id}`}>
      <button class="card-main" aria-expanded={isSelected} onClick={() => app.select(isSelected ? null : { layer, id: fact.id }, { popup: null })}>
        {fact.confidence != null && <Confidence value={fact.confidence} />}
        <FactSummary reader={reader} layer={layer} fact={fact} explain={app.session!.explain} isOpen={isSelected} />
        <span class="card-state">
          {verdict && <span class={`verdict ${verdict}`}>{verdict === "accepted" ? "✓ accepted" : "✕ rejected"}</span>}
          {changed && <span class="soft">{changed}</span>}
          {comments.length > 0 && !isSelected && <span class="soft">{comments.length === 1 ? "1 comment" : `${comments.length} comments`}</span>}
        </span>
      </button>
      {isSelected && (
        <>
          {isEditing && <FactForm app={app} copy={copy} reader={reader} layer={layer} fact={fact} />}
          <Comments comments={comments} />
          {commenting && commenting !== "document" && commenting.id === fact.id && commenting.layer === layer && <CommentBox app={app} target={{ layer, id: fact.id }} />}
          <div class="card-actions" role="group" aria-label={`This ${SINGULAR[layer]}`}>
            <button class="small accept" aria-pressed={verdict === "accepted"} onClick={() => app.judge("accepted", { layer, id: fact.id })}>Accept <kbd>a</kbd></button>
            <button class="small reject" aria-pressed={verdict === "rejected"} onClick={() => app.judge("rejected", { layer, id: fact.id })}>Reject <kbd>r</kbd></button>
            <button class="small" aria-expanded={isEditing} onClick={() => app.show({ isEditing: !isEditing, commenting: null })}>{isEditing ? "Close" : "Edit"} <kbd>{isEditing ? "Esc" : "e"}</kbd></button>
            <button class="small" onClick={() => app.show({ commenting: { layer, id: fact.id } })}>Comment <kbd>c</kbd></button>
            {isEditing && <button class="small danger" onClick={() => app.removeSelected()}>Remove</button>}
          </div>
        </>
      )}
    </li>
  );
}

/** "new" or "changed", beside the model's version; nothing when it is the model's. */
function isChanged(copy: Copy, layer: FactLayer, fact: Fact): string {
  const before = (copy.original[layer] as Fact[]).find((one) => one.id === fact.id);
  if (!before) return "new";
  const plain = (value: Fact) => JSON.stringify({ ...value, confidence: null });
  return plain(before) === plain(fact) ? "" : "changed";
}

export function Confidence({ value }: { value: number }) {
  const level = value < 0.5 ? "low" : value < 0.75 ? "middle" : "high";
  return <span class={`confidence ${level}`} title="How sure the model is"><i aria-hidden="true" /><span class="hidden">confidence </span>{Math.round(value * 100)} %</span>;
}
