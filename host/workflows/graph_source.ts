import { stripTypeScriptTypes } from "node:module";
import { type AnyNode, type Expression, type Function as FunctionNode, parse, type Pattern, type Program } from "acorn";
import { operation, OPERATIONS, PLAIN, trigger } from "./graph_operations.ts";
import { GraphError, GROUPS, type SourceEdge, type SourceGraph, type SourceNode } from "./graph_shape.ts";
import { children, isMember, keyName, literal, pluginPath, sourceText } from "./graph_text.ts";

const MAX_NODES = 500;
const MAX_DEPTH = 12;
const MAX_LABEL = 90;
/**
 * Draws a script from its source: what begins it, and each operation with the branches, loops and tries around it, in
 * reading order. Functions of the same file are drawn where they are called. Throws {@linkcode GraphError}.
 */
export function readGraph(source: string): SourceGraph {
  let program: Program;
  try {
    // Types become blanks, so places stay where they are.
    program = parse(stripTypeScriptTypes(source), { ecmaVersion: "latest", sourceType: "module", locations: true });
  } catch (error) {
    throw new GraphError(`The source cannot be drawn: ${(error as Error).message}`);
  }
  return new Reader(source, program).read();
}

/** Members from the context on: `chat.message.send` is `["chat", "message", "send"]`; the context itself is `[]`. */
type Path = string[];
type Scope = Map<string, Path>;
type Exits = string[];

class Reader {
  readonly #nodes: SourceNode[] = [];
  readonly #edges: SourceEdge[] = [];
  /** Functions of the file by name. */
  readonly #functions = new Map<string, FunctionNode>();
  readonly #values = new Map<string, Expression>();
  readonly #inside: FunctionNode[] = [];
  #group: { parent?: string; lane?: number } = {};
  #loops = 0;
  #breaks: Exits[] = [];

  constructor(private readonly source: string, private readonly program: Program) {}

