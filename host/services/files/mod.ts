/** Files of plugins: uploads of people and what plugins make themselves. */
export { fileService, type FileServiceParts } from "./service.ts";
export { isShown } from "./media_type.ts";
export { type FileStoreOptions, openFiles } from "./store.ts";
export { openPartialUploads, type PartialUploadsOptions } from "./partial_uploads.ts";
export type {
  FileContent,
  FileStore,
  NewFile,
  NewPartialUpload,
  PartialUpload,
  PartialUploads,
  StoredFile,
  UploadTarget,
} from "./ports.ts";
