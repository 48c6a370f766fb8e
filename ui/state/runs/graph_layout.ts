import type { GraphNode } from "../wire.ts";

/** A node at its place, in pixels. */
export interface PlacedNode {
  node: GraphNode;
  x: number;
  y: number;
  width: number;
  height: number;
  /** A group around others. */
  group: boolean;
  /** Where the parts of a group begin, and what they are called. */
  lanes: { x: number; y: number; width: number; name: string }[];
}

export interface GraphLayout {
  nodes: PlacedNode[];
  width: number;
  height: number;
}

export const NODE = { width: 236, height: 52 };
const GAP = { between: 28, lanes: 20, pad: 14, title: 26, lane: 18, margin: 16 };

interface Size {
  width: number;
  height: number;
}

/** Places nodes from top to bottom in reading order; the parts of a branch stand beside each other. */
export function layGraph(nodes: readonly GraphNode[]): GraphLayout {
  const children = Map.groupBy(nodes, ({ parent, lane = 0 }) => `${parent ?? ""}/${parent === undefined ? 0 : lane}`);
  const groups = new Set(nodes.flatMap(({ parent }) => (parent === undefined ? [] : [parent])));
  const placed: PlacedNode[] = [];
  const inLane = (parent: string, lane: number) => children.get(`${parent}/${lane}`) ?? [];
  const laneCount = (node: GraphNode) => Math.max(1, node.lanes?.length ?? 1);

  const sizes = new Map<string, Size>();
  const sizeOf = (node: GraphNode): Size => {
    let size = sizes.get(node.id);
    if (!size) sizes.set(node.id, size = groups.has(node.id) ? groupSize(node) : NODE);
    return size;
  };
  const columnSize = (items: readonly GraphNode[]): Size => {
    const all = items.map(sizeOf);
    return {
      width: Math.max(NODE.width / 2, ...all.map(({ width }) => width)),
      height: all.reduce((sum, { height }) => sum + height, 0) + Math.max(0, all.length - 1) * GAP.between,
    };
  };
  const groupSize = (node: GraphNode): Size => {
    const lanes = Array.from({ length: laneCount(node) }, (_, lane) => columnSize(inLane(node.id, lane)));
    return {
      width: lanes.reduce((sum, { width }) => sum + width, 0) + GAP.lanes * (lanes.length - 1) + 2 * GAP.pad,
      height: Math.max(...lanes.map(({ height }) => height)) + GAP.title + laneTitle(node) + 2 * GAP.pad,
    };
  };
  const laneTitle = (node: GraphNode) => (node.lanes?.some((name) => name !== "") ? GAP.lane : 0);

  const placeColumn = (items: readonly GraphNode[], x: number, y: number, width: number): void => {
    for (const node of items) {
      const size = sizeOf(node);
      place(node, x + (width - size.width) / 2, y, size);
      y += size.height + GAP.between;
    }
  };
  const place = (node: GraphNode, x: number, y: number, size: Size): void => {
    const group = groups.has(node.id);
    const own: PlacedNode = { node, x, y, ...size, group, lanes: [] };
    placed.push(own);
    if (!group) return;
    let left = x + GAP.pad;
    const top = y + GAP.pad + GAP.title;
    for (let lane = 0; lane < laneCount(node); lane++) {
      const items = inLane(node.id, lane);
      const { width } = columnSize(items);
      own.lanes.push({ x: left, y: top, width, name: node.lanes?.[lane] ?? "" });
      placeColumn(items, left, top + laneTitle(node), width);
      left += width + GAP.lanes;
    }
  };

  const roots = inLane("", 0);
  const triggers = roots.filter(({ kind }) => kind === "trigger");
  const rest = roots.filter(({ kind }) => kind !== "trigger");
  const above = triggers.length * NODE.width + Math.max(0, triggers.length - 1) * GAP.lanes;
  const column = columnSize(rest);
  const width = Math.max(above, column.width, NODE.width);
  let x = GAP.margin + (width - above) / 2;
  for (const trigger of triggers) {
    place(trigger, x, GAP.margin, NODE);
    x += NODE.width + GAP.lanes;
  }
  const top = GAP.margin + (triggers.length > 0 ? NODE.height + GAP.between * 1.5 : 0);
  placeColumn(rest, GAP.margin, top, width);
  return { nodes: placed, width: width + 2 * GAP.margin, height: top + column.height + GAP.margin };
}

/** A line of the picture: on from one part to the next, or from what was tried to what is done when it fails. */
export interface PlacedEdge {
  key: string;
  path: string;
  fails: boolean;
}

/** Kinds after which nothing follows in their part. */
const FINAL = new Set(["return", "throw", "end"]);

/**
 * The lines of a layout. Parts stand in reading order, so a line leads from each to the next one below it, groups as a
 * whole; which part of a group is taken is said by where things stand.
 */
export function layEdges({ nodes }: GraphLayout): PlacedEdge[] {
  const edges: PlacedEdge[] = [];
  const columns = Map.groupBy(nodes, ({ node }) => `${node.parent ?? ""}/${node.lane ?? 0}`);
  const add = (from: PlacedNode, to: PlacedNode, fails = false) =>
    edges.push({ key: `${from.node.id} ${to.node.id}`, path: fails ? across(from, to) : down(from, to), fails });
  for (const column of columns.values()) {
    const steps = column.filter(({ node }) => node.kind !== "trigger");
    if (steps[0]) { for (const each of column) if (each.node.kind === "trigger") add(each, steps[0]); }
    for (const [index, next] of steps.entries()) {
      const before = steps[index - 1];
      if (before && !FINAL.has(before.node.kind)) add(before, next);
    }
  }
  for (const { node } of nodes) {
    const tried = node.kind === "try" ? columns.get(`${node.id}/0`) : undefined;
    const handled = columns.get(`${node.id}/1`)?.[0];
    if (tried?.[0] && handled) add(tried[0], handled, true);
  }
  return edges;
}

function down(from: PlacedNode, to: PlacedNode): string {
  const startX = from.x + from.width / 2;
  const endX = to.x + to.width / 2;
  const startY = from.y + from.height;
  if (Math.abs(startX - endX) < 1) return `M ${startX} ${startY} L ${endX} ${to.y}`;
  const bend = (to.y - startY) / 2;
  return `M ${startX} ${startY} C ${startX} ${startY + bend} ${endX} ${to.y - bend} ${endX} ${to.y}`;
}

function across(from: PlacedNode, to: PlacedNode): string {
  const start = { x: from.x + from.width, y: from.y + Math.min(from.height, NODE.height) / 2 };
  const end = { x: to.x, y: to.y + Math.min(to.height, NODE.height) / 2 };
  const middle = (start.x + end.x) / 2;
  return `M ${start.x} ${start.y} C ${middle} ${start.y} ${middle} ${end.y} ${end.x} ${end.y}`;
}
