import type { Clock } from "../../observe/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { GrantBook } from "../grants.ts";
import {
  describePermissions,
  entriesOf,
  type Entry,
  entryFor,
  factsOnce,
  isGrantable,
  keyOf,
  type PermissionFacts,
  type PermissionInfo,
  type Permissions,
  permissionsOf,
  riskOf,
  wordsOf,
} from "../permissions/mod.ts";
import type { FoundPlugin } from "../discovery.ts";
import { type Done, entryCovering, targetOfDone, type UseLedger } from "../uses/mod.ts";
import type { Decision, GrantStore } from "./store.ts";
import type { GrantChange, GrantsView } from "./view.ts";

/** A plugin as far as its rights go. */
export interface Holder {
  readonly id: string;
  readonly bundled: boolean;
  readonly plugin: Pick<FoundPlugin, "manifest" | "manifestHash">;
  /** What it may do now; set here. */
  entries: Permissions;
}

export interface GrantDeskParts {
  store: GrantStore;
  book: GrantBook;
  facts: PermissionFacts;
  clock: Clock;
  ledger: UseLedger;
}

/** What an owner added to a plugin's rights has no words of an author. */
const GIVEN_BY_HAND = "Not asked for by its manifest; given by hand";

/** Who holds what: agrees to manifests, grants and revokes single entries, and keeps the book of grants current. */
export class GrantDesk {
  constructor(private readonly parts: GrantDeskParts) {}

