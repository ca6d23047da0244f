import type { ApiRequest } from './api.ts';

/** A request whose body is read as it comes. */
export interface FileRequest extends ApiRequest {
  body: AsyncIterable<Uint8Array>;
}

/** Where files come in parts. */
export const UPLOADS = '/api/v1/uploads';

export function isUploadPath(path: string): boolean {
  return path === UPLOADS || path.startsWith(`${UPLOADS}/`);
}
