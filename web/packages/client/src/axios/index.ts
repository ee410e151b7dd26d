import type { AxiosError, AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { Authorisation } from '../authorised.js';
import type { AuthClient } from '../client.js';
import { AuthError, PROBLEM_TYPE, problemOf } from '../errors.js';
import { heeding } from '../in-time.js';
import { isStream } from '../stream.js';

/** A request as it was before axios turned it into what is sent. */
interface Sent extends Pick<InternalAxiosRequestConfig, 'data' | 'headers'> {
  authorisation: Authorisation;
}

/** What the address of a request is joined from, besides its own. */
const JOINED = ['baseURL', 'allowAbsoluteUrls', 'params'] as const;

/**
 * Gives the requests of an axios instance the access token, for the service and `allowedOrigins`. A
 * 401 that tells of a useless token is followed by one refresh and one repetition, and a problem of
 * the service is thrown as `AuthError`, whose `cause` is what axios threw.
 *
 * Attach it before other interceptors: it then sees the request as it leaves, and they see one
 * answer. A request that has an `Authorization` of its own is left alone. Gives a function that
 * detaches it.
 */
export function attachAuth(
  instance: AxiosInstance,
  client: Pick<AuthClient, 'authorise'>,
): () => void {
  const { request, response } = instance.interceptors;
  const sent = new WeakMap<object, Sent>();
  // A repetition has been through the interceptors already. And what they made of a request is all
  // of it: with the defaults once more, another address than the one it goes to would be judged.
  const bare = instance.create();
  for (const key of JOINED) delete bare.defaults[key];

  async function authorise(config: InternalAxiosRequestConfig) {
    const { auth, data, headers, method } = config;
    const signal = config.signal as AbortSignal | undefined;
    if (auth || headers.has('Authorization')) return config;
    const authorised = client.authorise(bare.getUri(config), method);
    const authorisation = await heeding(signal, authorised).catch((error: unknown) => {
      // What was aborted goes on without, as far as to axios, which says so in its own way.
      if (signal?.aborted) return null;
      throw error;
    });
    if (authorisation) {
      sent.set(config, { authorisation, data, headers: headers.concat() });
      if (authorisation.token) headers.set('Authorization', `Bearer ${authorisation.token}`);
    }
    return config;
  }

  /** What comes of an answer in the end; `error` is what axios made of it, if it failed. */
  async function settle(answer: AxiosResponse, error?: AxiosError): Promise<AxiosResponse> {
    const { config } = answer;
    const before = sent.get(config);
    while (before && answer.status === 401 && !isStream(before.data)) {
      const { code } = await problemOf(plain(answer));
      const next = await before.authorisation.renew(code, answer.headers['www-authenticate']);
      if (!next) break;
      const headers = before.headers.concat({ Authorization: `Bearer ${next}` });
      error = undefined;
      answer = await bare
        .request({ ...config, data: before.data, headers })
        .catch((failure: AxiosError) => (error = failure).response!);
      if (!answer) break;
    }
    if (error) throw await named(error);
    return answer;
  }

  const onRequest = request.use(authorise);
  const onResponse = response.use(
    (answer) => settle(answer),
    (error: AxiosError) => {
      if (error?.response) return settle(error.response, error);
      throw error;
    },
  );
  return () => {
    request.eject(onRequest);
    response.eject(onResponse);
  };
}

/** The service's problem in what axios threw, or just that. */
async function named(error: AxiosError): Promise<Error> {
  const answer = plain(error.response);
  const problem = await problemOf(answer);
  if (!problem.code || !problem.type?.startsWith(PROBLEM_TYPE)) return error;
  return new AuthError(problem.code, answer.status, problem, error);
}

/** The answer as `fetch` gives it, whatever `responseType` made of its body. */
function plain(answer?: AxiosResponse): Response {
  // One that is no failure may be one that must not have a body.
  if (!answer || answer.status < 400) return new Response();
  const { data, headers, status } = answer;
  const body = data?.constructor === Object ? JSON.stringify(data) : isStream(data) ? null : data;
  return new Response(body, { status, headers: headers as Record<string, string> });
}
