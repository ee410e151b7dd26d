import type { AuthOutcome, Role, User } from '../../src/types.js';

type Handler = (request: ServiceRequest) => Response | 'lost' | 'unreachable' | 'never' | undefined;

export interface ServiceRequest {
  /** Method and path below `/api/v1`, such as `POST /auth/refresh`. */
  line: string;
  url: string;
  body: Record<string, unknown>;
  bearer: string | null;
  cookie: string | null;
  headers: Headers;
  credentials: RequestCredentials | undefined;
}

interface ServerSession {
  id: string;
  user: User;
  generation: number;
  revoked: boolean;
}

/** The cookie that an answer sets or takes away. */
interface Sent {
  cookie?: string | null;
}

/** A small Bookplate with a clock of its own: it rotates, expires and revokes like the real one. */
export class Service {
  static readonly URL = 'https://accounts.example.com';
  /** How long the answer to a request takes that is made now, in milliseconds. */
  latency = 10;
  /** How long an access token works, in seconds. */
  lifetime = 900;
  /** How far its clock is ahead of the browser's, in milliseconds. */
  skew = 0;
  readonly requests: ServiceRequest[] = [];
  readonly sessions = new Map<string, ServerSession>();
  /** Questions that were kept, by the name of whoever asked. */
  readonly kept: { by: string; body: Record<string, unknown> }[] = [];
  /** Asked first; what they do not answer, the service does. */
  readonly intercept: Handler[] = [];
  private made = 0;

  count(line: string): number {
    return this.requests.filter((request) => request.line === line).length;
  }

  /** Answers the next requests of this line in this way, `times` of them. */
  next(
    line: string,
    answer: Exclude<ReturnType<Handler>, undefined> | (() => Response),
    times = 1,
  ): void {
    let left = times;
    this.intercept.push((request) => {
      if (request.line !== line || left === 0) return undefined;
      left--;
      return typeof answer === 'function' ? answer() : answer;
    });
  }

