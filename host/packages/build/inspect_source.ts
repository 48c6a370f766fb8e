import { bundleStage } from "../bundle_stage.ts";
import { sourceOf } from "../bundler.ts";
import { readManifestFile } from "../manifest.ts";
import type { SourceFault } from "../ports.ts";
import type { InitResult } from "../../sdk/channel/protocol.ts";
import { makeStage } from "../stage.ts";
import { describe } from "./describe.ts";
import { pageFiles } from "./pages.ts";

/** What a plugin's source says of itself. */
export interface InspectedSource {
  description: InitResult;
  /** Its own modules that go into the bundle, by path below its folder. */
  modules: { path: string; text: string }[];
  warnings: SourceFault[];
}

/**
 * Checks a source folder as a build does, code and pages, without making a package, and asks its definition what it
 * offers. Rejects with ManifestError or BundleError, whose faults name file and line.
 */
export async function inspectSource(folder: string, options: { cacheDir: string }): Promise<InspectedSource> {
  const { manifest } = await readManifestFile(`${folder}/plugin.json`);
  const source = await sourceOf("plugin", `${folder}/${manifest.entry ?? "plugin.ts"}`, folder);
  const stages = `${options.cacheDir}/build`;
  await Deno.mkdir(stages, { recursive: true });
  await using stage = await makeStage(stages, { ...source, name: manifest.id });
  const { files, warnings } = await bundleStage(stage);
  const description = await describe(stage, manifest.id);
  await pageFiles(stage);
  const modules = await Promise.all(
    files.filter((file) => /\.[mc]?[jt]sx?$/.test(file)).map(async (file) => ({
      path: file.slice(stage.folder.length + 1),
      text: await Deno.readTextFile(file),
    })),
  );
  return { description, modules, warnings };
}
