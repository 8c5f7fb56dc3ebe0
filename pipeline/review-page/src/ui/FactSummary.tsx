import { evidenceOf } from "../model/order";
import type { Fact, FactLayer, Quote, Relation, Sanction, Valuation } from "../model/types";
import { Reader, say } from "../model/wording";

interface Props {
  reader: Reader;
  layer: FactLayer;
  fact: Fact;
  explain?: Record<string, string>;
  /** Whether the words around the evidence are shown, too. */
  isOpen?: boolean;
}

/** A fact in words: who did what to whom. Nothing in it can be clicked, so that it may stand in a button. */
export function FactSummary({ reader, layer, fact, explain = {}, isOpen = false }: Props) {
  switch (layer) {
    case "sanctions": return <SanctionSummary reader={reader} fact={fact as Sanction} explain={explain} isOpen={isOpen} />;
    case "relations": return <RelationSummary reader={reader} fact={fact as Relation} isOpen={isOpen} />;
    case "quotes": return <QuoteSummary reader={reader} fact={fact as Quote} isOpen={isOpen} />;
    case "valuations": return <ValuationSummary reader={reader} fact={fact as Valuation} isOpen={isOpen} />;
  }
}

function Party({ reader, ids, role, none }: { reader: Reader; ids: (string | null)[]; role: string; none: string }) {
  const known = ids.filter((id) => id !== null && id !== "");
  return <span class={`party ${role}`}>{known.length ? known.map((id) => reader.name(id)).join(", ") : <em>{none}</em>}</span>;
}

function Context({ reader, layer, fact }: { reader: Reader; layer: FactLayer; fact: Fact }) {
  const [first] = evidenceOf(reader.document, layer, fact);
  if (!first) return null;
  const [before, inside, after] = reader.snippet(first);
  return <span class="context">{before}<b>{inside}</b>{after}</span>;
}

function SanctionSummary({ reader, fact, explain, isOpen }: { reader: Reader; fact: Sanction; explain: Record<string, string>; isOpen: boolean }) {
  const measures = fact.measure.filter((one) => one !== "unspecified");
  return (
    <span class="summary">
      <span class="tags">
        <span class="tag action" title={explain[fact.action]}>{say(fact.action)}</span>
        <span class={`tag status-${fact.status}`} title={explain[fact.status]}>{say(fact.status)}</span>
      </span>
      <span class="who">
        <Party reader={reader} ids={fact.imposer} role="acting" none="nobody named" /> <span class="arrow">→</span>{" "}
        <Party reader={reader} ids={fact.target} role="hit" none="nobody named" />
      </span>
      {(measures.length > 0 || fact.program.length > 0 || fact.law.length > 0 || fact.date) && (
        <span class="details">
          {[...measures.map(say), ...[...fact.program, ...fact.law].map((id) => reader.name(id)), fact.date].filter(Boolean).join(" · ")}
        </span>
      )}
      {isOpen && fact.reason && <span class="details">because: {reader.cut(fact.reason)}</span>}
      {isOpen && <Context reader={reader} layer="sanctions" fact={fact} />}
    </span>
  );
}

function RelationSummary({ reader, fact, isOpen }: { reader: Reader; fact: Relation; isOpen: boolean }) {
  return (
    <span class="summary">
      <span class="who">
        <Party reader={reader} ids={[fact.head]} role="acting" none="?" /> <span class="verb">{fact.title ? `${fact.title} ·` : ""} {say(fact.type)}</span>{" "}
        <Party reader={reader} ids={[fact.tail]} role="hit" none="?" />
      </span>
      {isOpen && <Context reader={reader} layer="relations" fact={fact} />}
    </span>
  );
}

function QuoteSummary({ reader, fact, isOpen }: { reader: Reader; fact: Quote; isOpen: boolean }) {
  const words = fact.content.map((span) => reader.cut(span)).join(" … ");
  return (
    <span class="summary">
      <span class="who">
        <span class="party acting">{fact.speaker ? reader.name(fact.speaker) : (fact.speaker_text ?? <em>speaker unknown</em>)}</span>{" "}
        <span class="verb">{fact.cue ? reader.cut(fact.cue) : ""} · {fact.kind}</span>
      </span>
      <span class={`words ${isOpen ? "" : "short"}`}>{words}</span>
    </span>
  );
}

function ValuationSummary({ reader, fact, isOpen }: { reader: Reader; fact: Valuation; isOpen: boolean }) {
  const modifier = fact.modifier === "exact" ? "" : `${say(fact.modifier)} `;
  const range = fact.amount_max == null ? "" : `–${sayNumber(fact.amount_max)}`;
  const amount = fact.amount == null ? "amount unknown" : `${modifier}${sayNumber(fact.amount)}${range}`;
  return (
    <span class="summary">
      <span class="who"><span class="party">{amount} {fact.currency ?? ""}</span> <span class="verb">{say(fact.kind)}{fact.subject ? " of" : ""}</span> {fact.subject && <span class="party hit">{reader.name(fact.subject)}</span>}</span>
      {fact.as_of && <span class="details">as of {fact.as_of}</span>}
      {isOpen && <Context reader={reader} layer="valuations" fact={fact} />}
    </span>
  );
}

function sayNumber(number: number): string {
  return number >= 1e6
    ? number.toLocaleString("en", { notation: "compact", compactDisplay: "long", maximumFractionDigits: 6 })
    : number.toLocaleString("en", { maximumFractionDigits: 6 });
}
