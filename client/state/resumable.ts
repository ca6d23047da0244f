import { Refusal } from '#contract/errors.ts';
import type { FileClaims, MessageFile } from '#contract/files.ts';
import type { Upload } from '#state/nouns/uploads.ts';
import { refusalOf, request } from './account.ts';

// Uploads in parts, by the tus protocol (https://tus.io/protocols/resumable-upload, 1.0.0): creation, and going on from
// where the server says. XMLHttpRequest carries the parts, because fetch tells nothing of what has gone.

/** Bytes of a part: what a proxy takes in one request, and what is lost with a line that breaks at its end. */
const partBytes = 16 * 1024 * 1024;
/** How long a part may stand still, in ms: at its end the server makes a safe image of what came. */
const stallTimeout = 90_000;

/** Uploads a file, or the rest of it. Rejects with a Refusal, or with the signal's reason. */
export async function uploadInParts(upload: Upload): Promise<MessageFile> {
  const { blob, onAddress, onSent, signal } = upload;
  const known = upload.address === null ? null : await offsetOf(upload.address, signal);
  const address = upload.address !== null && known !== null ? upload.address : await begin(upload);
  if (address !== upload.address) onAddress(address);
  let offset = known ?? 0;
  while (offset < blob.size) {
    onSent(offset);
    const answer = await sendPart(upload, address, offset);
    if (answer.status === 200) return answer.json();
    if (!answer.ok) throw await refusedPart(answer, onAddress);
    const next = Number(answer.headers.get('upload-offset'));
    if (!(next > offset)) throw new Refusal('unavailable', 'The server does not go on');
    offset = next;
  }
  // All of it was there, and the answer that said so was lost.
  const found = await request(`/api/v1/files/${idOf(address)}/info`, { method: 'GET', signal });
  if (!found.ok) throw await refusedPart(found, onAddress);
  return found.json();
}

/** Gives up what nobody wants any more; a file that went with a message stays. */
export async function giveUp(address: string): Promise<void> {
  await request(address, { method: 'DELETE', headers: protocol }).catch(() => {});
}

const protocol = { 'tus-resumable': '1.0.0' };

async function begin({ blob, claims, signal }: Upload): Promise<string> {
  const answer = await request('/api/v1/uploads', {
    method: 'POST',
    headers: { ...protocol, 'upload-length': `${blob.size}`, 'upload-metadata': metadataOf(claims) },
    signal,
  });
  if (!answer.ok) throw await refusedSize(answer, blob.size);
  const address = new URL(answer.headers.get('location') ?? '', new URL('/api/v1/', window.location.href));
  return address.pathname;
}

/** How much the server has; null when it does not know it any more. */
async function offsetOf(address: string, signal: AbortSignal): Promise<number | null> {
  const answer = await request(address, { method: 'HEAD', headers: protocol, signal });
  if (answer.status === 404 || answer.status === 410) return null;
  if (!answer.ok) throw await refusalOf(answer);
  return Number(answer.headers.get('upload-offset'));
}

function sendPart({ blob, onSent, signal }: Upload, address: string, offset: number): Promise<Response> {
  return new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const moved = () => {
      clearTimeout(timer);
      timer = setTimeout(() => asked.abort(), stallTimeout);
    };
    const stop = () => asked.abort();
    asked.open('PATCH', address);
    asked.setRequestHeader('tus-resumable', '1.0.0');
    asked.setRequestHeader('upload-offset', `${offset}`);
    asked.setRequestHeader('content-type', 'application/offset+octet-stream');
    asked.upload.onprogress = ({ loaded }) => {
      moved();
      onSent(Math.min(blob.size, offset + loaded));
    };
    asked.onload = () => resolve(answerOf(asked));
    const fail = () =>
      reject(signal.aborted ? signal.reason : new Refusal('unavailable', 'The server does not answer'));
    asked.onerror = fail;
    asked.onabort = fail;
    asked.onloadend = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    signal.addEventListener('abort', stop);
    moved();
    asked.send(blob.slice(offset, offset + partBytes));
  });
}

function answerOf(asked: XMLHttpRequest): Response {
  const headers = ['content-type', 'upload-offset', 'retry-after'].flatMap((name): [string, string][] => {
    const value = asked.getResponseHeader(name);
    return value === null ? [] : [[name, value]];
  });
  const { status, responseText } = asked;
  return new Response(status === 204 ? null : responseText, { status, headers });
}

/** What is larger than any file may be is never taken; else there is only no room for it now. */
async function refusedSize(answer: Response, bytes: number): Promise<Refusal> {
  const refusal = await refusalOf(answer);
  const most = Number(answer.headers.get('tus-max-size') ?? Number.NaN);
  return bytes > most ? new Refusal('invalid', refusal.message) : refusal;
}

/** The upload is not where it was thought to be, or is gone, or the line was too slow: all are mended by trying again. */
async function refusedPart(answer: Response, onAddress: Upload['onAddress']): Promise<Refusal> {
  const refusal = await refusalOf(answer);
  if (refusal.code === 'not_found') onAddress(null);
  const isLost = refusal.code === 'not_found' || refusal.code === 'conflict' || answer.status === 408;
  return isLost ? new Refusal('unavailable', refusal.message) : refusal;
}

function idOf(address: string): string {
  return address.slice(address.lastIndexOf('/') + 1);
}

/** Keys with their values in base64, apart by commas. */
function metadataOf(claims: FileClaims): string {
  return Object.entries(claims)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key} ${base64(String(value))}`)
    .join();
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
