import * as semver from "semver";
import { circleThrough } from "./circles.ts";

/** What is known of one plugin before it runs, as far as others depend on it. */
export interface InterfaceMember {
  id: string;
  version: string;
  /** Interface → version. A plugin also provides the interface of its own id, in its own version. */
  provides?: Record<string, string>;
  /** Interface → range. */
  requires?: Record<string, string>;
  optionalRequires?: Record<string, string>;
  /** Method patterns that it may call: a prefix among them is an interface that it uses. */
  calls?: string[];
  /** When it was switched on, ISO 8601; undefined while it is off. */
  enabledSince?: string;
  /** Why it cannot run although it is on, such as a grant that is missing. */
  held?: string;
}

/** One that could provide an interface. */
export interface Candidate {
  id: string;
  version: string;
  enabled: boolean;
}

/** A requirement of a plugin and who meets it. */
export interface Requirement {
  name: string;
  range: string;
  optional: boolean;
  /** The plugin that provides it now. */
  provider?: string;
  /** Why it is not met, and what to do about it. */
  problem?: string;
}

/** A plugin that would miss another one. */
export interface DependentPlugin {
  id: string;
  interface: string;
  optional: boolean;
}

/**
 * Who provides what, worked out once from all manifests, from what is switched on and from what an owner chose. One
 * plugin holds an interface: the chosen one, else the plugin of that id, else the one that was switched on first. While
 * the holder is off nobody provides it: only an owner hands an interface from one plugin to another.
 */
export class Interfaces {
  readonly #members: Map<string, InterfaceMember>;
  readonly #candidates = new Map<string, Candidate[]>();
  /** Whose turn it is to provide an interface, switched on or not. */
  readonly #holders = new Map<string, Candidate>();
  readonly #providers = new Map<string, Candidate>();
  readonly #requirements = new Map<string, Requirement[]>();
  readonly #circles = new Map<string, string[]>();

  constructor(members: InterfaceMember[], chosen: ReadonlyMap<string, string> = new Map()) {
    this.#members = new Map(members.map((member) => [member.id, member]));
    const inOrder = [...members].sort((a, b) =>
      compare(a.enabledSince ?? "~", b.enabledSince ?? "~") || compare(a.id, b.id)
    );
    for (const { id, version, provides, enabledSince } of inOrder) {
      for (const [name, offered] of Object.entries({ [id]: version, ...provides })) {
        const candidates = this.#candidates.get(name) ?? [];
        candidates.push({ id, version: offered, enabled: enabledSince !== undefined });
        this.#candidates.set(name, candidates);
      }
    }
    for (const [name, candidates] of this.#candidates) {
      const holder = candidates.find(({ id }) => id === chosen.get(name)) ?? candidates.find(({ id }) => id === name) ??
        candidates.find(({ enabled }) => enabled);
      if (!holder) continue;
      this.#holders.set(name, holder);
      if (holder.enabled) this.#providers.set(name, holder);
    }
    for (const member of members) this.#requirements.set(member.id, this.#requirementsOf(member));
    this.#spread();
  }

