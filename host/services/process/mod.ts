/**
 * Programs that plugins start by the list of commands in their grant.
 *
 * @module
 */
export { argumentsFit } from "./command_grant.ts";
export { type ProcessService, processService, type ProcessServiceParts } from "./service.ts";
