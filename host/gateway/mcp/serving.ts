import { type AuthInfo, isLegacyRequest, Server } from "@modelcontextprotocol/server";
import type { Revocation } from "../../identity/ports.ts";
import type { Logger } from "../../observe/ports.ts";
import type { Caller } from "../../sdk/channel/protocol.ts";
import { completionHandler } from "./handlers/completion.ts";
import { promptHandlers } from "./handlers/prompts.ts";
import { resourceHandlers } from "./handlers/resources.ts";
import { toolHandlers } from "./handlers/tools.ts";
import { type Address, Offer, ToolNames } from "./offer.ts";
import type { McpCaller, McpParts } from "./ports.ts";
import type { Principal } from "./principal.ts";
import { Sessions } from "./sessions.ts";

/** Changes that come together (a plugin starts, a script is saved) are told once. */
const SETTLE_MS = 150;

/** What a client shows its model about this server. */
const INSTRUCTIONS =
  "Bulkhead is a team's own server. Its tools are the methods of its plugins and of the host itself, " +
  "limited to what you may call. Names begin with the plugin: chat_message_send. " +
  "When there are many, search_tools finds the right one and call_tool runs it.";

/** What {@linkcode Serving} is made of. */
export interface ServingOptions {
  parts: McpParts;
  version: string;
  logger: Logger;
}

/** One request, after it is known who makes it. */
export interface McpRequest {
  request: Request;
  /** The parsed body of a POST. */
  body: unknown;
  who: McpCaller;
  address: Address;
  /** Whose session it may use. */
  principal: Principal;
}

/** Everything behind the endpoint: offers by role and address, servers made for them, sessions. */
export class Serving {
  readonly #options: ServingOptions;
  readonly #offers = new Map<string, Offer>();
  readonly #names: ToolNames;
  readonly #sessions: Sessions;
  readonly #unregister: () => void;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ServingOptions) {
    this.#options = options;
    this.#names = new ToolNames(options.parts.router);
    this.#sessions = new Sessions((offer) => this.server(offer));
    this.#unregister = options.parts.router.onChange(() => this.#changed());
  }

  /** Sessions that are open. */
  get sessions(): number {
    return this.#sessions.size;
  }

  async handle({ request, body, who, address, principal }: McpRequest): Promise<Response> {
    const offer = this.#offerTo(who.caller, address);
    offer.expect();
    const authInfo: AuthInfo = { token: "", clientId: who.caller.id, scopes: [], extra: { who } };
    const given = { authInfo, ...(request.method === "POST" ? { parsedBody: body } : {}) };
    if (request.method !== "POST" || await isLegacyRequest(request, body)) {
      return await this.#sessions.handle(request, offer, principal, given);
    }
    return await offer.modern.fetch(request, given);
  }

  /** A server for one session, or for one request of the versions that have no sessions. It keeps nothing itself. */
  server(offer: Offer): Server {
    const server = new Server(
      { name: "bulkhead", title: "Bulkhead", version: this.#options.version },
      {
        capabilities: {
          tools: { listChanged: true },
          prompts: { listChanged: true },
          resources: { listChanged: true },
          completions: {},
        },
        instructions: INSTRUCTIONS,
        jsonSchemaValidator: NO_VALIDATOR,
      },
    );
    const deps = { offer, router: this.#options.parts.router };
    toolHandlers(server, deps);
    promptHandlers(server, deps);
    resourceHandlers(server, deps);
    completionHandler(server, deps);
    return server;
  }

  /** Ends the sessions of whoever may no longer be trusted. */
  drop(revocation: Revocation): void {
    this.#sessions.drop(revocation);
  }

  async close(): Promise<void> {
    this.#unregister();
    clearTimeout(this.#settling);
    this.#sessions.close();
    await Promise.all(Array.from(this.#offers.values(), (offer) => offer.modern.close()));
  }

  /** What somebody may see depends on the role and a token's scope alone, so people of one role share one. */
  #offerTo(caller: Caller, address: Address): Offer {
    const role = caller.kind === "system" ? "system" : caller.role;
    const { scope } = caller;
    const key = JSON.stringify([role, address.prefix ?? null, address.searchOnly, scope ?? null]);
    let offer = this.#offers.get(key);
    if (!offer) {
      const { kind } = caller;
      const someone: Caller = { kind, id: "", name: "", role: caller.role, ...(scope ? { scope } : {}) };
      const { parts, logger } = this.#options;
      offer = new Offer({
        parts,
        logger,
        names: this.#names,
        caller: someone,
        address,
        server: (one) => this.server(one),
      });
      this.#offers.set(key, offer);
    }
    return offer;
  }

  #changed(): void {
    this.#names.forget();
    for (const offer of this.#offers.values()) offer.forget();
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      for (const offer of this.#offers.values()) offer.announce();
    }, SETTLE_MS);
  }
}

/** Only answers to questions of ours would be validated, and we ask none; the default one would compile schemas. */
const NO_VALIDATOR = {
  getValidator: () => () => ({ valid: false as const, data: undefined, errorMessage: "Nothing was asked" }),
};