  /** `fetch` of one browser, which keeps its cookie in the jar. */
  fetchOf(jar: { cookie: string | null }): typeof fetch {
    return async (input, init = {}) => {
      const from = input instanceof Request ? input : null;
      const url = new URL(from?.url ?? String(input), 'https://app.example.com');
      init.signal?.throwIfAborted();
      const headers = new Headers(init.headers ?? from?.headers);
      const method = init.method ?? from?.method ?? 'GET';
      const text = from ? await from.text() : ((init.body ?? '') as string);
      const bearer = headers.get('Authorization')?.replace('Bearer ', '') ?? null;
      const { credentials, signal } = init;
      const request: ServiceRequest = {
        line: `${method} ${url.pathname.replace('/api/v1', '')}`,
        url: url.href,
        body: typeof text === 'string' && text ? JSON.parse(text) : {},
        ...{ bearer, headers, credentials },
        cookie: credentials === 'include' ? jar.cookie : null,
      };
      this.requests.push(request);
      const { latency } = this;
      // A cookie is set when the answer comes, not when it is made.
      const sent: Sent = {};
      let answer: ReturnType<Handler>;
      for (const handler of this.intercept) answer ??= handler(request);
      if (answer === 'unreachable') throw new TypeError('fetch failed');
      const out = answer instanceof Response ? answer : this.answer(request, sent);
      await new Promise((resolve, reject) => {
        if (answer !== 'never') setTimeout(resolve, latency);
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
      if (answer === 'lost') throw new TypeError('network changed');
      if (sent.cookie !== undefined) jar.cookie = sent.cookie;
      return out.clone();
    };
  }

  /** Ends a session, as if somebody did it elsewhere. */
  revoke(id: string): void {
    this.sessions.get(id)!.revoked = true;
  }

  private answer(request: ServiceRequest, sent: Sent): Response {
    const { line, body } = request;
    if (line === 'POST /auth/refresh') return this.refresh(request, sent);
    if (line === 'POST /auth/logout') {
      const token = (body.refreshToken as string) ?? request.cookie;
      if (token) this.sessions.get(token.split('.')[1]!)!.revoked = true;
      if (request.cookie) sent.cookie = null;
      return new Response(null, { status: 204 });
    }
    const by = this.caller(request);
    if (by instanceof Response) return by;
    if (line === 'GET /auth/session') {
      if (by && request.cookie) return problem(400, 'MALFORMED_REQUEST');
      const session = by ?? this.sessions.get(request.cookie?.split('.')[1] ?? '');
      if (!session || session.revoked) return json(200, { status: 'unauthenticated' });
      return json(200, { status: 'authenticated', user: session.user, session: view(session.id) });
    }
    if (line === 'POST /auth/anonymous') return this.begin(201, request, sent, 'anonymous', null);
    if (line === 'POST /auth/login' || line === 'POST /auth/oauth/exchange') {
      if (body.password === 'wrong') return problem(401, 'INVALID_CREDENTIALS');
      const linked = by ? { linked: { chats: 2 } } : {};
      return this.begin(
        200,
        request,
        sent,
        'user',
        (body.email as string) ?? 'ada@example.com',
        linked,
      );
    }
    if (line === 'POST /auth/register') {
      return json(202, { status: 'verification_required', email: body.email, resendAfter: 60 });
    }
    if (!by) return problem(401, 'UNAUTHORIZED');
    if (line === 'POST /auth/reauthenticate') {
      return this.grant(200, request, sent, this.sessions.get(by.id)!);
    }
    if (line === 'GET /users/me') return json(200, by.user);
    if (line === 'PATCH /users/me') {
      return json(200, (by.user = { ...by.user, ...body, version: by.user.version + 1 }));
    }
    if (line.startsWith('DELETE ')) return new Response(null, { status: 204 });
    this.kept.push({ by: by.user.email ?? 'visitor', body });
    return json(200, { by: by.user.email });
  }

  private caller({ bearer }: ServiceRequest): ServerSession | Response | null {
    if (!bearer) return null;
    const [, id, , expires] = bearer.split('.');
    if (Number(expires) <= Date.now() + this.skew) return problem(401, 'ACCESS_TOKEN_EXPIRED');
    const session = this.sessions.get(id!);
    if (!session) return problem(401, 'ACCESS_TOKEN_INVALID');
    return session.revoked ? problem(401, 'SESSION_REVOKED') : session;
  }

  private refresh(request: ServiceRequest, sent: Sent): Response {
    const token = (request.body.refreshToken as string | undefined) ?? request.cookie;
    if (!token) return problem(401, 'UNAUTHORIZED');
    const [, id, generation] = token.split('.');
    const session = this.sessions.get(id!);
    if (!session) return problem(401, 'REFRESH_TOKEN_INVALID');
    if (session.revoked) return problem(401, 'SESSION_REVOKED');
    const behind = session.generation - Number(generation);
    if (behind > 1) {
      session.revoked = true;
      return problem(401, 'REFRESH_TOKEN_REUSED');
    }
    if (behind === 0) session.generation++;
    return this.grant(200, request, sent, session);
  }

  private begin(
    status: number,
    request: ServiceRequest,
    sent: Sent,
    role: Role,
    email: string | null,
    more = {},
  ): Response {
    const id = `session-${++this.made}`;
    const user = {
      ...{ id: `user-${this.made}`, email, role, version: 1, name: null, image: null, bio: null },
      ...{ emailVerified: email !== null, createdAt: '', updatedAt: '' },
    };
    const session = { id, user, generation: 1, revoked: false };
    this.sessions.set(id, session);
    return this.grant(status, request, sent, session, { status: 'authenticated', user, ...more });
  }

  private grant(
    status: number,
    request: ServiceRequest,
    sent: Sent,
    { id, generation }: ServerSession,
    more: Partial<AuthOutcome> = {},
  ): Response {
    const refreshToken = `r.${id}.${generation}`;
    const byCookie = request.credentials === 'include';
    if (byCookie) sent.cookie = refreshToken;
    const expires = Date.now() + this.skew + this.lifetime * 1000;
    const tokens = {
      ...{ tokenType: 'Bearer', accessToken: `a.${id}.${generation}.${expires}` },
      ...{ expiresIn: this.lifetime, refreshExpiresIn: 604800 },
      ...(!byCookie && { refreshToken }),
    };
    return json(status, { session: view(id), tokens, ...more });
  }
}

/** By what name a browser keeps the refresh token, if nothing else is said. */
export const REFRESH_TOKEN = `bookplate:${Service.URL}/api/v1.refresh-token`;

/** A session as the service tells it: it was active just now, and lasts a week from now on. */
const view = (id: string) => ({
  ...{ id, current: true, device: null, ipAddress: null, createdAt: '', authTime: '' },
  lastActiveAt: new Date().toISOString(),
  expiresAt: new Date(Date.now() + 7 * 24 * 3_600_000).toISOString(),
});

export const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

export const problem = (status: number, code: string, more: object = {}): Response =>
  new Response(JSON.stringify({ status, code, detail: code, requestId: 'r1', ...more }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
