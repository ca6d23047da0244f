import { v4 as uuid } from 'uuid';

/** A UUID by which the server knows something of mine again when it is asked twice. */
export function newClientId(): string {
  return uuid();
}
