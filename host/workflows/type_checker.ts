import type { Clock, Logger } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import * as answers from "./editor_answers.ts";
import type { Completions, EditorService, HoverText, SignatureHelp, TextPlace } from "./editor_wire.ts";
import { LanguageService } from "./language_service.ts";
import type { LanguageSession, SessionOptions } from "./language_session.ts";
import type { Diagnostic } from "./ports.ts";
import { openScript, residentCheck } from "./resident_check.ts";
import { checkTypes, CONFIG } from "./type_check.ts";
import { SHIPPED_TYPES, type TypeFiles } from "./type_files.ts";

export interface TypeCheckerOptions {
  types: TypeFiles;
  /** Absolute path of the folder of scripts. */
  folder: string;
  clock: Clock;
  logger: Logger;
  /** Stands in for `deno lsp`. */
  command?: SessionOptions["command"];
  /** Of one question to the language server in milliseconds; default 10,000. */
  timeoutMs?: number;
  /** Of its start; default 60,000. */
  startMs?: number;
  /** Milliseconds without a question after which the language server is ended; default 600,000. */
  idleMs?: number;
}

/** Shown as the file of a text that has none yet. */
export const UNTITLED = "untitled.ts";
/** Long enough for a start, and shorter than the deadline of a call. */
const EDITOR_WAIT_MS = 9_000;

/**
 * Syntax and types of scripts, and help while one is written. A language server is kept for as long as scripts are
 * worked on: it answers in a tenth of a second what `deno check` takes a second for. While there is none, and where its
 * words are not those of `deno check`, that one is run.
 */
export class TypeChecker implements EditorService {
  readonly #service: LanguageService;
  readonly #names: ReadonlySet<string>;
  /** Types of the plugins as the language server is to see them; undefined when they are to be read again. */
  #types: string | undefined;

  constructor(private readonly options: TypeCheckerOptions) {
    const { folder, types, command, timeoutMs, startMs } = options;
    this.#names = types.importable;
    this.#service = new LanguageService({
      ...options,
      session: { folder, config: CONFIG, importMap: types.importMap, command, timeoutMs, startMs },
      warmUp: () => ({
        path: `${folder}/.warm_up.ts`,
        text: WARM_UP,
        documents: [[SHIPPED_TYPES, this.#pluginTypes()]],
      }),
    });
  }

  /** Faults of a file, or of a text in its place. `quick`: no more exact than the language server. */
  async check(path: string, text?: string, { quick = false } = {}): Promise<Diagnostic[]> {
    const { folder, types } = this.options;
    const source = text ?? await Deno.readTextFile(path);
    const faults = await this.#service.ifReady((session) => {
      this.#renewTypes(session);
      return residentCheck(session, { path, text: source }, {
        folder,
        names: this.#names,
        plugins: types.pluginIds(),
        syntax: quick,
      });
    });
    return faults ?? await checkTypes(path, types, text === undefined ? undefined : { text, folder });
  }

  /** Makes the next checks quick: somebody works on scripts. */
  warm(): void {
    this.#service.warm();
  }

  /** The process of the language server, if there is one. */
  get pid(): number | undefined {
    return this.#service.pid;
  }

  /** The plugins have other methods. */
  typesChanged(): void {
    this.#types = undefined;
  }

  complete(place: TextPlace, signal?: AbortSignal): Promise<Completions> {
    return this.#at(place, answers.complete, signal);
  }

  hover(place: TextPlace, signal?: AbortSignal): Promise<HoverText> {
    return this.#at(place, answers.hover, signal);
  }

  signature(place: TextPlace, signal?: AbortSignal): Promise<SignatureHelp> {
    return this.#at(place, answers.signature, signal);
  }

  close(): Promise<void> {
    return this.#service.close();
  }

  async #at<T>(
    place: TextPlace,
    answer: (session: LanguageSession, path: string, place: TextPlace) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { file = UNTITLED, source, line, column } = place;
    const lines = source.split("\n");
    if (line > lines.length || column > lines[line - 1]!.length + 1) {
      throw new RpcError("invalid_params", `Line ${line}, column ${column} is behind the end of the text`, {
        path: line > lines.length ? "/line" : "/column",
      });
    }
    const { folder } = this.options;
    const script = { path: `${folder}/${file}`, text: source };
    return await this.#service.whenReady(EDITOR_WAIT_MS, async (session) => {
      signal?.throwIfAborted();
      this.#renewTypes(session);
      // A text with imports that are not there is helped with as far as it goes.
      if (!openScript(session, script, { folder, names: this.#names })) session.set(script.path, script.text);
      return await answer(session, script.path, place);
    });
  }

  /** The SDK imports the shipped plugins' types; the language server is given this server's as the text of that file. */
  #renewTypes(session: LanguageSession): void {
    session.set(SHIPPED_TYPES, this.#pluginTypes());
  }

  #pluginTypes(): string {
    return this.#types ??= Deno.readTextFileSync(this.options.types.plugins);
  }
}

const WARM_UP = `import { event, workflow } from "@bulkhead/workflow";
import { z } from "zod";
export default workflow({ on: event("a.b") }, ({ event }) => z.string().parse(event.data));
`;
