/** Files of plugins: uploads of people and what plugins make themselves. */
export { fileService, type FileServiceParts } from "./service.ts";
export { isShown } from "./media_type.ts";
export { type FileStoreOptions, openFiles } from "./store.ts";
export type { FileContent, FileStore, NewFile, StoredFile, UploadTarget } from "./ports.ts";
