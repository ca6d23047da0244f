import { fileClaims, messageFile, uploadedFile } from '#contract/files.ts';
import { limits } from '#contract/limits.ts';
import type { Json, OpenApiDocument } from '#contract/open-api.ts';
import { failures } from './open-api-parts.ts';
import { fieldsOf, schemaOf } from './open-api-schemas.ts';

const refused = Object.fromEntries(
  Object.keys(failures).map((code) => [code, { $ref: `#/components/responses/${code}` }]),
);
const bytes: Json = { schema: { type: 'string', format: 'binary' } };

/** What the uploader says of a file. Without a name it is a picture. */
const claims: Json[] = fieldsOf(fileClaims).fields.map(([name, schema]) => ({ name, in: 'query', schema }));

/** Calls that are in no table, because what they carry is no JSON: server/gateway/files.ts. */
export const filePaths: OpenApiDocument['paths'] = {
  '/files': {
    post: {
      operationId: 'fileCreate',
      summary: `Uploads a file for a message, with its name in the query; without, a picture of up to ${limits.pictureBytes / 1024 ** 2} MiB of a user or the workspace. The body is the file itself. What nothing uses within a day is removed. Large files come in parts, by the tus protocol, to /uploads.`,
      tags: ['file'],
      security: [{ session: [] }, { token: ['send'] }],
      parameters: claims,
      requestBody: { required: true, content: { 'image/*': bytes, 'application/octet-stream': bytes } },
      responses: {
        201: {
          description: 'It is kept: as what its bytes say, or as a square WebP picture.',
          content: {
            'application/json': {
              schema: { anyOf: [schemaOf(messageFile, 'output'), schemaOf(uploadedFile, 'output')] },
            },
          },
        },
        ...refused,
      },
    },
  },
  '/files/{id}': {
    get: {
      operationId: 'fileGet',
      summary: 'A file, whole or the range that is asked for. Under one id there are never other bytes.',
      tags: ['file'],
      security: [{ session: [] }, { token: ['read'] }, {}],
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
        {
          name: 'size',
          in: 'query',
          description: 'An image as a timeline shows it, or by itself; a picture of a user in small (64).',
          schema: { type: 'string', enum: ['64', 'preview', 'large'] },
        },
        {
          name: 'reportId',
          in: 'query',
          description:
            'Of a file of a message that was reported: the report. For those who look after reports.',
          schema: { type: 'string', format: 'uuid' },
        },
      ],
      responses: {
        200: {
          description: 'The file.',
          headers: { ETag: { description: 'For If-None-Match and If-Range.', schema: { type: 'string' } } },
          content: { '*/*': bytes },
        },
        206: { description: 'The range.', content: { '*/*': bytes } },
        304: { description: 'As If-None-Match knows it.' },
        416: { description: 'It ends before the range.' },
        ...refused,
      },
    },
  },
};
