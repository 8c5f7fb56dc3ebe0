import { useEffect, useReducer } from "preact/hooks";
import type { App } from "../model/app";

/** Draw the component anew whenever the app says that something changed. */
export function useApp(app: App): void {
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  useEffect(() => app.subscribe(() => redraw(undefined)), [app]);
}
