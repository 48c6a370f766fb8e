import supervisor from "./migrations/0001_supervisor.sql" with { type: "text" };

/** Every SQL file of the folder, by its name. */
export const migrations = { "0001_supervisor": supervisor };