  read(): SourceGraph {
    for (const statement of this.program.body) this.#declare(statement);
    const call = this.#workflowCall();
    if (!call) {
      throw new GraphError("The source cannot be drawn: it has no `export default workflow(options, function)`");
    }
    const [options, given] = call.arguments;
    const body = this.#function(given);
    if (!body) throw new GraphError("The source cannot be drawn: the workflow's function is not in this file");
    const triggers = this.#triggers(options);
    const scope: Scope = new Map();
    this.#bind(scope, body.params[0], []);
    const exits = this.#body(body, scope, triggers);
    const end = this.#add({ kind: "end", label: "Ends", line: body.loc!.end.line });
    this.#connect(exits, end);
    return { nodes: this.#nodes, edges: this.#edges };
  }

  #declare(statement: AnyNode): void {
    const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type === "FunctionDeclaration" && declared.id) this.#functions.set(declared.id.name, declared);
    if (declared?.type !== "VariableDeclaration") return;
    for (const { id, init } of declared.declarations) {
      if (id.type !== "Identifier" || !init) continue;
      const fn = this.#function(init);
      if (fn) this.#functions.set(id.name, fn);
      else this.#values.set(id.name, init);
    }
  }

  #workflowCall() {
    const exported = this.program.body.find((statement) => statement.type === "ExportDefaultDeclaration")?.declaration;
    const value = exported?.type === "Identifier" ? this.#values.get(exported.name) : exported;
    return value?.type === "CallExpression" ? value : undefined;
  }

  #function(node: AnyNode | undefined): FunctionNode | undefined {
    if (!node) return undefined;
    if (node.type === "Identifier") return this.#functions.get(node.name);
    return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression" ? node : undefined;
  }

  #triggers(options: AnyNode | undefined): Exits {
    const object = options?.type === "Identifier" ? this.#values.get(options.name) : options;
    const property = object?.type === "ObjectExpression"
      ? object.properties.find((each) => each.type === "Property" && keyName(each.key) === "on")
      : undefined;
    const on = property?.type === "Property" ? property.value : undefined;
    const list = on?.type === "ArrayExpression" ? on.elements : on ? [on] : [];
    return list.flatMap((each, index) => {
      const node = each?.type === "CallExpression" ? trigger(each) : undefined;
      return node ? [this.#add({ ...node, line: each!.loc!.start.line, trigger: index })] : [];
    });
  }

  /** What a function does with its parameters bound; answers from where it goes on. */
  #body(fn: FunctionNode, scope: Scope, entries: Exits): Exits {
    if (this.#inside.includes(fn) || this.#inside.length >= MAX_DEPTH) return entries;
    this.#inside.push(fn);
    const exits = this.#visit(fn.body as AnyNode, scope, entries);
    this.#inside.pop();
    return exits;
  }

  #visit(node: AnyNode | null | undefined, scope: Scope, entries: Exits): Exits {
    if (!node) return entries;
    switch (node.type) {
      case "CallExpression":
        return this.#call(node, scope, entries);
      case "IfStatement":
      case "ConditionalExpression": {
        const from = this.#visit(node.test, scope, entries);
        const word = node.type === "IfStatement" ? "if " : "";
        return this.#branch(node, `${word}${this.#text(node.test)}`, from, [
          ["then", (at) => this.#visit(node.consequent, scope, at)],
          ["else", (at) => this.#visit(node.alternate, scope, at)],
        ]);
      }
      case "LogicalExpression": {
        const from = this.#visit(node.left, scope, entries);
        return this.#branch(node, this.#text(node.left), from, [
          [node.operator === "&&" ? "then" : "else", (at) => this.#visit(node.right, scope, at)],
          ["", (at) => at],
        ]);
      }
      case "SwitchStatement": {
        const from = this.#visit(node.discriminant, scope, entries);
        this.#breaks.push([]);
        const lanes = node.cases.map((each): Lane => [
          each.test ? this.#text(each.test) : "else",
          (at) => each.consequent.reduce((exits, one) => this.#visit(one, scope, exits), at),
        ]);
        if (node.cases.every(({ test }) => test)) lanes.push(["else", (at) => at]);
        const exits = this.#branch(node, `switch ${this.#text(node.discriminant)}`, from, lanes);
        return [...exits, ...this.#breaks.pop()!];
      }
      case "ForStatement":
      case "WhileStatement":
      case "DoWhileStatement": {
        const from = node.type === "ForStatement" ? this.#visit(node.init, scope, entries) : entries;
        const label = node.test ? `while ${this.#text(node.test)}` : "again and again";
        return this.#loop(node, label, from, (at) => {
          const tested = this.#visit(node.test, scope, at);
          const done = this.#visit(node.body, scope, tested);
          return node.type === "ForStatement" ? this.#visit(node.update, scope, done) : done;
        });
      }
      case "ForOfStatement":
      case "ForInStatement": {
        const from = this.#visit(node.right, scope, entries);
        const label = `for each of ${this.#text(node.right)}`;
        return this.#loop(node, label, from, (at) => this.#visit(node.body, scope, at));
      }
      case "TryStatement":
        return this.#try(node, scope, entries);
      case "ReturnStatement":
      case "ThrowStatement": {
        const exits = this.#visit(node.argument, scope, entries);
        // The end of the whole is its own node; of a function in the file it is where the caller goes on.
        if (this.#inside.length > 1) return exits;
        if (this.#group.parent === undefined && node.type === "ReturnStatement") return exits;
        const label = node.type === "ReturnStatement" ? "Ends here" : `Fails: ${this.#text(node.argument)}`;
        const kind = node.type === "ReturnStatement" ? "return" : "throw";
        this.#connect(exits, this.#add({ kind, label, line: node.loc!.start.line }));
        return [];
      }
      case "BreakStatement":
      case "ContinueStatement":
        if (node.type === "BreakStatement") this.#breaks.at(-1)?.push(...entries);
        return [];
      case "VariableDeclarator": {
        const path = node.init && this.#path(node.init, scope);
        if (path) this.#bind(scope, node.id, path);
        const fn = node.init && this.#function(node.init);
        if (fn && node.id.type === "Identifier") {
          this.#functions.set(node.id.name, fn);
          return entries;
        }
        return this.#visit(node.init, scope, entries);
      }
      case "FunctionDeclaration":
        if (node.id) this.#functions.set(node.id.name, node);
        return entries;
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "ClassDeclaration":
      case "ClassExpression":
        // A function that is only handed on: what is called with it says what becomes of it.
        return entries;
      case "BlockStatement":
      case "Program": {
        const inner: Scope = new Map(scope);
        for (const each of node.body) if (each.type === "FunctionDeclaration") this.#visit(each, inner, []);
        return node.body.reduce((exits, each) => this.#visit(each, inner, exits), entries);
      }
      default:
        return children(node).reduce((exits, each) => this.#visit(each, scope, exits), entries);
    }
  }

  #call(node: Extract<AnyNode, { type: "CallExpression" }>, scope: Scope, entries: Exits): Exits {
    const path = this.#path(node.callee, scope);
    const functions = node.arguments.flatMap((argument) => this.#function(argument) ?? []);
    if (path && path.length > 0) {
      const [member = ""] = path;
      const plain = node.arguments.filter((argument) => !this.#function(argument));
      if (member === "all" && path.length === 1) return this.#parallel(node, scope, entries);
      const from = plain.reduce<Exits>((exits, each) => this.#visit(each, scope, exits), entries);
      const found = OPERATIONS.has(member) && path.length === 1
        ? operation(member, node.arguments, this.source)
        : !PLAIN.has(member) && path.length > 1
        ? { kind: "call" as const, label: pluginPath(path), name: [pluginPath(path)] }
        : undefined;
      if (!found) return from;
      const id = this.#add({ ...found, line: node.loc!.start.line });
      this.#connect(from, id);
      return [id];
    }
    if (isMember(node.callee, "Promise", ["all", "allSettled", "race", "any"])) {
      return this.#parallel(node, scope, entries);
    }
    const known = node.callee.type === "Identifier" ? this.#functions.get(node.callee.name) : undefined;
    let from = known ? entries : this.#visit(node.callee, scope, entries);
    for (const argument of node.arguments) if (!this.#function(argument)) from = this.#visit(argument, scope, from);
    if (known) {
      const inner: Scope = new Map(scope);
      for (const [index, parameter] of known.params.entries()) {
        const given = node.arguments[index] && this.#path(node.arguments[index], scope);
        if (given) this.#bind(inner, parameter, given);
      }
      return this.#body(known, inner, from);
    }
    // items.map(async (item) => …), forEach and the like: the function runs for each of them.
    for (const fn of functions) {
      const of = node.callee.type === "MemberExpression" ? node.callee.object : undefined;
      from = of
        ? this.#loop(
          node,
          `for each of ${this.#text(of)}`,
          from,
          (at) => this.#body(fn, new Map(scope), at),
        )
        : this.#body(fn, new Map(scope), from);
    }
    return from;
  }

  #parallel(node: Extract<AnyNode, { type: "CallExpression" }>, scope: Scope, entries: Exits): Exits {
    const [first, ...rest] = node.arguments;
    if (first?.type !== "ArrayExpression") {
      return [first, ...rest].reduce<Exits>((exits, each) => this.#visit(each, scope, exits), entries);
    }
    const lanes = first.elements.map((each): Lane => ["", (at) => {
      const fn = this.#function(each ?? undefined);
      return fn ? this.#body(fn, new Map(scope), at) : this.#visit(each, scope, at);
    }]);
    const race = isMember(node.callee, "Promise", ["race", "any"]);
    return this.#grouped(
      { kind: "parallel", label: race ? "whichever comes first" : "at the same time", node },
      lanes,
      entries,
    );
  }

  #branch(node: AnyNode, label: string, entries: Exits, lanes: Lane[]): Exits {
    return this.#grouped({ kind: "branch", label, node }, lanes, entries);
  }

  #loop(node: AnyNode, label: string, entries: Exits, body: (at: Exits) => Exits): Exits {
    this.#loops++;
    this.#breaks.push([]);
    let first = 0;
    const exits = this.#grouped({ kind: "loop", label, node }, [["", (at) => {
      first = this.#nodes.length;
      const ends = body(at);
      const begin = this.#nodes.slice(first).find(({ kind }) => !GROUPS.has(kind))?.id;
      if (begin) {
        for (const from of ends) if (!at.includes(from)) this.#edges.push({ from, to: begin, kind: "again" });
      }
      return ends;
    }]], entries);
    this.#loops--;
    // It may run not even once.
    return [...new Set([...exits, ...this.#breaks.pop()!, ...entries])];
  }

  #try(node: Extract<AnyNode, { type: "TryStatement" }>, scope: Scope, entries: Exits): Exits {
    let tried: string[] = [];
    const exits = this.#grouped({ kind: "try", label: "try", node }, [
      ["try", (at) => {
        const before = this.#nodes.length;
        const ends = this.#visit(node.block, scope, at);
        tried = this.#nodes.slice(before).filter(({ kind }) => !GROUPS.has(kind)).map(({ id }) => id);
        return ends;
      }],
      ...(node.handler
        ? [["if it fails", (at: Exits) => {
          const before = this.#edges.length;
          // Anything that was tried may fail; one line stands for all of them.
          const from = tried.at(-1) ? [tried.at(-1)!] : at;
          const ends = this.#visit(node.handler!.body, scope, from);
          for (const edge of this.#edges.slice(before)) {
            if (from.includes(edge.from)) edge.kind ??= "fails";
          }
          return ends;
        }] as Lane]
        : []),
    ], entries);
    return node.finalizer ? this.#visit(node.finalizer, scope, exits) : exits;
  }

  /** Draws parts into a group; one in which nothing happens is left out. */
  #grouped(
    { kind, label, node }: { kind: SourceNode["kind"]; label: string; node: AnyNode },
    lanes: Lane[],
    entries: Exits,
  ): Exits {
    const at = this.#nodes.length;
    const before = this.#group;
    const id = this.#add({ kind, label, line: node.loc!.start.line, lanes: lanes.map(([name]) => name) });
    const exits = new Set<string>();
    for (const [lane, [, draw]] of lanes.entries()) {
      this.#group = { parent: id, lane };
      for (const exit of draw(entries)) exits.add(exit);
    }
    this.#group = before;
    if (this.#nodes.length === at + 1) {
      this.#nodes.pop();
      return entries;
    }
    return [...exits];
  }

  #add(node: Omit<SourceNode, "id" | "parent" | "lane">): string {
    if (this.#nodes.length >= MAX_NODES) {
      throw new GraphError(`The source cannot be drawn: it has more than ${MAX_NODES} parts`);
    }
    const id = `n${this.#nodes.length + 1}`;
    const label = node.label.length > MAX_LABEL ? `${node.label.slice(0, MAX_LABEL - 1)}…` : node.label;
    const straight = node.name && this.#group.parent === undefined && this.#loops === 0;
    this.#nodes.push({ id, ...node, label, ...this.#group, ...(straight ? { once: true } : {}) });
    return id;
  }

  #connect(from: Exits, to: string): void {
    for (const each of new Set(from)) this.#edges.push({ from: each, to });
  }

  /** What an expression is of the context, if anything. */
  #path(node: AnyNode, scope: Scope): Path | undefined {
    switch (node.type) {
      case "Identifier":
        return scope.get(node.name);
      case "MemberExpression": {
        const object = node.object.type === "Super" ? undefined : this.#path(node.object, scope);
        const name = node.computed ? literal(node.property as AnyNode) : keyName(node.property);
        return object && name !== undefined ? [...object, name] : undefined;
      }
      case "ChainExpression":
      case "ParenthesizedExpression":
        return this.#path(node.expression, scope);
      default:
        return undefined;
    }
  }

  #bind(scope: Scope, pattern: Pattern | undefined, path: Path): void {
    if (!pattern) return;
    if (pattern.type === "Identifier") scope.set(pattern.name, path);
    else if (pattern.type === "AssignmentPattern") this.#bind(scope, pattern.left, path);
    else if (pattern.type === "ObjectPattern") {
      for (const each of pattern.properties) {
        if (each.type === "RestElement") this.#bind(scope, each.argument, path);
        else {
          const name = keyName(each.key);
          if (name !== undefined) this.#bind(scope, each.value, [...path, name]);
        }
      }
    }
  }

  #text(node: AnyNode): string {
    return sourceText(node, this.source);
  }
}

type Lane = [name: string, draw: (at: Exits) => Exits];
