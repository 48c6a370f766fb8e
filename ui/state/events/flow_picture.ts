import { matchesType } from "../../sdk/page/type_pattern.ts";
import type { ConsumerInfo, FlowView } from "./wire.ts";

/** Heights in pixels. */
const ROW = 36;
const GROUP_GAP = 12;
const CONSUMER_ROW = 52;
/** Types that a picture shows; the quietest are left out, those that fail never. */
const MAX_TYPES = 60;
/** Lines that are drawn; where there are more, those on which nothing flows are left out. */
const MAX_LINKS = 400;

export type NodeKind = "plugin" | "workflow" | "host" | "other";

/** Who publishes or takes events. */
export interface FlowNode {
  /** `chat`, `workflow:triage`, `host`; of a consumer its name. */
  id: string;
  kind: NodeKind;
  /** Plugin id or workflow name. */
  name: string;
  top: number;
  height: number;
  /** Events of the last minute. */
  count: number;
}

/** A type as one source publishes it. */
export interface FlowType {
  key: string;
  source: string;
  type: string;
  /** Middle of its line. */
  y: number;
  count: number;
  /** Attempts that failed in the last minute, over all who take it. */
  failed: number;
  lastAt: string;
}

export interface FlowTaker extends FlowNode {
  consumer: ConsumerInfo;
  failed: number;
}

/** A type's events on their way to one consumer. */
export interface FlowLink {
  key: string;
  type: FlowType;
  taker: FlowTaker;
  taken: number;
  failed: number;
}

export interface FlowPicture {
  height: number;
  sources: FlowNode[];
  types: FlowType[];
  takers: FlowTaker[];
  links: FlowLink[];
  /** Types that are not shown, since they are too many, and consumers that take only those. */
  left: number;
  takersLeft: number;
}

/**
 * Sources at the left, their types as lines, consumers at the right. Everything keeps its place while rates change: the
 * order is that of names.
 */
export function flowPicture(view: FlowView, options: { maxTypes?: number } = {}): FlowPicture {
  const { maxTypes = MAX_TYPES } = options;
  const failing = new Set(view.takes.filter(({ failed, dead }) => failed + dead > 0).map(({ type }) => type));
  const known = [...view.emits].sort((a, b) =>
    Number(failing.has(b.type)) - Number(failing.has(a.type)) || b.count - a.count || b.lastAt.localeCompare(a.lastAt)
  );
  const emits = known.slice(0, maxTypes).sort((a, b) =>
    nodeName(a.source).localeCompare(nodeName(b.source)) || a.type.localeCompare(b.type)
  );
  const sources: FlowNode[] = [];
  const types: FlowType[] = [];
  let top = 0;
  for (const { source, type, count, lastAt } of emits) {
    let node = sources.at(-1);
    if (node?.id !== source) {
      if (node) top += GROUP_GAP;
      sources.push(node = { id: source, ...nodeOf(source), top, height: 0, count: 0 });
    }
    node.height += ROW;
    node.count += count;
    types.push({ key: `${source} ${type}`, source, type, y: top + ROW / 2, count, failed: 0, lastAt });
    top += ROW;
  }
  const left = known.length - emits.length;
  // What takes none of them would stand there without a line.
  const near = left === 0
    ? view.consumers
    : view.consumers.filter((consumer) => types.some(({ type }) => takes(consumer, type)));
  const takers = placeTakers(near, types);
  const links = linksOf(view, types, takers);
  for (const { type, taker, taken, failed } of links) {
    type.failed += failed;
    taker.failed += failed;
    taker.count += taken;
  }
  const bottom = takers.reduce((most, taker) => Math.max(most, taker.top + taker.height), 0);
  const drawn = links.length <= MAX_LINKS ? links : links.filter(({ taken, failed }) => taken + failed > 0);
  const takersLeft = view.consumers.length - near.length;
  return { height: Math.max(top, bottom), sources, types, takers, links: drawn, left, takersLeft };
}

/** How thick a line is, in pixels: grows with the order of magnitude. */
export function lineWidth(count: number): number {
  return count === 0 ? 1 : Math.min(12, 1.5 + 2.4 * Math.log10(count + 1));
}

export function nodeOf(id: string): { kind: NodeKind; name: string } {
  if (id === "host") return { kind: "host", name: "host" };
  const colon = id.indexOf(":");
  if (colon < 0) return { kind: "plugin", name: id };
  const [kind, name] = [id.slice(0, colon), id.slice(colon + 1)];
  return kind === "plugin" || kind === "workflow" ? { kind, name } : { kind: "other", name: id };
}

function nodeName(id: string): string {
  return nodeOf(id).name;
}

/** Each stands beside the middle of the types that it takes, as far as there is room. */
function placeTakers(consumers: ConsumerInfo[], types: FlowType[]): FlowTaker[] {
  const wanted = consumers.map((consumer) => {
    const taken = types.filter(({ type }) => takes(consumer, type));
    const middle = taken.length === 0 ? Infinity : taken.reduce((sum, type) => sum + type.y, 0) / taken.length;
    return { consumer, middle };
  }).sort((a, b) => a.middle - b.middle || a.consumer.name.localeCompare(b.consumer.name));
  let free = 0;
  return wanted.map(({ consumer, middle }) => {
    const top = middle === Infinity ? free : Math.max(free, middle - CONSUMER_ROW / 2);
    free = top + CONSUMER_ROW;
    return {
      id: consumer.name,
      ...nodeOf(consumer.name),
      consumer,
      top,
      height: CONSUMER_ROW - 8,
      count: 0,
      failed: 0,
    };
  });
}

function linksOf(view: FlowView, types: FlowType[], takers: FlowTaker[]): FlowLink[] {
  const edges = new Map(view.takes.map((edge) => [`${edge.consumer} ${edge.type}`, edge]));
  // What one consumer took of a type is shared out over those who publish it.
  const totals = new Map<string, number>();
  for (const { type, count } of types) totals.set(type, (totals.get(type) ?? 0) + count);
  return takers.flatMap((taker) =>
    types.filter(({ type }) => takes(taker.consumer, type)).map((type): FlowLink => {
      const edge = edges.get(`${taker.id} ${type.type}`);
      const total = totals.get(type.type)!;
      const share = total === 0 ? 1 : type.count / total;
      return {
        key: `${type.key} ${taker.id}`,
        type,
        taker,
        taken: Math.round((edge?.taken ?? 0) * share),
        failed: Math.round((edge?.failed ?? 0) * share),
      };
    })
  );
}

function takes(consumer: ConsumerInfo, type: string): boolean {
  return consumer.types.some((pattern) => matchesType(pattern, type));
}
