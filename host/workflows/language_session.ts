import { LanguageServer, LanguageServerError, type LanguageServerOptions } from "./language_server.ts";
import { fileUrl } from "./type_files.ts";

/** Places of the protocol count from 0. */
export interface LanguagePosition {
  line: number;
  character: number;
}
export interface LanguageRange {
  start: LanguagePosition;
  end: LanguagePosition;
}
export interface LanguageDiagnostic {
  range: LanguageRange;
  /** 1 is an error; the others are hints. */
  severity?: number;
  code?: number | string;
  /** `deno-ts` for the compiler, `deno` for what modules could not be found. */
  source?: string;
  message: string;
}

export interface SessionOptions extends Pick<LanguageServerOptions, "command" | "timeoutMs"> {
  /** Absolute path of the folder of scripts. */
  folder: string;
  /** Paths of the configuration and the import map, as `deno check` gets them. */
  config: string;
  importMap: string;
  /** Milliseconds until a server that was started has looked at its first script; default 60,000. */
  startMs?: number;
}

/** What a server looks at first. */
export interface WarmUp {
  path: string;
  text: string;
  /** Documents with a text of their own, by path. */
  documents: [path: string, text: string][];
}

/** Documents that are kept open; those that were not used for longest are closed. */
const MAX_OPEN = 60;
/** The server gives an answer up when a text changes under it. */
const CANCELLED = new Set([-32800, -32801, -32802]);
const MAX_TRIES = 5;

const CAPABILITIES = {
  textDocument: {
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false },
    completion: { completionItem: { snippetSupport: false, documentationFormat: ["markdown"] } },
    hover: { contentFormat: ["markdown"] },
    signatureHelp: { signatureInformation: { documentationFormat: ["markdown"] } },
  },
  workspace: { configuration: true, workspaceFolders: true },
};

/** A language server that knows the folder of scripts; documents are given to it as texts and never read by it. */
export class LanguageSession {
  readonly server: LanguageServer;
  /** Path → what the server has of it, least recently used first. */
  readonly #open = new Map<string, { text: string; version: number }>();

  private constructor(private readonly options: SessionOptions) {
    const settings = settingsOf(options);
    this.server = new LanguageServer({
      command: options.command,
      timeoutMs: options.timeoutMs,
      answer: (method, params) => {
        if (method !== "workspace/configuration") return null;
        return (params as { items: { section?: string }[] }).items.map(({ section }) =>
          section === "deno" ? settings : {}
        );
      },
    });
  }

  /** Resolves when the server has looked at `warmUp`, and is quick from then on. */
  static async start(options: SessionOptions, warmUp: WarmUp): Promise<LanguageSession> {
    const session = new LanguageSession(options);
    try {
      await session.#initialize();
      for (const [path, text] of warmUp.documents) session.set(path, text);
      session.set(warmUp.path, warmUp.text);
      await session.diagnostics(warmUp.path, { timeoutMs: options.startMs ?? 60_000 });
      session.close(warmUp.path);
      return session;
    } catch (error) {
      await session.server.stop();
      throw error;
    }
  }

  /** The text of a document from now on. */
  set(path: string, text: string): void {
    const known = this.#open.get(path);
    const uri = fileUrl(path);
    this.#open.delete(path);
    this.#open.set(path, { text, version: (known?.version ?? 0) + 1 });
    if (!known) {
      this.server.notify("textDocument/didOpen", {
        textDocument: { uri, languageId: "typescript", version: 1, text },
      });
    } else if (known.text !== text) {
      this.server.notify("textDocument/didChange", {
        textDocument: { uri, version: known.version + 1 },
        contentChanges: [{ text }],
      });
    }
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= MAX_OPEN) break;
      this.close(oldest);
    }
  }

  close(path: string): void {
    if (this.#open.delete(path)) {
      this.server.notify("textDocument/didClose", { textDocument: { uri: fileUrl(path) } });
    }
  }

  /** A file that is no document of this session is another on disk. */
  changedOnDisk(path: string): void {
    this.server.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: fileUrl(path), type: 2 }] });
  }

  async diagnostics(path: string, how: { timeoutMs?: number } = {}): Promise<LanguageDiagnostic[]> {
    const answer = await this.ask<{ items?: LanguageDiagnostic[] }>("textDocument/diagnostic", path, {}, how);
    return (answer?.items ?? []).filter(({ severity }) => severity === 1);
  }

  /** Asks about a document; null when the server has nothing to say. */
  async ask<T>(method: string, path: string, params: object, how: { timeoutMs?: number } = {}): Promise<T | null> {
    return await this.request<T | null>(method, { textDocument: { uri: fileUrl(path) }, ...params }, how);
  }

  async request<T>(method: string, params: object, how: { timeoutMs?: number } = {}): Promise<T> {
    for (let attempt = 1;; attempt++) {
      try {
        return await this.server.request<T>(method, params, how);
      } catch (error) {
        const { code } = error as LanguageServerError;
        if (attempt >= MAX_TRIES || code === undefined || !CANCELLED.has(code)) throw error;
      }
    }
  }

  async #initialize(): Promise<void> {
    const { options, server } = this;
    const uri = fileUrl(options.folder);
    await server.request("initialize", {
      processId: Deno.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "workflows" }],
      capabilities: CAPABILITIES,
      initializationOptions: settingsOf(options),
    }, { timeoutMs: options.startMs ?? 60_000 });
    server.notify("initialized", {});
  }
}

function settingsOf({ config, importMap }: SessionOptions) {
  return {
    enable: true,
    lint: false,
    config,
    importMap,
    cacheOnSave: false,
    // Files are looked at when a script imports them.
    documentPreloadLimit: 0,
    suggest: { imports: { autoDiscover: false, hosts: {} } },
  };
}
