/**
 * A formula in TeX as a tree of MathML. Only elements, attributes and styles that are named here get through, so that a
 * formula draws signs and nothing else: no links, no pictures, nothing outside of its own place.
 */
import temml from "temml";

export interface MathNode {
  /** Name of an element of MathML. */
  type: string;
  attributes: Record<string, string>;
  style: Record<string, string>;
  children: (MathNode | string)[];
}

/** Longest formula, in characters. */
export const MAX_FORMULA = 1_000;
/** A short text can become much: a tree with more than this is not drawn. */
const MAX_NODES = 2_000;
const MAX_DEPTH = 60;

const ELEMENTS = new Set(
  ("math mrow mi mo mn ms mtext mspace mfrac msqrt mroot msup msub msubsup mover munder munderover mtable mtr mtd mstyle " +
    "mpadded mphantom menclose mmultiscripts mprescripts none").split(" "),
);
const ATTRIBUTES = new Set(
  ("display mathvariant fence form stretchy lspace rspace linethickness accent accentunder largeop movablelimits symmetric " +
    "separator width height depth voffset minsize maxsize displaystyle scriptlevel notation columnalign rowspacing " +
    "columnspacing").split(" "),
);
/** `color` by its number alone: a name could be one of the page's own. */
const STYLES: Record<string, RegExp> = {
  color: /^#[0-9a-f]{3,8}$/i,
  paddingLeft: /^[\d.]+(em|pt)$/,
  paddingRight: /^[\d.]+(em|pt)$/,
  paddingTop: /^[\d.]+(em|pt)$/,
  paddingBottom: /^[\d.]+(em|pt)$/,
  textAlign: /^(left|right|center)$/,
  fontWeight: /^bold$/,
  fontStyle: /^(normal|italic)$/,
  borderLeft: /^[\d.]+em (solid|dashed)$/,
  borderRight: /^[\d.]+em (solid|dashed)$/,
};

/** Temml as it is; its types say that its tree has another name. */
const { renderToString, __renderToMathMLTree: build } = temml as unknown as {
  renderToString(source: string, options: object): string;
  __renderToMathMLTree(source: string, options: object): Built;
};

/** What Temml's tree is made of, as far as it matters here. */
interface Built {
  type?: string;
  text?: string;
  attributes?: Record<string, unknown>;
  style?: Record<string, unknown>;
  children?: Built[];
}

/** Undefined for what is no formula, is too long, or would become too large. */
export function mathTree(source: string, display: boolean): MathNode | undefined {
  if (source.length > MAX_FORMULA) return undefined;
  let left = MAX_NODES;
  const drawn = (built: Built, depth: number): MathNode | string | undefined => {
    if (left-- <= 0 || depth > MAX_DEPTH) throw new RangeError("The formula is too large");
    if (built.type === undefined || built.type === "text") {
      // A fragment is a group; a text is its letters.
      return built.text === undefined ? group(built.children ?? [], depth) : built.text;
    }
    if (!ELEMENTS.has(built.type)) throw new TypeError(`A formula has no <${built.type}>`);
    return {
      type: built.type,
      attributes: only(built.attributes ?? {}, (name, value) => ATTRIBUTES.has(name) && value.length <= 40),
      style: only(built.style ?? {}, (name, value) => STYLES[name]?.test(value) ?? false),
      children: all(built.children ?? [], depth),
    };
  };
  const all = (children: Built[], depth: number) => children.flatMap((child) => drawn(child, depth + 1) ?? []);
  const group = (children: Built[], depth: number): MathNode => ({
    type: "mrow",
    attributes: {},
    style: {},
    children: all(children, depth),
  });
  try {
    // Temml throws in no other way: a formula that is wrong is shown as it was written.
    renderToString(source, { throwOnError: true, ...LIMITS, displayMode: display });
    const root = drawn(build(source, { ...LIMITS, displayMode: display }), 0);
    return typeof root === "object" && root.type === "math" ? root : undefined;
  } catch {
    return undefined;
  }
}

/** No commands that lead elsewhere, no lengths beyond the line, no macros without an end. */
const LIMITS = { trust: false, strict: false, maxExpand: 200, maxSize: [4, 40] as [number, number] };

function only(
  values: Record<string, unknown>,
  allowed: (name: string, value: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value)] as const)
      .filter(([name, value]) => allowed(name, value)),
  );
}
