/** What plugins may be given: its entries, what they come to in words, and how risky they are. */
export {
  entriesOf,
  type Entry,
  entryFor,
  isKind,
  keyOf,
  type PermissionKind,
  type Permissions,
  permissionsOf,
} from "./entry.ts";
export { commandLine, parseCommandLine } from "./command_line.ts";
export { type Asker, factsOnce, type PermissionFacts } from "./facts.ts";
export { isForbidden, isGrantable } from "./forbidden.ts";
export { type Risk, riskOf } from "./risk.ts";
export { wordsOf } from "./words.ts";
export { describePermissions, type PermissionInfo } from "./view.ts";
