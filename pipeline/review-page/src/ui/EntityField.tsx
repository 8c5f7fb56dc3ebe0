import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Copy, Entity } from "../model/types";
import { say } from "../model/wording";

interface Props {
  copy: Copy;
  label: string;
  placeholder?: string;
  /** Entities to offer first, before anything is typed. */
  first?: Entity[];
  without?: string[];
  isFocused?: boolean;
  onTake: (entity: Entity) => void;
}

/** A field that finds an entity as one types: a combobox, whole with the keyboard. */
export function EntityField({ copy, label, placeholder = "Find an entity …", first = [], without = [], isFocused, onTake }: Props) {
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => { if (isFocused) field.current?.focus(); }, [isFocused]);
  const found = isOpen ? search(copy, text, first).filter((entity) => !without.includes(entity.id)).slice(0, 8) : [];
  const take = (entity: Entity | undefined) => {
    if (!entity) return;
    setText("");
    setOpen(false);
    onTake(entity);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "ArrowDown") setActive(Math.min(found.length - 1, active + 1));
    else if (event.key === "ArrowUp") setActive(Math.max(0, active - 1));
    else if (event.key === "Enter") take(found[active]);
    else if (event.key === "Escape" && isOpen && text) { setOpen(false); setText(""); }
    else if (event.key === "Escape") { field.current?.blur(); (field.current?.closest("[tabindex]") as HTMLElement | null)?.focus(); }
    else return;
    event.preventDefault();
  };
  return (
    <div class="combo">
      <input
        ref={field} role="combobox" aria-label={label} aria-expanded={found.length > 0} aria-controls={id} aria-autocomplete="list"
        aria-activedescendant={found[active] ? `${id}-${active}` : undefined} placeholder={placeholder} value={text} autocomplete="off"
        onFocus={() => { setOpen(true); setActive(0); }} onBlur={() => setOpen(false)}
        onInput={(event) => { setText(event.currentTarget.value); setOpen(true); setActive(0); }} onKeyDown={onKeyDown}
      />
      <ul id={id} role="listbox" aria-label="Entities" hidden={found.length === 0}>
        {found.map((entity, index) => (
          <li
            key={entity.id} id={`${id}-${index}`} role="option" aria-selected={index === active}
            onPointerDown={(event) => { event.preventDefault(); take(entity); }}
          >
            <i class={`swatch c-${entity.label}`} aria-hidden="true" /><span>{entity.name}</span><small>{say(entity.label)}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Entities whose name or one of whose mentions has the words that were typed: beginnings first. */
function search(copy: Copy, text: string, first: Entity[]): Entity[] {
  const { entities, mentions } = copy.document;
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [...first, ...entities.filter((entity) => !first.includes(entity))];
  const rank = new Map<string, number>();
  const note = (id: string, name: string) => {
    const place = name.toLowerCase().indexOf(wanted);
    if (place >= 0) rank.set(id, Math.min(rank.get(id) ?? 9, place === 0 ? 0 : 1));
  };
  for (const entity of entities) note(entity.id, entity.name);
  for (const mention of mentions) if (mention.entity) note(mention.entity, mention.text);
  return entities.filter((entity) => rank.has(entity.id)).sort((one, other) => rank.get(one.id)! - rank.get(other.id)!);
}

/** Entities that a piece of text may mean: same words first, then shared words of more than three letters. */
export function suggest(copy: Copy, text: string, label?: string): Entity[] {
  const { entities, mentions } = copy.document;
  const words = new Set(text.toLowerCase().split(/\s+/));
  const rank = (entity: Entity): number => {
    const names = [entity.name, ...mentions.filter((one) => one.entity === entity.id).map((one) => one.text)].map((name) => name.toLowerCase());
    if (names.includes(text.toLowerCase())) return 3;
    const shared = names.some((name) => name.split(/\s+/).some((word) => word.length > 3 && words.has(word)));
    return shared ? (label && entity.label === label ? 2 : 1) : 0;
  };
  return entities.map((entity) => ({ entity, rank: rank(entity) })).filter((one) => one.rank > 0)
    .sort((one, other) => other.rank - one.rank).map((one) => one.entity).slice(0, 4);
}
