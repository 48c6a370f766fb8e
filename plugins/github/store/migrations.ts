import deliveries from "./migrations/0001_deliveries.sql" with { type: "text" };

/** Every SQL file of the folder, by its name. */
export const migrations = { "0001_deliveries": deliveries };
