import type { RpcPort } from "../../sdk/ports.ts";
import type { DeleteAnswer, SaveAnswer } from "./wire.ts";

/** A script that comes into the folder is looked at before the host answers. */
const SLOW = { timeoutMs: 65_000 };

/** Removes a script; with the answer it can be brought back. */
export function removeScript(rpc: RpcPort, name: string): Promise<DeleteAnswer> {
  return rpc.call<DeleteAnswer>("host.workflow.source.delete", { name }, SLOW);
}

/** Brings a removed script back as it was, faults included. */
export function restoreScript(rpc: RpcPort, { file, source }: DeleteAnswer): Promise<SaveAnswer> {
  return rpc.call<SaveAnswer>("host.workflow.source.put", { file, source, force: true }, SLOW);
}

/**
 * Gives a script's file another name. The old one goes first, since two files cannot have one workflow's name; when the
 * new one is refused the old one is put back.
 */
export async function moveScript(rpc: RpcPort, name: string, file: string): Promise<SaveAnswer> {
  const removed = await removeScript(rpc, name);
  try {
    return await restoreScript(rpc, { ...removed, file });
  } catch (error) {
    await restoreScript(rpc, removed);
    throw error;
  }
}
