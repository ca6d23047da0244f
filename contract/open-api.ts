/** A JSON Schema (2020-12), or another part of an OpenAPI document. */
export type Json = Record<string, unknown>;

/** One call as an OpenAPI document has it. */
export interface DocumentedCall {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: Json[];
  requestBody?: Json;
  responses: Record<string, Json>;
}

/** OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html), as much of it as is said here. */
export interface OpenApiDocument {
  openapi: '3.1.1';
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, DocumentedCall>>;
  components: {
    schemas: Record<string, Json>;
    responses: Record<string, Json>;
    securitySchemes: Record<string, Json>;
  };
}
