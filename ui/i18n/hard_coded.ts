/** Finds what a source shows to people without the i18n layer. */
import { parseSync } from "vite";

/** A text in a source. */
export interface ShownText {
  text: string;
  start: number;
  end: number;
  kind: "literal" | "template" | "jsx";
  /** Of an attribute without braces. */
  attribute: boolean;
  /** Drawn when the module is loaded, before the language is known. */
  early: boolean;
  node: Node;
}

// deno-lint-ignore no-explicit-any -- the tree of another parser, of which few fields are read
type Node = any;

/** Attributes and fields that people read. */
const SHOWN =
  /^(label|title|description|hint|message|aria-label|aria-description|placeholder|verb|words|alt|note|detailTitle|subtitle|text|failed|group|what|empty|summary)$/;
/** Attributes that no one reads. */
const TECHNICAL =
  /^(className|class|to|from|href|src|key|id|type|kind|tone|size|method|path|pattern|autoComplete|name|value|form|role|lang|dir|side|align|style|viewBox|d|fill|stroke|rel|target|htmlFor|search|event|icon|source|code|slot|data-.*|aria-(?!label|description).*)$/;
const CALLS = /^(t|text|plural|rich|known|word|or|kitWord|kitWordOr)$/;
const SENTENCE = /^[A-ZÄÖÜ„“"][\p{L}’']*([ ,:].*\p{L}{2,}|\.$)/su;
const LETTERS = /\p{L}{2,}/u;

/** All that `source` shows. `path` names it in errors. */
export function shownTexts(source: string, path: string): ShownText[] {
  const { program, errors } = parseSync(path.replace(/\.ts$/, ".tsx"), source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const found: ShownText[] = [];
  const add = (node: Node, kind: ShownText["kind"], text: string, at: Place) =>
    found.push({ text, start: node.start, end: node.end, kind, attribute: at.attribute, early: !at.inside, node });
  const visit = (node: Node, at: Place): void => {
    if (!node || typeof node !== "object") return;
    if (Array.isArray(node)) return node.forEach((each) => visit(each, at));
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "TSTypeAnnotation":
      case "TSTypeAliasDeclaration":
      case "TSInterfaceDeclaration":
        return;
      case "JSXText":
        if (LETTERS.test(node.value)) add(node, "jsx", node.value.replace(/\s+/g, " ").trim(), at);
        return;
      case "Literal":
        if (typeof node.value !== "string") return;
        if (at.shown ? LETTERS.test(node.value) : !at.technical && SENTENCE.test(node.value)) {
          add(node, "literal", node.value, at);
        }
        return;
      case "TemplateLiteral": {
        const words = node.quasis.map((quasi: Node) => quasi.value.cooked).join("{}");
        const shown = at.shown ? LETTERS.test(words) : !at.technical && SENTENCE.test(words.replace(/^\{\}/, "X "));
        if (shown) add(node, "template", words, at);
        node.expressions.forEach((each: Node) => visit(each, { ...at, shown: false, attribute: false }));
        return;
      }
      case "JSXAttribute": {
        const name = String(node.name.name ?? "");
        const shown = SHOWN.test(name), technical = TECHNICAL.test(name);
        visit(node.value, { ...at, shown, technical, attribute: true });
        return;
      }
      case "JSXExpressionContainer":
        visit(node.expression, { ...at, attribute: false, shown: at.attribute ? at.shown : true });
        return;
      case "JSXElement":
        visit(node.openingElement.attributes, { ...at, shown: false, technical: false, attribute: false });
        visit(node.children, { ...at, shown: false, technical: false, attribute: false });
        return;
      case "ConditionalExpression":
        visit(node.test, { ...at, shown: false, technical: true });
        visit(node.consequent, at);
        visit(node.alternate, at);
        return;
      case "LogicalExpression":
        visit(node.left, node.operator === "&&" ? { ...at, shown: false, technical: true } : at);
        visit(node.right, at);
        return;
      case "BinaryExpression":
        if (node.operator !== "+") return;
        break;
      case "Property": {
        const name = String(node.key.name ?? node.key.value ?? "");
        visit(node.value, { ...at, shown: SHOWN.test(name), technical: TECHNICAL.test(name) });
        return;
      }
      case "CallExpression": {
        const callee = node.callee.name ?? node.callee.property?.name ?? "";
        visit(node.callee, { ...at, shown: false, attribute: false });
        if (CALLS.test(callee)) return visit(node.arguments.slice(1), { ...at, shown: false, technical: false });
        visit(node.arguments, { ...at, shown: false, technical: callee === "cx" || callee === "call" });
        return;
      }
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "FunctionDeclaration":
        visit(node.params, { ...at, inside: true, shown: false, technical: true });
        visit(node.body, { inside: true, shown: false, technical: false, attribute: false });
        return;
    }
    for (const [key, value] of Object.entries(node)) {
      if (key === "typeAnnotation" || key === "typeArguments" || key === "typeParameters" || key === "parent") continue;
      visit(value, at);
    }
  };
  visit(program.body, { inside: false, shown: false, technical: false, attribute: false });
  return found;
}

interface Place {
  /** In a function. */
  inside: boolean;
  /** Where people read. */
  shown: boolean;
  /** Where nobody does. */
  technical: boolean;
  /** Right in an attribute. */
  attribute: boolean;
}
