import { type OpenedPackage, PackageError } from "../../packages/ports.ts";
import { circleThrough } from "../life/circles.ts";
import type { Fetched } from "./fetcher.ts";

/** Packages that are looked into for one answer. */
const MAX_LOOKS = 20;

export interface RegistryCirclesParts {
  /** Fetches a package to look at it. Rejects with PackageError. */
  look(source: string): Promise<Fetched>;
  discard(opened: OpenedPackage): Promise<void>;
}

/**
 * Finds out whether a package asks for plugins that in the end ask for it: each would be refused for want of the other, and
 * nobody would be told why. An index does not say what plugins need, so the packages themselves are looked into, those of
 * the same registry only.
 */
export class RegistryCircles {
  constructor(private readonly parts: RegistryCirclesParts) {}

  /** The way from the package back to itself, both ends named, or undefined. `missing` is what it needs and is not here. */
  async through({ source, opened }: Fetched, missing: string[]): Promise<string[] | undefined> {
    const { manifest: { id } } = opened;
    const url = source.registry?.url;
    if (url === undefined) return undefined;
    const needs = new Map([[id, missing]]);
    const queue = [...missing];
    for (let next = queue.shift(); next !== undefined && needs.size <= MAX_LOOKS; next = queue.shift()) {
      if (needs.has(next)) continue;
      const found = await this.#needsOf(`${url}#${next}`);
      needs.set(next, found);
      queue.push(...found);
    }
    return circleThrough(id, (one) => needs.get(one) ?? []);
  }

  async #needsOf(source: string): Promise<string[]> {
    try {
      const { opened } = await this.parts.look(source);
      await this.parts.discard(opened);
      return Object.keys(opened.manifest.requires ?? {});
    } catch (error) {
      // One that is not there or cannot be read closes no circle; whoever installs it hears why.
      if (error instanceof PackageError) return [];
      throw error;
    }
  }
}
