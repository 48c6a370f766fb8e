import { RpcFailure } from "../../sdk/failure.ts";
import type { RpcPort } from "../../sdk/ports.ts";
import { Store } from "../../sdk/store.ts";
import type { Diagnostic } from "../wire.ts";
import type { Drafts } from "./drafts.ts";
import { type Checks, SourceChecks } from "./source_checks.ts";
import type { SaveAnswer, SourceView } from "./wire.ts";

/** JSON-RPC code of a conflict: the file is not what the text was made from. */
const CONFLICT = -32009;
/** Longer than the host takes at most to look at a text and take it up. */
const SAVE_MS = 65_000;

/** What came of a save. */
export interface SaveOutcome {
  answer: SaveAnswer;
  /** From the save to the host's word on it. */
  ms: number;
}

/** The file as somebody else left it; `gone` when there is none any more. */
export type Theirs = { kind: "changed"; view: SourceView } | { kind: "gone" };

export interface EditorState {
  phase: "loading" | "ready" | "failed";
  /** Why the file could not be read. */
  failure?: RpcFailure;
  text: string;
  /** Grows when the text was set by something else than typing. */
  revision: number;
  /** The file that the text is compared with; missing as long as it was never saved. */
  saved?: SourceView;
  /** Where it is saved to. */
  file: string;
  checks: Checks;
  saving: boolean;
  /** Why the last save was not done: the faults of the text. */
  refused?: readonly Diagnostic[];
  /** Somebody else changed the file since it was read. */
  theirs?: Theirs;
  /** Why the host did not save. */
  saveFailure?: RpcFailure;
  outcome?: SaveOutcome;
  /** When the text was typed that was found in this browser, milliseconds since 1970. */
  restoredAt?: number;
  /** False when unsaved text could not be kept in this browser. */
  draftKept: boolean;
}

export interface EditorSessionOptions {
  rpc: RpcPort;
  drafts: Drafts;
  /** Of the workflow; missing for a new one. */
  name?: string;
  /** Of a new one: where it goes, and what stands in it at first. */
  fresh?: { file: string; text: string };
  /** Nobody types here: nothing is kept and nothing checked as it comes. */
  readOnly?: boolean;
  now?(): number;
  /** Waits until typing has paused. Default setTimeout. */
  pause?(ms: number, signal: AbortSignal): Promise<void>;
}

/** One script that somebody edits: its text, what is wrong with it, and how it gets to the host. */
export class EditorSession {
  readonly state: Store<EditorState>;
  readonly #checks: SourceChecks;
  readonly #options: EditorSessionOptions;
  #name: string | undefined;
  #closed = false;
  #forgotten = false;

