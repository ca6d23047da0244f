import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { LinkState } from '#contract/accounts.ts';
import type { Offer } from '#contract/invitations.ts';
import type { OpenApiDocument } from '#contract/open-api.ts';
import type { DomainOperationName, OperationInput, OperationOutput } from '#contract/operations.ts';
import { credentials } from '#contract/users.ts';
import type { Workspace } from '#contract/workspace.ts';
import { passwordKinds, readLink } from '#domain/account-links.ts';
import type { Actor } from '#domain/actor.ts';
import { getOffer } from '#domain/joining.ts';
import { endSession, findSession, SESSION_SECONDS, startSession } from '#domain/sessions.ts';
import { getSignUpRules, type SignUpRules } from '#domain/sign-up-rules.ts';
import { findByCredentials } from '#domain/users.ts';
import { getWorkspace } from '#domain/workspace.ts';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import { isMailSent } from '#platform/mail.ts';
import { limitCredentials } from '#platform/rate-limit.ts';
import { type ApiRequest, answer, problemAnswer } from './api.ts';
import { dispatch, toRefusal } from './dispatch.ts';
import { answerFile, isFileRequest } from './files.ts';
import { addressHeader, readBody } from './http.ts';
import { openApi } from './open-api.ts';
import { timed } from './page-timing.ts';
import { actorOf, callerOf, sessionTokens } from './session.ts';

/** What Next's side of the process may ask of the running server. */
export interface PagesTransport {
  /** Pages change while they are worked on: nothing of them may be kept in the browser. */
  development: boolean;
  /** The user behind a request's Cookie header, or null. */
  pageSession(cookieHeader: string | null): Promise<Actor | null>;
  /** The workspace, for pages that nobody has signed in to. */
  workspace(): Promise<Workspace>;
  /** What a link to a new password or another address is worth, for the page that it leads to. */
  link(goal: 'password' | 'email', token: string): Promise<{ state: LinkState; email: string | null }>;
  /** Whether mail reaches people. */
  sendsMail(): boolean;
  /** Who may make an account without an invitation. */
  signUpRules(): Promise<SignUpRules>;
  /** What the invitation with this token offers. Rejects with a Refusal. */
  offer(token: string): Promise<Offer>;
  /** The same call the socket and REST offer. Rejects with a Refusal; tell it by its `code`. */
  call<Name extends DomainOperationName>(
    actor: Actor,
    name: Name,
    input: OperationInput<Name>,
  ): Promise<OperationOutput<Name>>;
  /** The interface as a document, for its page. */
  openApi(): OpenApiDocument;
  /** The REST API, for wherever Next is asked directly. */
  api(request: Request): Promise<Response>;
  auth: AuthTransport;
}

/** What next-auth needs. */
export interface AuthTransport {
  secret: string;
  /** Whether this request came by https, so that its cookies may only ever go that way. */
  secureCookies(request: Request): boolean;
  sessionSeconds: number;
  /** Counts one try to sign in; answers the refusal when there were too many, otherwise null. */
  limitSignIn(request: Request, email: unknown): Promise<Response | null>;
  /** Starts a session when email and password fit, and ends the one this browser had; null when they do not. */
  signIn(
    request: Request,
    input: unknown,
  ): Promise<{ id: string; name: string; sessionToken: string } | null>;
  findSession(token: string): Promise<Actor | null>;
  endSession(token: string): Promise<void>;
  /** The answer to a failure that next-auth would misunderstand. */
  refuse(error: unknown): Response;
  /** Logs what next-auth complains of, by its code. */
  warn(code: string): void;
}

export function createPagesTransport(config: Config, log: Log): PagesTransport {
  return {
    development: config.development,
    pageSession: (cookieHeader) => timed(() => actorOf(cookieHeader)),
    workspace: () => timed(getWorkspace),
    link: (goal, token) => timed(() => readLink(goal === 'password' ? passwordKinds : ['email'], token)),
    sendsMail: isMailSent,
    signUpRules: () => timed(getSignUpRules),
    offer: (token) => timed(() => getOffer(null, { token })),
    call: async (actor, name, input) =>
      (await timed(() => dispatch({ actor, address: 'page', log }, name, input))).data,
    openApi,
    api: (request) => answerRequest(request, log),
    auth: {
      secret: config.authSecret,
      // The HTTP transport has written the header, from whatever it trusts.
      secureCookies: (request) =>
        config.publicUrl?.startsWith('https:') ?? request.headers.get('x-forwarded-proto') === 'https',
      sessionSeconds: SESSION_SECONDS,
      limitSignIn: (request, email) => limitSignIn(request, email, log),
      signIn,
      findSession,
      endSession,
      refuse: (error) => toResponse(problemAnswer(toRefusal(error, log, 'auth'))),
      warn: (code) => log.warn({ code }, 'next-auth complains'),
    },
  };
}

async function signIn(request: Request, input: unknown) {
  const parsed = credentials.safeParse(input);
  if (!parsed.success) return null;
  const user = await findByCredentials(parsed.data);
  if (!user) return null;
  const sessionToken = await startSession(user.id, {
    address: request.headers.get(addressHeader) ?? '',
    userAgent: request.headers.get('user-agent') ?? '',
  });
  // The browser forgets that cookie now: nobody could end that session any more, and other tabs still act by it.
  for (const token of sessionTokens(request.headers.get('cookie'))) await endSession(token);
  return { ...user, sessionToken };
}

async function limitSignIn(request: Request, email: unknown, log: Log): Promise<Response | null> {
  try {
    await limitCredentials('signIn', request.headers.get(addressHeader) ?? 'unknown', email);
    return null;
  } catch (error) {
    return toResponse(problemAnswer(toRefusal(error, log, 'sign-in')));
  }
}

/** The API through Next's catch-all. The HTTP transport has checked Origin and address before Next saw the request. */
async function answerRequest(request: Request, log: Log): Promise<Response> {
  const address = request.headers.get(addressHeader) ?? 'unknown';
  const credentials = {
    authorization: request.headers.get('authorization'),
    cookie: request.headers.get('cookie'),
  };
  const asked: ApiRequest = {
    method: request.method,
    url: request.url,
    header: (name) => request.headers.get(name),
    readBody: () => readBody(request.body ?? []),
    address,
    ownOrigin: true,
    actor: () => callerOf(credentials, address),
    log,
  };
  if (!isFileRequest(request.method, new URL(request.url).pathname)) return toResponse(await answer(asked));
  const answered = await answerFile({ ...asked, body: request.body ?? Readable.from([]) });
  if (!answered.file) return toResponse(answered);
  const { bytes, handle } = answered.file;
  const headers = { ...answered.headers, 'Content-Length': String(bytes) };
  if (request.method === 'HEAD') {
    await handle.close();
    return new Response(null, { status: answered.status, headers });
  }
  return new Response(contentOf(handle), { status: answered.status, headers });
}

/** The bytes of a file, read as they are wanted; it is closed after the last, or when nobody wants more. */
function contentOf(handle: FileHandle): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const chunk = new Uint8Array(64 * 1024);
      const { bytesRead } = await handle.read(chunk);
      if (bytesRead > 0) controller.enqueue(chunk.subarray(0, bytesRead));
      else {
        controller.close();
        await handle.close();
      }
    },
    cancel: () => handle.close(),
  });
}

function toResponse({ status, headers, body }: ReturnType<typeof problemAnswer>): Response {
  return new Response(status === 304 ? null : body, { status, headers });
}
