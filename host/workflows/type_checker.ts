import type { Clock, Logger } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { EditorService } from "./editor_methods.ts";
import type { Diagnostic } from "./ports.ts";
import { checkTypes } from "./type_check.ts";
import type { TypeFiles } from "./type_files.ts";

export interface TypeCheckerOptions {
  types: TypeFiles;
  /** Absolute path of the folder of scripts. */
  folder: string;
  clock: Clock;
  logger: Logger;
}

/** Checks syntax and types of scripts. */
export class TypeChecker implements EditorService {
  constructor(private readonly options: TypeCheckerOptions) {}

  check(path: string, _text?: string): Promise<Diagnostic[]> {
    return checkTypes(path, this.options.types);
  }
  typesChanged(): void {}
  filesChanged(): void {}
  complete(): never {
    throw new RpcError("precondition_failed", "not yet");
  }
  hover(): never {
    throw new RpcError("precondition_failed", "not yet");
  }
  signature(): never {
    throw new RpcError("precondition_failed", "not yet");
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}
