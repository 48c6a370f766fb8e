import type { AnyNode } from "acorn";

/** Text with unknown parts: `item ${n}` is `["item ", ""]`. */
export type TextPattern = string[];

/** The name of a method from its members in the context. In the context `link-check` is `linkCheck`. */
export function pluginPath([plugin = "", ...rest]: string[]): string {
  return [plugin.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), ...rest].join(".");
}

/** The name of a property that is not computed. */
export function keyName(key: AnyNode): string | undefined {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
}

/** A text or number that is known from the source alone. */
export function literal(node: AnyNode | undefined): string | undefined {
  const text = node && pattern(node);
  return text?.length === 1 ? text[0] : undefined;
}

/** A text or number as it stands there, with gaps where something is put in. */
export function pattern(node: AnyNode | undefined): TextPattern | undefined {
  if (node?.type === "Literal" && (typeof node.value === "string" || typeof node.value === "number")) {
    return [String(node.value)];
  }
  if (node?.type === "TemplateLiteral") return node.quasis.map(({ value }) => value.cooked ?? value.raw);
  if (node?.type === "BinaryExpression" && node.operator === "+") {
    const left = pattern(node.left as AnyNode) ?? ["", ""];
    const right = pattern(node.right) ?? ["", ""];
    return [...left.slice(0, -1), left.at(-1)! + right[0]!, ...right.slice(1)];
  }
  return undefined;
}

/** The same behind a fixed beginning. */
export function prefixed(prefix: string, text: TextPattern | undefined): TextPattern {
  const [first = "", ...rest] = text ?? ["", ""];
  return [prefix + first, ...rest];
}

/** A piece of the source on one line. */
export function sourceText({ start, end }: AnyNode, source: string): string {
  return source.slice(start, end).replace(/\s+/g, " ");
}

/** For people. */
export function shown(text: TextPattern): string {
  return text.join("…");
}

/** Is it one of these members of a global? */
export function isMember(node: AnyNode, object: string, names: string[]): boolean {
  return node.type === "MemberExpression" && node.object.type === "Identifier" && node.object.name === object &&
    names.includes(keyName(node.property) ?? "");
}

/** The nodes right below one, in the order of their text. */
export function children(node: AnyNode): AnyNode[] {
  const found: AnyNode[] = [];
  for (const value of Object.values(node)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (typeof each === "object" && each !== null && typeof (each as AnyNode).type === "string") found.push(each);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
