import { useId } from "preact/hooks";
import type { App } from "../model/app";
import type { Copy, Span } from "../model/types";
import { Reader, say } from "../model/wording";
import { EntityField } from "./EntityField";
import { Icon } from "./Icon";

interface Values {
  label: string;
  values: string[];
  explain: Record<string, string>;
}

/** One of the closed values of the schema. */
export function Choice({ label, value, values, explain, onChange }: Values & { value: string; onChange: (value: string) => void }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} title={explain[value]} onChange={(event) => onChange(event.currentTarget.value)}>
        {values.map((one) => <option key={one} value={one} title={explain[one]}>{say(one)}</option>)}
      </select>
    </label>
  );
}

/** Several of the closed values: chips, and a list to add one from. */
export function Choices({ label, value, values, explain, onChange }: Values & { value: string[]; onChange: (value: string[]) => void }) {
  const add = (one: string) => onChange([...value.filter((other) => other !== "unspecified"), one]);
  const drop = (one: string) => {
    const left = value.filter((other) => other !== one);
    onChange(left.length ? left : ["unspecified"]);
  };
  return (
    <div class="field" role="group" aria-label={label}>
      <span>{label}</span>
      <div class="chips">
        {value.map((one) => (
          <span key={one} class="chip" title={explain[one]}>{say(one)}{one !== "unspecified" && <button type="button" aria-label={`Remove ${say(one)}`} onClick={() => drop(one)}><Icon name="close" /></button>}</span>
        ))}
        <select class="adder" aria-label={`Add to ${label}`} value="" onChange={(event) => { const { value: one } = event.currentTarget; event.currentTarget.value = ""; if (one) add(one); }}>
          <option value="">+ add</option>
          {values.filter((one) => !value.includes(one) && one !== "unspecified").map((one) => <option key={one} value={one} title={explain[one]}>{say(one)}</option>)}
        </select>
      </div>
    </div>
  );
}

/** One of the document's own items, or none. */
export function One({ label, value, values, none, onChange }: { label: string; value: string | null; values: [string, string][]; none?: string; onChange: (value: string | null) => void }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value ?? ""} onChange={(event) => onChange(event.currentTarget.value || null)}>
        {none && <option value="">{none}</option>}
        {values.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
      </select>
    </label>
  );
}

interface TextProps {
  label: string;
  value: string | null;
  placeholder?: string;
  list?: string[];
  onChange: (value: string | null) => void;
}

export function TextField({ label, value, placeholder, list, onChange }: TextProps) {
  const id = useId();
  return (
    <label class="field">
      <span>{label}</span>
      <input
        key={value} defaultValue={value ?? ""} placeholder={placeholder} maxLength={500} list={list ? id : undefined} autocomplete="off"
        onChange={(event) => {
          const text = event.currentTarget.value.trim() || null;
          if (text !== value) onChange(text);
        }}
      />
      {list && <datalist id={id}>{list.map((one) => <option key={one} value={one} />)}</datalist>}
    </label>
  );
}

export function NumberField({ label, value, onChange }: { label: string; value: number | null; onChange: (value: number | null) => void }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        key={value} type="number" step="any" min={0} defaultValue={value ?? ""}
        onChange={(event) => {
          const text = event.currentTarget.value;
          const number = text === "" ? null : Number(text);
          if (number !== value && !Number.isNaN(number)) onChange(number);
        }}
      />
    </label>
  );
}

interface FromText {
  app: App;
  copy: Copy;
  reader: Reader;
  label: string;
}
interface EntitiesProps extends FromText {
  value: string[];
  isSingle?: boolean;
  isNeeded?: boolean;
  /** Labels that the role has as a rule: their entities are offered first. */
  labels?: string[];
  onChange: (value: string[]) => void;
}

/** Entities in a role: chips, a field that finds one, and a way to click one in the text. */
export function Entities({ app, copy, reader, label, value, isSingle, isNeeded, labels = [], onChange }: EntitiesProps) {
  const add = (id: string) => onChange(isSingle ? [id] : [...value.filter((one) => one !== id), id]);
  const known = value.filter((id) => id);
  const first = copy.document.entities.filter((entity) => labels.includes(entity.label));
  return (
    <div class="field" role="group" aria-label={label}>
      <div class="row">
        <span>{label}</span>
        <button
          type="button" class="icon from-text" title={`Click the ${label.toLowerCase()} in the text`} aria-label={`Choose ${label} in the text`}
          onClick={() => pick(app, { kind: "entity", prompt: `Click the ${label.toLowerCase()} in the text, or press Enter on it.`, take: add })}
        ><Icon name="target" /></button>
      </div>
      <div class="chips">
        {known.map((id) => (
          <span key={id} class={`chip entity c-${reader.entity(id)?.label}`}>
            {reader.name(id)}
            {!isNeeded && <button type="button" aria-label={`Remove ${reader.name(id)} from ${label}`} onClick={() => onChange(value.filter((one) => one !== id))}><Icon name="close" /></button>}
          </span>
        ))}
        <EntityField copy={copy} label={`${isSingle && known.length ? "Change" : "Add"} ${label}`} placeholder={isSingle && known.length ? "change …" : "add …"} without={value} first={first} onTake={(entity) => add(entity.id)} />
      </div>
    </div>
  );
}

interface SpansProps extends FromText {
  value: Span[];
  min?: number;
  max?: number;
  onChange: (value: Span[]) => void;
}

/** Pieces of the text: their words, and a way to select another. */
export function Spans({ app, reader, label, value, min = 0, max = 99, onChange }: SpansProps) {
  const take = (span: Span) => onChange(max === 1 ? [span] : [...value, span].sort((one, other) => one[0] - other[0]));
  return (
    <div class="field" role="group" aria-label={label}>
      <span>{label}</span>
      <div class="chips">
        {value.map((span, index) => (
          <span key={span.join("-")} class="chip words"><span>{reader.cut(span)}</span>{value.length > min && <button type="button" aria-label={`Remove ${reader.cut(span)}`} onClick={() => onChange(value.filter((_, other) => other !== index))}><Icon name="close" /></button>}</span>
        ))}
        <button type="button" class="small" onClick={() => pick(app, { kind: "span", prompt: `Select the words of the ${label.toLowerCase()} in the text.`, take })}>
          {max === 1 && value.length ? "Select anew" : "Select in the text"} <Icon name="target" />
        </button>
      </div>
    </div>
  );
}

function pick(app: App, wanted: NonNullable<App["view"]["pick"]>): void {
  const before = document.activeElement as HTMLElement | null;
  app.show({ pick: { ...wanted, take: (taken: never) => { wanted.take(taken); before?.focus(); } } as typeof wanted });
  document.getElementById("text")?.focus({ preventScroll: true });
}
