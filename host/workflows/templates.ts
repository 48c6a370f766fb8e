import type { Template } from "./editor_wire.ts";
import { isScript } from "./script_files.ts";

/** Of one template; larger files are no templates. */
const MAX_BYTES = 256 * 1024;

/**
 * The templates of a folder by title; a folder that is not there has none. The comment at the top of a file says what
 * it is: its first line is the title, the rest the description.
 */
export async function readTemplates(folder: string, plugins: string[]): Promise<Template[]> {
  const found: Template[] = [];
  for (const file of await scriptsOf(folder)) {
    const source = await Deno.readTextFile(`${folder}/${file}`).catch(() => undefined);
    if (source === undefined || source.length > MAX_BYTES) continue;
    found.push(readTemplate(file, source, plugins));
  }
  return found.sort((a, b) => a.title.localeCompare(b.title, "en"));
}

/** What a template says of itself; one without a comment at its top has its file's name for a title. */
export function readTemplate(file: string, source: string, plugins: string[]): Template {
  const id = file.replace(/\.ts$/, "");
  const [title = "", ...rest] = headerLines(source);
  const uses = usesOf(source);
  const missing = uses.filter((plugin) => !plugins.includes(plugin));
  return {
    id,
    title: title || words(id),
    description: paragraphs(rest),
    uses,
    source,
    available: missing.length === 0,
    missing,
  };
}

async function scriptsOf(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.filter((entry) => entry.isFile && isScript(entry.name)).map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function headerLines(source: string): string[] {
  const comment = /^\s*\/\*\*([\s\S]*?)\*\//.exec(source)?.[1];
  if (comment === undefined) return [];
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*? ?/, "").trimEnd());
  const first = lines.findIndex((line) => line !== "");
  return first === -1 ? [] : lines.slice(first);
}

/** Lines of one paragraph belong together: where they break is a matter of the file's width. */
function paragraphs(lines: string[]): string {
  return lines.join("\n").split(/\n{2,}/).map((text) => text.trim().replaceAll("\n", " ")).filter(Boolean).join("\n\n");
}

/** Plugins that the option names, read from the text: nothing of a template is executed to show it. */
function usesOf(source: string): string[] {
  const list = /^[ \t]*uses:\s*\[([^\]]*)\]/m.exec(source)?.[1] ?? "";
  return [...list.matchAll(/["']([a-z][a-z0-9-]*)["']/g)].map(([, id]) => id!);
}

function words(id: string): string {
  const text = id.replaceAll(/[_-]+/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
