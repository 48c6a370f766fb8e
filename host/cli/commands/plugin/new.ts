import { confirm, isCancel, text } from "@clack/prompts";
import { Command } from "commander";
import { resolve } from "node:path";
import { CHECKOUT } from "../../author/checkout.ts";
import { isPluginId, newPlugin } from "../../author/new_plugin.ts";
import { nameOf } from "../../author/new_plugin_files.ts";
import { type CliContext, CliError } from "../../context.ts";

interface NewOptions {
  dir?: string;
  name?: string;
  description?: string;
  page?: boolean;
}

/** `bulkhead plugin new <id>`: the folder of a plugin that runs at once. Asks what the flags do not say. */
export function newCommand(context: CliContext): Command {
  return new Command("new").description("make a plugin's folder: methods, an event, a setting, a page, tests")
    .argument("<id>", "such as link-check: the name of the folder and the prefix of its methods")
    .option("--dir <folder>", "where to make it (default: here, or plugins/ in the product's own folder)")
    .option("--name <name>", "its name for people")
    .option("--description <sentence>", "what it is for")
    .option("--page", "with a page in the cockpit")
    .option("--no-page", "without a page")
    .action(async (id: string, options: NewOptions) => {
      if (!isPluginId(id)) {
        throw new CliError(
          `"${id}" cannot be a plugin's id: expected 2 to 40 lower-case letters, digits and "-", beginning with a letter`,
          2,
        );
      }
      const choices = context.interactive ? await ask(id, options) : { ...options, page: options.page ?? true };
      const dir = options.dir ?? (Deno.cwd() === CHECKOUT ? "plugins" : ".");
      const folder = resolve(dir);
      const paths = await newPlugin(id, { ...choices, folder, standalone: true }).catch((cause) => {
        throw new CliError(cause instanceof Error ? cause.message : String(cause), 1, { cause });
      });
      for (const path of paths) context.out(`${path.slice(folder.length + 1)}\n`);
      const place = dir === "." ? id : `${dir}/${id}`;
      context.out(
        `\nNext:\n  bulkhead plugin dev ${place}     runs it, and again at each save\n` +
          `  bulkhead plugin test ${place}\n  bulkhead plugin check ${place}\n`,
      );
    });
}

/** The three questions. */
async function ask(id: string, options: NewOptions): Promise<Pick<NewOptions, "name" | "description" | "page">> {
  const name = options.name ??
    given(await text({ message: "What is it called?", defaultValue: nameOf(id), placeholder: nameOf(id) }));
  const description = options.description ??
    given(
      await text({
        message: "What is it for, in one sentence?",
        defaultValue: "Keeps notes.",
        placeholder: "Keeps notes.",
      }),
    );
  const page = options.page ?? given(await confirm({ message: "Does it have a page in the cockpit?" }));
  return { name, description, page };
}

function given<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new CliError("Nothing was made");
  return answer as Exclude<T, symbol>;
}
