import { Store } from "@bulkhead/ui";

/** What a slash command answered, for this person's eyes alone. */
export interface Whisper {
  id: string;
  channelId: string;
  threadId?: string;
  from: string;
  text: string;
  /** ISO 8601. */
  at: string;
}

/** So many are kept: nobody scrolls back to what was whispered long ago. */
const KEPT = 20;

/** Answers of commands, the newest last. */
export class WhisperBoard extends Store<readonly Whisper[]> {
  constructor() {
    super([]);
  }

  add(whisper: Omit<Whisper, "id" | "at">): void {
    const added = { ...whisper, id: crypto.randomUUID(), at: new Date().toISOString() };
    this.update((known) => [...known.slice(1 - KEPT), added]);
  }

  dismiss(id: string): void {
    this.update((known) => known.filter((whisper) => whisper.id !== id));
  }
}