  /** Somebody agrees to all that the manifest lists. What was revoked before stays so. */
  async consent(holder: Holder, by: string): Promise<void> {
    const { manifest, manifestHash } = holder.plugin;
    if (this.parts.store.consentedHash(holder.id) !== manifestHash) {
      const permissions = manifest.permissions ?? {};
      await this.parts.store.consent({ plugin: holder.id, manifestHash, permissions, at: this.#now(), by });
    }
    this.hold(holder);
  }

  /** Lets it hold what its manifest lists and nobody has taken away, before anybody is bound to it: for a trial. */
  lend(holder: Holder): void {
    const decided = this.parts.store.decisions(holder.id);
    const asked = entriesOf(holder.plugin.manifest.permissions ?? {}).filter((entry) =>
      decided.get(keyOf(entry))?.granted !== false
    );
    this.#give(holder, [...asked, ...[...decided.values()].filter(({ granted, extra }) => granted && extra)]);
  }

  /** It is gone: it holds nothing. */
  release(id: string): void {
    this.parts.book.removePlugin(id);
  }

  /** What a manifest asks for in words, before it is here; granted is what `holder`, of the same id, holds now. */
  describe(id: string, permissions: Permissions, holder: Holder | undefined): PermissionInfo[] {
    const held = new Set(entriesOf(holder?.entries ?? {}).map(keyOf));
    return describePermissions(permissions, { id, bundled: false }, { facts: this.parts.facts, held });
  }

  /** Makes what was decided count. */
  hold(holder: Holder): void {
    this.#give(holder, [...this.parts.store.decisions(holder.id).values()].filter(({ granted }) => granted));
  }

  /** Every program is for the product's own plugins alone. */
  #give(holder: Holder, entries: Entry[]): void {
    holder.entries = permissionsOf(
      entries.filter(({ kind, value }) => holder.bundled || kind !== "process" || value.command !== "*"),
    );
    this.parts.book.setPlugin(holder.id, holder.entries, holder.bundled);
  }

  /** Why it may not start: its manifest asks for something that nobody has decided about. */
  problem(holder: Holder): string | undefined {
    const { manifest, manifestHash } = holder.plugin;
    if (holder.bundled || this.parts.store.consentedHash(holder.id) === manifestHash) return undefined;
    const decided = this.parts.store.decisions(holder.id);
    const open = entriesOf(manifest.permissions ?? {}).filter((entry) => !decided.has(keyOf(entry)));
    if (open.length === 0) return undefined;
    return `asks for more than was granted: ${open.map(({ kind, target }) => `${kind} ${target}`).join(", ")}`;
  }

  /** What its manifest asks for, then what it was given beyond that. */
  permissions(holder: Holder): PermissionInfo[] {
    const { facts } = this.parts;
    const decided = this.parts.store.decisions(holder.id);
    const held = new Set(entriesOf(holder.entries).map(keyOf));
    const asked = holder.plugin.manifest.permissions ?? {};
    const declared = new Set(entriesOf(asked).map(keyOf));
    const extra = permissionsOf([...decided.values()].filter((one) => one.granted && !declared.has(keyOf(one))));
    const used = new Map(this.parts.ledger.read(holder.id).used.map((one) => [keyOf(one), one]));
    return [
      ...describePermissions(asked, holder, { facts, held }),
      ...describePermissions(extra, holder, { facts, held }).map((info) => ({ ...info, declared: false })),
    ].map((info) => {
      const [decision, use] = [decided.get(keyOf(info)), used.get(keyOf(info))];
      return {
        ...info,
        ...(decision ? { grantedBy: decision.by, grantedAt: decision.at } : {}),
        ...(use ? { uses: use.count, lastUsedAt: new Date(use.lastAt).toISOString() } : {}),
      };
    });
  }

  view(holder: Holder): GrantsView {
    const { ledger } = this.parts;
    const facts = factsOnce(this.parts.facts);
    const held = entriesOf(holder.entries);
    // What has been granted since is no longer of interest.
    const denied = ledger.read(holder.id).denied.filter((about) =>
      !isGrantable(about, holder, facts) || !entryCovering(about.kind, about.target, held)
    );
    return {
      id: holder.id,
      items: this.permissions(holder),
      denied: denied.map(({ kind, target, count, lastAt }) => {
        const about = { kind, target };
        return {
          ...about,
          count,
          lastAt: new Date(lastAt).toISOString(),
          grantable: isGrantable(about, holder, facts),
          risk: riskOf(about, holder, facts),
          words: wordsOf(about, holder, facts),
        };
      }),
    };
  }

  /** It used a permission, or tried what it has none for. */
  noteUse(holder: Holder, kind: string, { done, denied = false }: { done: Done; denied?: boolean }): void {
    const { ledger } = this.parts;
    const entry = denied ? undefined : entryCovering(kind, done, entriesOf(holder.entries));
    if (entry) ledger.count(ledger.counter(holder.id, entry.kind, entry.target));
    else ledger.deny(holder.id, kind, targetOfDone(done));
  }

  /** Grants and revokes single entries, all or none; answers the kinds of which something changed. */
  async set(holder: Holder, { grant, revoke, by }: GrantChange & { by: string }): Promise<Set<string>> {
    const decided = this.parts.store.decisions(holder.id);
    const declared = new Map(entriesOf(holder.plugin.manifest.permissions ?? {}).map((entry) => [keyOf(entry), entry]));
    const at = this.#now();
    const decisions: Decision[] = [];
    const decide = (entry: Entry, granted: boolean) => {
      const key = keyOf(entry);
      if ((decided.get(key)?.granted ?? false) === granted && decided.has(key)) return;
      decisions.push({ ...entry, granted, extra: granted && !declared.has(key), at, by });
    };
    grant.forEach((about, index) => {
      const path = `/grant/${index}`;
      if (revoke.some((other) => keyOf(other) === keyOf(about))) {
        throw new RpcError("invalid_params", `${about.kind} "${about.target}" is to be granted and revoked at once`, {
          path,
        });
      }
      decide(declared.get(keyOf(about)) ?? this.#beyond(holder, about, path), true);
    });
    revoke.forEach((about, index) => {
      const entry = declared.get(keyOf(about)) ?? decided.get(keyOf(about));
      if (!entry) {
        throw new RpcError("not_found", `"${holder.id}" neither asks for nor holds ${about.kind} "${about.target}"`, {
          path: `/revoke/${index}`,
          hint: `host.plugin.grants.get {"id": "${holder.id}"} lists what there is`,
        });
      }
      decide(entry, false);
    });
    if (decisions.length > 0) await this.parts.store.decide(holder.id, decisions);
    this.hold(holder);
    return new Set(decisions.map(({ kind }) => kind));
  }

  /** Something that the manifest does not ask for. */
  #beyond(holder: Holder, about: { kind: string; target: string }, path: string): Entry {
    const entry = entryFor(about.kind, about.target, GIVEN_BY_HAND);
    if ("problem" in entry) throw new RpcError("invalid_params", `${about.kind}: ${entry.problem}`, { path });
    if (isGrantable(about, holder, this.parts.facts)) return entry;
    throw new RpcError("precondition_failed", `Nobody can grant ${about.kind} "${about.target}" to "${holder.id}"`, {
      reason: "not_grantable",
      path,
      hint: about.kind === "publish"
        ? `It may announce only types that begin with "${holder.id}."`
        : "What changes plugins, people, secrets, backups or the system is for the product's own plugins alone",
    });
  }

  #now(): string {
    return new Date(this.parts.clock.now()).toISOString();
  }
}
