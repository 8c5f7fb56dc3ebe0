import { useRef } from "preact/hooks";
import type { App, ItemRef } from "../model/app";
import type { Comment } from "../model/types";
import { sayTime } from "../model/wording";

export function Comments({ comments }: { comments: Comment[] }) {
  if (!comments.length) return null;
  return (
    <ul class="comments" aria-label="Comments">
      {comments.map((one, index) => (
        <li key={index}>
          <small><b>{one.annotator}</b> {sayTime(one.at)}</small>
          <p dir="auto">{one.text}</p>
        </li>
      ))}
    </ul>
  );
}

export function CommentBox({ app, target }: { app: App; target: ItemRef | null }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const close = () => app.show({ commenting: null });
  const send = () => {
    const text = field.current!.value.trim();
    if (text) void app.do({ op: "comment", ...(target ?? {}), text });
    close();
  };
  return (
    <div class="comment-box">
      <textarea
        id="comment" ref={field} rows={2} maxLength={5000} aria-label="Comment" placeholder="What should others know?"
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
        }}
      />
      <div class="card-actions">
        <button class="small primary" onClick={send}>Send <kbd>Enter</kbd></button>
        <button class="small" onClick={close}>Cancel</button>
      </div>
    </div>
  );
}
