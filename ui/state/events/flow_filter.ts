import { matchesType } from "../../sdk/page/type_pattern.ts";
import type { ConsumerInfo, EmitEdge, FlowView } from "./wire.ts";

export interface FlowFilter {
  /** Part of the name of who publishes, of a type, or of who takes it. */
  words?: string | undefined;
  /** Only what fails, waits with nobody there to take it, or was given up on. */
  trouble?: boolean;
}

/** The part of the flow that fits: types that are meant, and those that their consumers or their sources are. */
export function narrowFlow(view: FlowView, { words = "", trouble = false }: FlowFilter): FlowView {
  const wanted = words.trim().toLowerCase();
  if (wanted === "" && !trouble) return view;
  const failing = new Map<string, Set<string>>();
  for (const { consumer, type, failed, dead } of view.takes) {
    if (failed + dead > 0) failing.set(consumer, (failing.get(consumer) ?? new Set()).add(type));
  }
  const named = (name: string) => wanted !== "" && name.toLowerCase().includes(wanted);
  const isStopped = ({ deadLetters, state, lag }: ConsumerInfo) => deadLetters > 0 || (state !== "running" && lag > 0);
  const takers = view.consumers.filter((each) => !trouble || failing.has(each.name) || isStopped(each));
  const isTroubled = (type: string) =>
    takers.some((taker) => failing.get(taker.name)?.has(type) || (isStopped(taker) && takes(taker, type)));
  const namedTakers = takers.filter(({ name }) => named(name));
  const byName = (edge: EmitEdge) =>
    wanted === "" || named(edge.source) || named(edge.type) || namedTakers.some((taker) => takes(taker, edge.type));
  const emits = view.emits.filter((edge) => byName(edge) && (!trouble || isTroubled(edge.type)));
  const meant = emits.filter((edge) => wanted === "" || named(edge.source) || named(edge.type));
  const consumers = takers.filter((taker) =>
    wanted === "" || named(taker.name) || meant.some(({ type }) => takes(taker, type))
  );
  return { ...view, emits, consumers };
}

function takes(consumer: ConsumerInfo, type: string): boolean {
  return consumer.types.some((pattern) => matchesType(pattern, type));
}
