/** Every refusal the server can give, with its HTTP status and the title of its problem document (RFC 9457). */
export const refusals = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'This is not yours to do' },
  not_found: { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'This is taken' },
  too_large: { status: 413, title: 'The request is too large' },
  misdirected: { status: 421, title: 'This server does not go by that name' },
  rate_limited: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'The service is not available now' },
} as const;

export type RefusalCode = keyof typeof refusals;

export const refusalCodes = Object.keys(refusals) as [RefusalCode, ...RefusalCode[]];
