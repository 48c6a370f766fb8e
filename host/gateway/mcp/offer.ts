import {
  createMcpHandler,
  type LegacyHttpHandler,
  legacyStatelessFallback,
  type McpHttpHandler,
  type Server,
} from "@modelcontextprotocol/server";
import type { Logger } from "../../observe/ports.ts";
import type { Caller } from "../../sdk/channel/protocol.ts";
import { type Catalogue, makeCatalogue } from "./catalogue/catalogue.ts";
import { META_NAMES } from "./catalogue/meta_tools.ts";
import { toolNames } from "./catalogue/tool_names.ts";
import type { McpParts } from "./ports.ts";

/** Streams that wait for changes at one offer. */
const MAX_LISTENING = 256;

/** Sees every method, so that names do not depend on who asks. */
const EVERYBODY: Caller = { kind: "system", id: "host", name: "host", role: "owner" };

/** Which methods: all or one plugin's; all tools, or only those that find the others. */
export interface Address {
  prefix?: string;
  searchOnly: boolean;
}

/** The tool names of all methods that there are now; made anew after each change. */
export class ToolNames {
  #names: Map<string, string> | undefined;

  constructor(private readonly router: McpParts["router"]) {}

  get all(): Map<string, string> {
    return this.#names ??= toolNames(this.router.visible(EVERYBODY).map(({ name }) => name), META_NAMES);
  }

  forget(): void {
    this.#names = undefined;
  }
}

/** What an {@linkcode Offer} is made of. */
export interface OfferOptions {
  parts: McpParts;
  names: ToolNames;
  /** Anybody of the role. */
  caller: Caller;
  address: Address;
  logger: Logger;
  /** Makes a server for one session or one request. */
  server(offer: Offer): Server;
}

/** What callers of one role are offered at one address, and those who wait to hear that it has changed. */
export class Offer {
  readonly #options: OfferOptions;
  readonly address: Address;
  /** Servers of sessions. */
  readonly sessions = new Set<Server>();
  /** Serves the protocol's versions without sessions. */
  readonly modern: McpHttpHandler;
  /** Serves single requests of the versions with sessions, when they come without one. */
  readonly stateless: LegacyHttpHandler;
  #catalogue: Catalogue | undefined;
  /** Of what was told last. */
  #told: string | undefined;

  constructor(options: OfferOptions) {
    this.#options = options;
    this.address = options.address;
    const make = () => options.server(this);
    const onerror = (error: Error) => options.logger.debug("An MCP request was refused", { error: error.message });
    this.modern = createMcpHandler(make, { legacy: "reject", maxSubscriptions: MAX_LISTENING, onerror });
    this.stateless = legacyStatelessFallback(make, onerror);
  }

  /** From now on somebody counts on what is offered, whether they have read the list or not. */
  expect(): void {
    this.#told ??= this.catalogue.print;
  }

  get catalogue(): Catalogue {
    if (this.#catalogue) return this.#catalogue;
    const { prefix, searchOnly } = this.address;
    const { parts, names, caller } = this.#options;
    const visible = parts.router.visible(caller);
    const methods = prefix === undefined ? visible : visible.filter(({ name }) => name.startsWith(`${prefix}.`));
    this.#catalogue = makeCatalogue(methods, names.all, searchOnly);
    return this.#catalogue;
  }

  forget(): void {
    this.#catalogue = undefined;
  }

  /** Tells those who wait when what they were shown is no longer true. */
  announce(): void {
    if (this.#told === undefined || this.#told === this.catalogue.print) return;
    this.#told = this.catalogue.print;
    for (const server of this.sessions) {
      server.sendToolListChanged().catch(() => {});
      server.sendPromptListChanged().catch(() => {});
      server.sendResourceListChanged().catch(() => {});
    }
    const { notify } = this.modern;
    notify.toolsChanged();
    notify.promptsChanged();
    notify.resourcesChanged();
  }
}
