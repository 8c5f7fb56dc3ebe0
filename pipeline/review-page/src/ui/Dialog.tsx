import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./Icon";

/** A modal dialog: the browser keeps the focus in it and gives it back. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-label={title} onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <header>
        <h2>{title}</h2>
        <button class="icon" aria-label="Close" onClick={onClose}><Icon name="close" /></button>
      </header>
      <div class="dialog-body" tabIndex={0} role="group" aria-label={title}>{children}</div>
    </dialog>
  );
}