  constructor(options: EditorSessionOptions) {
    this.#options = options;
    this.#name = options.name;
    this.state = new Store<EditorState>({
      phase: "loading",
      text: "",
      revision: 0,
      file: options.fresh?.file ?? "",
      checks: { state: "none", diagnostics: [] },
      saving: false,
      draftKept: true,
    });
    this.#checks = new SourceChecks({
      rpc: options.rpc,
      pause: options.pause,
      changed: (checks) => this.state.update((state) => ({ ...state, checks })),
    });
  }

  /** The workflow's name; a new one has it from its first save on. */
  get name(): string | undefined {
    return this.#name;
  }

  /** Is there anything that a save would write? */
  get dirty(): boolean {
    const { text, saved, phase } = this.state.get();
    return phase === "ready" && text !== (saved?.source ?? "");
  }

  /** Reads the file, or takes up what was typed earlier and not saved. */
  async open(): Promise<void> {
    this.#closed = false;
    const { fresh } = this.#options;
    if (this.#name === undefined) return this.#begin(fresh?.text ?? "", undefined);
    this.state.update((state) => ({ ...state, phase: "loading", failure: undefined }));
    try {
      const saved = await this.#read();
      if (!this.#closed) this.#begin(saved.source, saved);
    } catch (error) {
      this.state.update((state) => ({ ...state, phase: "failed", failure: RpcFailure.wrap(error) }));
    }
  }

  /** Somebody typed; the text is checked when there is a pause. */
  type(text: string): void {
    if (text === this.state.get().text) return;
    this.state.update((state) => ({ ...state, text, refused: undefined, saveFailure: undefined }));
    const { file } = this.state.get();
    this.#checks.later({ file, source: text }, () => this.keep());
  }

  /** Checks the text once more: the last time the host could not tell. */
  checkAgain(): void {
    const { file, text } = this.state.get();
    void this.#checks.now({ file, source: text }, { quick: true });
  }

  /** Another name for the file of a script that was never saved. */
  setFile(file: string): void {
    if (this.#name === undefined) this.state.update((state) => ({ ...state, file, saveFailure: undefined }));
  }

  /** Puts other text in place of what stands there. */
  replace(text: string): void {
    this.state.update((state) => ({ ...state, revision: state.revision + 1 }));
    this.type(text);
  }

  /** What was typed is dropped: the file as it is saved stands there again. */
  revert(): void {
    const { saved } = this.state.get();
    this.state.update((state) => ({ ...state, restoredAt: undefined, theirs: undefined }));
    this.replace(saved?.source ?? this.#options.fresh?.text ?? "");
    this.#drop();
  }

  /** Keeps unsaved text in this browser now: the page may go away. */
  keep(): void {
    if (this.#options.readOnly || this.state.get().phase !== "ready") return;
    const { text, saved } = this.state.get();
    if (!this.unsaved) return this.#drop();
    const at = (this.#options.now ?? Date.now)();
    const kept = this.#options.drafts.put(this.#key, {
      text,
      base: saved?.source ?? "",
      at,
      ...(saved?.hash ? { baseHash: saved.hash } : {}),
    });
    this.state.update((state) => (state.draftKept === kept ? state : { ...state, draftKept: kept }));
  }

  /** Would anything be lost that somebody typed? */
  get unsaved(): boolean {
    return !this.#forgotten && this.dirty && this.state.get().text !== this.#options.fresh?.text;
  }

  /**
   * Saves. Text with faults is refused unless `force` says that it is meant: the last good version goes on then.
   * Answers the host's word, or nothing when it was not saved; the state says why.
   */
  async save({ force = false } = {}): Promise<SaveAnswer | undefined> {
    if (this.state.get().saving || this.state.get().phase !== "ready") return undefined;
    this.state.update((state) => ({ ...state, saving: true, refused: undefined, saveFailure: undefined }));
    try {
      const { text, file, saved, theirs } = this.state.get();
      if (!force) {
        const faults = await this.#checks.now({ file, source: text }, { quick: true });
        if (faults && faults.length > 0) {
          this.state.update((state) => ({ ...state, refused: faults }));
          return undefined;
        }
      }
      if (theirs) return undefined;
      return await this.#put(text, saved, force);
    } finally {
      this.state.update((state) => ({ ...state, saving: false }));
    }
  }

  /** The file as somebody else left it, instead of what was typed. */
  takeTheirs(): void {
    const { theirs } = this.state.get();
    if (theirs?.kind !== "changed") return;
    const { view } = theirs;
    this.state.update((state) => ({ ...state, saved: view, theirs: undefined, restoredAt: undefined }));
    this.replace(view.source);
    this.#drop();
  }

  /** What was typed stands against the file as it is now: the next save puts it in its place. */
  keepMine(): void {
    const { theirs } = this.state.get();
    if (!theirs) return;
    // A file that is gone comes back as a new one.
    if (theirs.kind === "gone") this.#name = undefined;
    const saved = theirs.kind === "changed" ? theirs.view : undefined;
    this.state.update((state) => ({ ...state, saved, theirs: undefined }));
    this.keep();
  }

  /** The host says that something about this workflow changed: is it the file? */
  async changed(): Promise<void> {
    const before = this.state.get();
    if (this.#name === undefined || before.phase !== "ready" || before.saving) return;
    let view: SourceView;
    try {
      view = await this.#read();
    } catch (error) {
      if (RpcFailure.wrap(error).reason === "not_found") this.#gone();
      return;
    }
    const { saved, saving } = this.state.get();
    if (this.#closed || saving || !saved) return;
    if (view.source === saved.source) this.state.update((state) => ({ ...state, saved: view, theirs: undefined }));
    else if (!this.dirty) {
      this.state.update((state) => ({ ...state, saved: view, outcome: undefined }));
      this.replace(view.source);
    } else this.state.update((state) => ({ ...state, theirs: { kind: "changed", view } }));
  }

  /** It is called otherwise from now on: a save gave it another name. */
  rename(name: string): void {
    this.#name = name;
  }

  /** What was kept in this browser is not needed any more. */
  forget(): void {
    this.#drop();
    this.#closed = this.#forgotten = true;
  }

  /** Nothing more is checked; unsaved text is kept. */
  close(): void {
    if (!this.#closed) this.keep();
    this.#closed = true;
    this.#checks.close();
  }

  #begin(text: string, saved: SourceView | undefined): void {
    const file = saved?.file ?? this.state.get().file;
    this.state.update((state) => ({ ...state, phase: "ready", text, saved, file, revision: state.revision + 1 }));
    const draft = this.#options.readOnly ? undefined : this.#options.drafts.get(this.#key);
    if (draft && draft.text !== text) this.#restore(draft.text, draft.at, draft.base, saved);
    if (!this.#options.readOnly) this.#checks.later({ file, source: this.state.get().text });
  }

  #restore(text: string, at: number, base: string, saved: SourceView | undefined): void {
    this.state.update((state) => ({
      ...state,
      text,
      restoredAt: at,
      revision: state.revision + 1,
      // It was typed into another file than the one that is there now.
      ...(saved && base !== saved.source ? { theirs: { kind: "changed", view: saved } as Theirs } : {}),
    }));
  }

  async #put(text: string, saved: SourceView | undefined, force: boolean): Promise<SaveAnswer | undefined> {
    const { rpc } = this.#options;
    const startedAt = performance.now();
    const target = this.#name === undefined ? { file: this.state.get().file } : { name: this.#name };
    try {
      const answer = await rpc.call<SaveAnswer>("host.workflow.source.put", {
        ...target,
        source: text,
        ...(saved?.hash ? { baseHash: saved.hash } : {}),
        ...(force ? { force: true } : {}),
      }, { timeoutMs: SAVE_MS });
      const ms = performance.now() - startedAt;
      this.#drop();
      this.#name = answer.name;
      const liveSource = answer.state === "live" ? text : saved?.liveSource;
      const view = { name: answer.name, file: answer.file, source: text, hash: answer.hash };
      this.state.update((state) => ({
        ...state,
        saved: { ...view, ...(liveSource === undefined ? {} : { liveSource }) },
        file: answer.file,
        outcome: { answer, ms },
        restoredAt: undefined,
      }));
      return answer;
    } catch (error) {
      await this.#refusedBy(RpcFailure.wrap(error), text);
      return undefined;
    }
  }

  async #refusedBy(failure: RpcFailure, text: string): Promise<void> {
    if (failure.code === CONFLICT && this.#name !== undefined) {
      const now = await this.#read().catch((error) => RpcFailure.wrap(error));
      if (!(now instanceof RpcFailure) && now.source !== this.state.get().saved?.source) {
        return this.state.update((state) => ({ ...state, theirs: { kind: "changed", view: now } }));
      }
      if (now instanceof RpcFailure && now.reason === "not_found") return this.#gone();
    }
    if (failure.reason === "not_found") this.#gone();
    else if (!failure.retryable && await this.#hasFaults(text)) return;
    else this.state.update((state) => ({ ...state, saveFailure: failure }));
  }

  /** Did the host refuse the text itself? Then its faults are why. */
  async #hasFaults(source: string): Promise<boolean> {
    const faults = await this.#checks.now({ file: this.state.get().file, source }, { quick: false });
    if (!faults || faults.length === 0) return false;
    this.state.update((state) => ({ ...state, refused: faults }));
    return true;
  }

  #gone(): void {
    this.state.update((state) => ({ ...state, theirs: { kind: "gone" } }));
  }

  #read(): Promise<SourceView> {
    return this.#options.rpc.call<SourceView>("host.workflow.source.get", { name: this.#name });
  }

  get #key(): string {
    return this.#name ?? "(new)";
  }

  #drop(): void {
    this.#options.drafts.remove(this.#key);
  }
}