  /** All interfaces that anybody provides, by name. */
  names(): string[] {
    return [...this.#candidates.keys()].sort();
  }

  providerOf(name: string): Candidate | undefined {
    return this.#providers.get(name);
  }

  /** Whose it is to provide, although it may be off: it says then why nobody answers. */
  holderOf(name: string): Candidate | undefined {
    return this.#holders.get(name);
  }

  candidates(name: string): Candidate[] {
    return this.#candidates.get(name) ?? [];
  }

  requirements(id: string): Requirement[] {
    return this.#requirements.get(id) ?? [];
  }

  /** The way from an enabled plugin over what it requires back to itself, both ends named. */
  circle(id: string): string[] | undefined {
    return this.#circles.get(id);
  }

  /** Requirements that keep it from running, in words; empty when it may run. */
  unmet(id: string): string[] {
    return this.requirements(id).filter(({ optional, problem }) => !optional && problem !== undefined)
      .map(({ name, range, problem }) => `${name} ${range}, ${problem}`);
  }

  /** The interfaces that it offers; `chosen` is false when another one provides it now. */
  provided(id: string): { name: string; version: string; chosen: boolean }[] {
    return this.names().flatMap((name) => {
      const offer = this.candidates(name).find((candidate) => candidate.id === id);
      return offer ? [{ name, version: offer.version, chosen: this.#providers.get(name)?.id === id }] : [];
    });
  }

  /** Of what it offers: what is its to provide. That is what its users would miss, or do miss. */
  missedWithout(id: string): string[] {
    return this.provided(id).filter(({ name }) => (this.#holders.get(name)?.id ?? id) === id).map(({ name }) => name);
  }

  /** Enabled plugins that would miss it: those that require what it provides, and those that may call it. */
  dependents(id: string): DependentPlugin[] {
    const names = this.missedWithout(id);
    return [...this.#members.values()].flatMap((member) => {
      if (member.enabledSince === undefined || member.id === id) return [];
      return names.flatMap((name): DependentPlugin[] => {
        if (Object.hasOwn(member.requires ?? {}, name)) return [{ id: member.id, interface: name, optional: false }];
        const uses = Object.hasOwn(member.optionalRequires ?? {}, name) ||
          member.calls?.some((pattern) => pattern.startsWith(`${name}.`));
        return uses ? [{ id: member.id, interface: name, optional: true }] : [];
      });
    });
  }

  #requirementsOf(member: InterfaceMember): Requirement[] {
    const of = (ranges: Record<string, string> = {}, optional: boolean) =>
      Object.entries(ranges).map(([name, range]): Requirement => {
        const provider = this.#providers.get(name);
        const problem = name === member.id ? undefined : this.#problem(name, range);
        return {
          name,
          range,
          optional,
          ...(provider ? { provider: provider.id } : {}),
          ...(problem ? { problem } : {}),
        };
      });
    return [...of(member.requires, false), ...of(member.optionalRequires, true)];
  }

  #problem(name: string, range: string): string | undefined {
    const provider = this.#providers.get(name);
    if (provider && semver.satisfies(provider.version, range)) return undefined;
    const holder = this.#holders.get(name);
    const fitting = this.candidates(name).filter((one) => one !== provider && semver.satisfies(one.version, range));
    const other = fitting.find(({ enabled }) => enabled) ?? fitting[0];
    if (!provider) {
      const unfit = holder ?? this.candidates(name)[0];
      const remedy = holder && other && other !== holder
        ? `${fitting.includes(holder) ? `enable ${told(holder)}, or ` : ""}${choice(name, other)}`
        : other
        ? `enable ${told(other)}`
        : unfit
        ? `update ${told(unfit)}, which does not fit, and enable it`
        : "install a plugin that provides it";
      return `which no enabled plugin provides: ${remedy}`;
    }
    const remedy = !other ? `install a version of "${provider.id}" that fits` : choice(name, other);
    return `but "${provider.id}" provides ${provider.version}: ${remedy}`;
  }

  /** Circles, and what depends on a plugin that cannot run, cannot run either. */
  #spread(): void {
    const edges = (id: string): string[] =>
      this.requirements(id).filter((one) => !one.optional && !one.problem && one.provider !== id)
        .flatMap(({ provider }) => provider ?? []);
    for (const [id, { enabledSince }] of this.#members) {
      const circle = enabledSince === undefined ? undefined : circleThrough(id, edges);
      if (circle) this.#circles.set(id, circle);
    }
    for (const [id, circle] of this.#circles) {
      const next = this.requirements(id).find((one) => !one.optional && one.provider === circle[1]);
      if (next) {
        next.problem = `in the circle ${circle.join(" → ")}: move one of these requirements to optionalRequires`;
      }
    }
    for (let changed = true; changed;) {
      changed = false;
      for (const requirement of [...this.#requirements.values()].flat()) {
        const { provider } = requirement;
        if (requirement.problem || provider === undefined) continue;
        const why = this.#members.get(provider)!.held ??
          (this.unmet(provider).length > 0 ? "is stopped itself" : undefined);
        if (!why) continue;
        requirement.problem = `but its provider "${provider}" ${why}`;
        changed = true;
      }
    }
  }
}

function choice(name: string, other: Candidate): string {
  return `${other.enabled ? "" : `enable ${told(other)}, and `}an owner may choose ${told(other)} ` +
    `(host.plugin.provider.set {"interface": "${name}", "id": "${other.id}"})`;
}

function told({ id, version }: Candidate): string {
  return `"${id}" ${version}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
