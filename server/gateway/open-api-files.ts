import { fileQuery, uploadedFile } from '#contract/files.ts';
import { limits } from '#contract/limits.ts';
import type { DocumentedCall, Json, OpenApiDocument } from '#contract/open-api.ts';
import { failures } from './open-api-parts.ts';
import { fieldsOf, schemaOf } from './open-api-schemas.ts';

// Files are no part of the table of operations: what they carry is no JSON.

const bytes: Json = { type: 'string', format: 'binary' };
const refused = Object.fromEntries(
  Object.keys(failures).map((code) => [code, { $ref: `#/components/responses/${code}` }]),
);

const fileCreate: DocumentedCall = {
  operationId: 'fileCreate',
  summary: `Takes a picture of up to ${limits.pictureBytes / 1024 / 1024} MiB. Use it somewhere: what nothing uses for a day is removed.`,
  tags: ['file'],
  security: [{ session: [] }, { token: ['write'] }],
  requestBody: { required: true, content: { 'image/*': { schema: bytes } } },
  responses: {
    201: {
      description: 'What was made of it.',
      content: { 'application/json': { schema: schemaOf(uploadedFile, 'output') } },
    },
    ...refused,
  },
};

const fileGet: DocumentedCall = {
  operationId: 'fileGet',
  summary: 'A picture. The workspace’s own is there for anyone.',
  tags: ['file'],
  security: [{}, { session: [] }, { token: ['read'] }],
  parameters: fieldsOf(fileQuery).fields.map(([name, schema]) =>
    name === 'id' ? { name, in: 'path', required: true, schema } : { name, in: 'query', schema },
  ),
  responses: {
    200: { description: 'Its bytes.', content: { 'image/webp': { schema: bytes } } },
    304: { description: 'As If-None-Match knows it.' },
    ...refused,
  },
};

export const filePaths: OpenApiDocument['paths'] = {
  '/files': { post: fileCreate },
  '/files/{id}': { get: fileGet },
};
