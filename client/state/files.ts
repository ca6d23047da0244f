import { refusalOf, request } from './account.ts';

/** Uploads a picture; gives its id, for whoever takes it into use within a day. Rejects with a Refusal. */
export async function uploadPicture(picture: Blob, signal: AbortSignal): Promise<string> {
  const response = await request('/api/v1/files', {
    method: 'POST',
    headers: { 'content-type': picture.type },
    body: picture,
    signal,
  });
  if (!response.ok) throw await refusalOf(response);
  const { id }: { id: string } = await response.json();
  return id;
}
