import chat from "./migrations/0001_chat.sql" with { type: "text" };
import actions from "./migrations/0002_actions.sql" with { type: "text" };
import positions from "./migrations/0003_positions.sql" with { type: "text" };
import personal from "./migrations/0004_personal.sql" with { type: "text" };
import search from "./migrations/0005_search.sql" with { type: "text" };
import ways from "./migrations/0006_ways.sql" with { type: "text" };
import imports from "./migrations/0007_imports.sql" with { type: "text" };
import messagesByPosition from "./migrations/0008_messages_by_position.sql" with { type: "text" };
import searchPrefixes from "./migrations/0009_search_prefixes.sql" with { type: "text" };
import remains from "./migrations/0010_remains.sql" with { type: "text" };
import days from "./migrations/0011_days.sql" with { type: "text" };
import searchNewestFirst from "./migrations/0012_search_newest_first.sql" with { type: "text" };
import importKinds from "./migrations/0013_import_kinds.sql" with { type: "text" };
import pushes from "./migrations/0014_pushes.sql" with { type: "text" };
import workspaces from "./migrations/0015_workspaces.sql" with { type: "text" };
import moderation from "./migrations/0016_moderation.sql" with { type: "text" };
import snippetsAndSearches from "./migrations/0017_snippets_and_searches.sql" with { type: "text" };
import fileKindsAndReadTimes from "./migrations/0018_file_kinds_and_read_times.sql" with { type: "text" };

/** Every SQL file of the folder, by its name. */
export const migrations = {
  "0001_chat": chat,
  "0002_actions": actions,
  "0003_positions": positions,
  "0004_personal": personal,
  "0005_search": search,
  "0006_ways": ways,
  "0007_imports": imports,
  "0008_messages_by_position": messagesByPosition,
  "0009_search_prefixes": searchPrefixes,
  "0010_remains": remains,
  "0011_days": days,
  "0012_search_newest_first": searchNewestFirst,
  "0013_import_kinds": importKinds,
  "0014_pushes": pushes,
  "0015_workspaces": workspaces,
  "0016_moderation": moderation,
  "0017_snippets_and_searches": snippetsAndSearches,
  "0018_file_kinds_and_read_times": fileKindsAndReadTimes,
};
