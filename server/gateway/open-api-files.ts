import { uploadedFile } from '#contract/files.ts';
import { limits } from '#contract/limits.ts';
import type { Json, OpenApiDocument } from '#contract/open-api.ts';
import { failures } from './open-api-parts.ts';
import { schemaOf } from './open-api-schemas.ts';

const refused = Object.fromEntries(
  Object.keys(failures).map((code) => [code, { $ref: `#/components/responses/${code}` }]),
);
const bytes: Json = { schema: { type: 'string', format: 'binary' } };

/** Calls that are in no table, because what they carry is no JSON: server/gateway/files.ts. */
export const filePaths: OpenApiDocument['paths'] = {
  '/files': {
    post: {
      operationId: 'fileCreate',
      summary: `Uploads a picture of up to ${limits.pictureBytes / 1024 ** 2} MiB: the body is the file itself. What nothing uses within a day is removed.`,
      tags: ['file'],
      security: [{ session: [] }, { token: ['write'] }],
      requestBody: { required: true, content: { 'image/*': bytes, 'application/octet-stream': bytes } },
      responses: {
        201: {
          description: 'It is kept, as a square WebP picture.',
          content: { 'application/json': { schema: schemaOf(uploadedFile, 'output') } },
        },
        ...refused,
      },
    },
  },
  '/files/{id}': {
    get: {
      operationId: 'fileGet',
      summary: 'A picture. Under one id there are never other bytes.',
      tags: ['file'],
      security: [{ session: [] }, { token: ['read'] }, {}],
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
        {
          name: 'size',
          in: 'query',
          description: 'The small one.',
          schema: { type: 'string', enum: ['64'] },
        },
      ],
      responses: {
        200: {
          description: 'The file.',
          headers: { ETag: { description: 'For If-None-Match.', schema: { type: 'string' } } },
          content: { 'image/webp': bytes },
        },
        304: { description: 'As If-None-Match knows it.' },
        ...refused,
      },
    },
  },
};
