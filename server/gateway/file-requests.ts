import type { ApiRequest } from './api.ts';

/** A request whose body is read as it comes. */
export interface FileRequest extends ApiRequest {
  body: AsyncIterable<Uint8Array>;
}
