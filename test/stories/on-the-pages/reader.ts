import { SELF } from "cloudflare:test";

/** Somebody with a browser: keeps cookies, follows nothing by itself, and sends forms as a page of ours does. */
export interface Reader {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** A page's text. */
  page(path: string): Promise<string>;
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
}

const ORIGIN = "https://connector.example";
export const OWN_PAGE = { "Sec-Fetch-Site": "same-origin" };

/** Signed in with a token; without one, nobody. */
export async function reader(token?: string): Promise<Reader> {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await SELF.fetch(ORIGIN + path, {
      ...init,
      redirect: "manual",
      headers: { ...init.headers, ...(cookie && { Cookie: cookie }) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) as unknown as [string, string, string];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const post: Reader["post"] = (path, fields = {}, headers = OWN_PAGE) =>
    send(path, { method: "POST", headers, body: new URLSearchParams(fields) });
  if (token !== undefined) await post("/sign-in", { token });
  return {
    get: (path, headers = {}) => send(path, { headers }),
    page: async (path) => (await send(path, { headers: {} })).text(),
    post,
  };
}
