import type { TextPattern } from "./graph_text.ts";

/** What a script does, read from its source. */
export interface SourceNode {
  id: string;
  kind:
    | (
      | "trigger"
      | "call"
      | "step"
      | "sleep"
      | "wait"
      | "publish"
      | "signal"
      | "approve"
      | "invoke"
      | "return"
      | "throw"
      | "end"
    )
    | ("branch" | "loop" | "parallel" | "try");
  /** For people: `chat.message.send`, `if event.data.open`. */
  label: string;
  line: number;
  /** The group in which it stands. */
  parent?: string;
  /** Its part of the group, by number in reading order: then and else, try and catch. */
  lane?: number;
  /** Names of the parts of a group. */
  lanes?: string[];
  /** Name of its steps in the journal. */
  name?: TextPattern;
  /** A value of the input that tells it from others of its name: the duration of a sleep, an approval's question. */
  value?: string;
  /** It runs at most once in a run, before or after all others of its name. */
  once?: boolean;
  /** Number of a trigger among those of the script. */
  trigger?: number;
}

export interface SourceEdge {
  from: string;
  to: string;
  /** `again`: back to the beginning of a loop; `fails`: from a `try` to its `catch`. */
  kind?: "again" | "fails";
}

export interface SourceGraph {
  nodes: SourceNode[];
  edges: SourceEdge[];
}

/** The source has no shape that can be drawn. */
export class GraphError extends Error {
  override readonly name = "GraphError";
}

/** Kinds of nodes that hold others. */
export const GROUPS: ReadonlySet<string> = new Set(["branch", "loop", "parallel", "try"]);
