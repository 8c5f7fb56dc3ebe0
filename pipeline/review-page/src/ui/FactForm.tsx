import type { App } from "../model/app";
import type { Copy, Fact, FactLayer, Quote, Relation, Sanction, Span, Valuation } from "../model/types";
import type { Reader } from "../model/wording";
import { Choice, Choices, Entities, NumberField, One, Spans, TextField } from "./fields";

interface Props {
  app: App;
  copy: Copy;
  reader: Reader;
  layer: FactLayer;
  fact: Fact;
}

/** All fields of a fact. Each is saved as it is left, so that there is nothing to save or to lose. */
export function FactForm({ app, copy, reader, layer, fact }: Props) {
  const put = (value: Record<string, unknown>) => app.putFact(layer, fact.id, value);
  const shared = { app, copy, reader, put };
  return (
    <form class="form" onSubmit={(event) => event.preventDefault()} aria-label="Fields of the fact">
      {layer === "sanctions" && <SanctionFields {...shared} fact={fact as Sanction} />}
      {layer === "relations" && <RelationFields {...shared} fact={fact as Relation} />}
      {layer === "quotes" && <QuoteFields {...shared} fact={fact as Quote} />}
      {layer === "valuations" && <ValuationFields {...shared} fact={fact as Valuation} />}
    </form>
  );
}

interface FieldsProps<F> {
  app: App;
  copy: Copy;
  reader: Reader;
  fact: F;
  put: (value: Record<string, unknown>) => void;
}

function SanctionFields({ app, copy, reader, fact, put }: FieldsProps<Sanction>) {
  const session = app.session!;
  const shared = { app, copy, reader };
  const amounts = copy.document.valuations.map((one): [string, string] => {
    const mention = copy.document.mentions.find((other) => other.id === one.mention);
    return [one.id, mention?.text ?? one.id];
  });
  return (
    <>
      <div class="pair">
        <Choice label="Action" value={fact.action} values={session.actions} explain={session.explain} onChange={(action) => put({ action })} />
        <Choice label="Status" value={fact.status} values={session.statuses} explain={session.explain} onChange={(status) => put({ status })} />
      </div>
      <Entities {...shared} label="Imposer" value={fact.imposer} labels={["PUBLIC_BODY", "ORGANIZATION", "GPE"]} onChange={(imposer) => put({ imposer })} />
      <Entities {...shared} label="Target" value={fact.target} onChange={(target) => put({ target })} />
      <Choices label="Measures" value={fact.measure} values={session.measures} explain={session.explain} onChange={(measure) => put({ measure })} />
      <Entities {...shared} label="Program" value={fact.program} labels={["PROGRAM"]} onChange={(program) => put({ program })} />
      <Entities {...shared} label="Law" value={fact.law} labels={["LAW"]} onChange={(law) => put({ law })} />
      <div class="pair">
        <TextField label="Date" placeholder="2024-05-31" value={fact.date} onChange={(date) => put({ date })} />
        <One label="Amount" value={fact.amount} values={amounts} none="none" onChange={(amount) => put({ amount })} />
      </div>
      <Spans {...shared} label="Reason" value={fact.reason ? [fact.reason] : []} max={1} onChange={(spans) => put({ reason: spans[0] ?? null })} />
      <Spans {...shared} label="Evidence" value={fact.evidence} min={1} onChange={(evidence) => put({ evidence })} />
    </>
  );
}

function RelationFields({ app, copy, reader, fact, put }: FieldsProps<Relation>) {
  const shared = { app, copy, reader };
  return (
    <>
      <Entities {...shared} label="Head" value={[fact.head]} isSingle isNeeded onChange={([head]) => put({ head })} />
      <Choice label="Relation" value={fact.type} values={app.session!.relation_types} explain={app.session!.explain} onChange={(type) => put({ type })} />
      <Entities {...shared} label="Tail" value={[fact.tail]} isSingle isNeeded onChange={([tail]) => put({ tail })} />
      <TextField label="Title" placeholder="as written" value={fact.title} onChange={(title) => put({ title })} />
      <Spans {...shared} label="Evidence" value={fact.evidence ? [fact.evidence] : []} max={1} onChange={(spans) => put({ evidence: spans[0] ?? null })} />
    </>
  );
}

function QuoteFields({ app, copy, reader, fact, put }: FieldsProps<Quote>) {
  const shared = { app, copy, reader };
  const setSource = (spans: Span[]) => put({ source: spans[0] ?? null, speaker_text: spans[0] ? reader.cut(spans[0]) : null });
  return (
    <>
      <Choice label="Kind" value={fact.kind} values={app.session!.quote_kinds} explain={app.session!.explain} onChange={(kind) => put({ kind })} />
      <Entities {...shared} label="Speaker" value={fact.speaker ? [fact.speaker] : []} labels={["PERSON"]} isSingle onChange={([speaker]) => put({ speaker: speaker ?? null })} />
      <Spans {...shared} label="Speaker as written" value={fact.source ? [fact.source] : []} max={1} onChange={setSource} />
      <Spans {...shared} label="Cue" value={fact.cue ? [fact.cue] : []} max={1} onChange={(spans) => put({ cue: spans[0] ?? null })} />
      <Spans {...shared} label="Content" value={fact.content} min={1} onChange={(content) => put({ content })} />
    </>
  );
}

function ValuationFields({ app, copy, reader, fact, put }: FieldsProps<Valuation>) {
  const session = app.session!;
  const money = copy.document.mentions.filter((one) => one.label === "MONEY").map((one): [string, string] => [one.id, one.text]);
  return (
    <>
      <One label="Mention" value={fact.mention} values={money} onChange={(mention) => mention && put({ mention })} />
      <div class="pair">
        <NumberField label="Amount" value={fact.amount} onChange={(amount) => put({ amount })} />
        <NumberField label="Up to" value={fact.amount_max} onChange={(amount_max) => put({ amount_max })} />
      </div>
      <div class="pair">
        <TextField label="Currency" placeholder="USD" value={fact.currency} list={session.currencies} onChange={(currency) => put({ currency: currency?.toUpperCase() ?? null })} />
        <Choice label="Modifier" value={fact.modifier} values={session.modifiers} explain={session.explain} onChange={(modifier) => put({ modifier })} />
      </div>
      <Choice label="Kind" value={fact.kind} values={session.valuation_kinds} explain={session.explain} onChange={(kind) => put({ kind })} />
      <Entities app={app} copy={copy} reader={reader} label="Subject" value={fact.subject ? [fact.subject] : []} isSingle onChange={([subject]) => put({ subject: subject ?? null })} />
      <TextField label="As of" placeholder="2024-05" value={fact.as_of} onChange={(as_of) => put({ as_of })} />
    </>
  );
}
