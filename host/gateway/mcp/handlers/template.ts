/** The member of a value that a path such as `author.name` names; undefined when there is none. */
export function memberOf(value: unknown, path: string): unknown {
  let member = value;
  for (const step of path.split(".")) {
    if (typeof member !== "object" || member === null || !Object.hasOwn(member, step)) return undefined;
    member = (member as Record<string, unknown>)[step];
  }
  return member;
}

/** A line such as `**{author.name}**: {text}` with the members of a value in place; what is missing is left empty. */
export function fillLine(line: string, value: unknown): string {
  return line.replaceAll(/\{([\w.]{1,100})\}/g, (_, path: string) => {
    const member = memberOf(value, path);
    if (member === undefined || member === null) return "";
    return typeof member === "object" ? JSON.stringify(member) : String(member);
  });
}
