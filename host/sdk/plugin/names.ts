/** Names of methods, events and hooks as authors write them in a definition; checked once, when the module loads. */

const METHOD = /^[a-z][A-Za-z0-9_]*(\.[a-z][A-Za-z0-9_]*){0,2}$/;
const INTERFACE = /^[a-z][a-z0-9-]{1,39}$/;
const PATTERN = /^(\*|[a-z][A-Za-z0-9_-]*)(\.(\*\*?|[A-Za-z0-9_-]+))*$/;

/** Throws unless `name` is a method name without the plugin's id, such as `message.send`. */
export function checkMethodName(name: string): void {
  if (METHOD.test(name)) return;
  throw new TypeError(
    `Method name "${name}" is not valid: expected one to three segments such as "message.send", ` +
      `each starting with a lower-case letter, without the plugin's id in front`,
  );
}

/** Throws unless `name` can be the name of an interface, which is the prefix of its methods. */
export function checkInterfaceName(name: string): void {
  if (INTERFACE.test(name)) return;
  throw new TypeError(
    `Interface "${name}" is not valid: expected a name such as "chat", as in "provides" of plugin.json`,
  );
}

/** Throws unless `pattern` is an event type (`chat.message.sent`) or a pattern (`chat.message.*`, `chat.**`). */
export function checkPattern(pattern: string): void {
  if (PATTERN.test(pattern)) return;
  throw new TypeError(
    `Event pattern "${pattern}" is not valid: expected a type such as "chat.message.sent", "chat.*.sent" or "chat.**"`,
  );
}

/**
 * Turns an event pattern into a predicate: `*` stands for one segment, as the last segment for one or more;
 * `**` as the last segment for one or more.
 */
export function matcher(pattern: string): (type: string) => boolean {
  if (!pattern.includes("*")) return (type) => type === pattern;
  const segments = pattern.split(".");
  const source = segments.map((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === "**" || (segment === "*" && last)) return "[^.]+(\\.[^.]+)*";
    return segment === "*" ? "[^.]+" : segment.replace(/[-]/g, "\\-");
  }).join("\\.");
  const expression = new RegExp(`^${source}$`);
  return (type) => expression.test(type);
}
