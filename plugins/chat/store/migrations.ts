import chat from "./migrations/0001_chat.sql" with { type: "text" };
import actions from "./migrations/0002_actions.sql" with { type: "text" };

/** Every SQL file of the folder, by its name. */
export const migrations = { "0001_chat": chat, "0002_actions": actions };
