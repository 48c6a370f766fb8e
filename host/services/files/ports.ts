/** A file that belongs to a plugin: uploaded by a person for it, or made by it. */
export interface StoredFile {
  id: string;
  plugin: string;
  /** User id of who uploaded it; the plugin's id for one that it made itself. */
  owner: string;
  /** As a person named it; never part of a path on disk. */
  name: string;
  /** Media type, found in the bytes where they tell it. */
  type: string;
  sizeBytes: number;
  /** In hex. */
  sha256: string;
  /** Who may read it: `owner`, `role:<role>` or `room:<id>` of the plugin. */
  audience: string;
  /** False until the plugin says that it keeps it; an upload that nobody keeps is removed after a day. */
  kept: boolean;
  /** ISO 8601. */
  createdAt: string;
}

/** What is known of a file before its bytes are there. */
export interface NewFile {
  plugin: string;
  owner: string;
  name: string;
  /** What the sender says; believed only where the bytes do not tell otherwise. */
  type?: string;
  audience?: string;
  kept: boolean;
  /** Most bytes that it may have. */
  maxBytes: number;
  /** These bytes were kept free for it: what comes in beside it takes none of them. Default false. */
  reserved?: boolean;
}

/** Bytes of a file, whole or a part. */
export interface FileContent {
  stream: ReadableStream<Uint8Array>;
  sizeBytes: number;
}

/** Keeps files on disk: once each by content, removed with their last owner. */
export interface FileStore {
  /** Takes a stream; resolves when it is on disk. Rejects with RpcError `too_large` beyond the limits. */
  add(file: NewFile, content: ReadableStream<Uint8Array>, signal?: AbortSignal): Promise<StoredFile>;
  get(id: string): StoredFile | undefined;
  /** Of one plugin, in order of id; after `after`. */
  list(plugin: string, options: { after?: string; limit: number }): StoredFile[];
  /** Makes an upload the plugin's own, or changes who may read it. */
  keep(id: string, audience: string): Promise<StoredFile>;
  remove(id: string): Promise<boolean>;
  /** With everything of a plugin that is uninstalled. Answers how many. */
  removeAllOf(plugin: string): Promise<number>;
  /** Bytes of all files of a plugin. */
  usedBytes(plugin: string): number;
  /** `from` and `to` in bytes, `to` not included. */
  open(file: StoredFile, range?: { from: number; to: number }): Promise<FileContent>;
  /** May this person read it? */
  mayRead(file: StoredFile, person: { id: string; role: string }): boolean;
  /** Until the answer is called no bytes are removed: for whoever reads the folder as a whole. */
  hold(): () => Promise<void>;
  close(): Promise<void>;
}

/** Whether a plugin takes uploads, and how much; asked by the gateway. */
export interface UploadTarget {
  /** Throws RpcError: `not_found`, `plugin_unavailable` or `not_permitted`. Answers the most bytes that it may hold. */
  uploadLimit(plugin: string): { totalBytes: number };
}

/** What is known of an upload in pieces before its first one. */
export interface NewPartialUpload {
  plugin: string;
  owner: string;
  name: string;
  type?: string;
  /** Of the whole file. */
  lengthBytes: number;
  /** Most that the plugin may still take; what other uploads in pieces will need is taken off. */
  maxBytes: number;
}

/** An upload that comes in pieces. */
export interface PartialUpload {
  id: string;
  plugin: string;
  owner: string;
  name: string;
  type?: string;
  lengthBytes: number;
  /** How many bytes are on disk. */
  offset: number;
  /** The file that it became, once all of it was there. */
  fileId?: string;
  /** ISO 8601; it is removed some time after. */
  expiresAt: string;
}

/** Uploads that go on after a broken connection, or a restart, from where they were. Each is its sender's alone. */
export interface PartialUploads {
  /** Throws `too_large` or `rate_limited`. */
  begin(upload: NewPartialUpload): Promise<PartialUpload>;
  get(id: string, owner: string): Promise<PartialUpload | undefined>;
  /** Adds bytes at `offset`. Throws `not_found`, `conflict` when it is elsewhere or written to already, `too_large`. */
  append(
    id: string,
    owner: string,
    piece: { offset: number; content: ReadableStream<Uint8Array> },
  ): Promise<PartialUpload>;
  /** Forgets it; false when there is none. */
  cancel(id: string, owner: string): Promise<boolean>;
  /** Bytes that unfinished uploads of a plugin will have. */
  expectedBytes(plugin: string): number;
  close(): Promise<void>;
}
