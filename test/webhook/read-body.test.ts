import { describe, expect, it } from "vitest";
import { LARGEST_BODY_BYTES, readBody } from "../../src/webhook/read-body.ts";

function request(body: BodyInit): Request {
  return new Request("https://connector.example/", { method: "POST", body });
}

/** Bytes that come piece by piece, so that no length is known beforehand. */
function stream(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      const size = Math.min(left, 65_536);
      if (size > 0) controller.enqueue(new Uint8Array(size).fill(0x20));
      left -= size;
      if (left === 0) controller.close();
    },
  });
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("a delivery's body", () => {
  it("is JSON, with the bytes it came as", async () => {
    expect(await readBody(request('{"id": 1}'))).toEqual({ kind: "json", json: { id: 1 }, bytes: bytesOf('{"id": 1}'), weight: 32 });
  });

  it("may begin with a byte order mark", async () => {
    expect(await readBody(request("\ufeff[]"))).toMatchObject({ kind: "json", json: [] });
  });

  it.each([
    ["nothing", "", "The body is empty; a call's JSON was expected."],
    ["a form", "id=1&status=completed", "The body is not JSON: it breaks at position 0"],
    ["half a body", '{"id": 1, "status"', "The body is not JSON: it"],
  ])("is not JSON: %s", async (_, text, message) => {
    expect(await readBody(request(text))).toMatchObject({
      kind: "not_json",
      message: expect.stringContaining(message.slice(0, 24)),
      bytes: bytesOf(text),
    });
  });

  it("is never quoted in the answer", async () => {
    const body = await readBody(request("mariana@prado.example"));
    expect(body).toMatchObject({ kind: "not_json", message: expect.not.stringContaining("mariana") });
  });

  it("must be UTF-8, and is kept all the same", async () => {
    const bytes = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    expect(await readBody(request(bytes))).toEqual({ kind: "not_json", message: "The body is not valid UTF-8 text.", bytes });
  });

  it("may have the largest size and not a byte more", async () => {
    const text = `"${"x".repeat(LARGEST_BODY_BYTES - 2)}"`;
    expect((await readBody(request(text))).kind).toBe("json");
    expect((await readBody(request(`${text} `))).kind).toBe("too_large");
  });

  it("counts what arrives, whatever Content-Length says", async () => {
    const lying = new Request("https://connector.example/", {
      method: "POST",
      body: stream(LARGEST_BODY_BYTES + 1),
      duplex: "half",
    } as RequestInit);
    expect((await readBody(lying)).kind).toBe("too_large");
  });
});

describe("a body of which much becomes", () => {
  const read = (text: string) => readBody(request(text));

  it.each([
    ["brackets", `{"id":1,"x":[${"[],".repeat(300_000)}0]}`],
    ["levels", "[".repeat(500_000)],
    ["objects", `{"id":1,"x":[${'{"a":1},'.repeat(150_000)}0]}`],
  ])("is refused before it is parsed: %s", async (_, text) => {
    expect(await read(text)).toMatchObject({ kind: "too_many_values", message: expect.stringContaining("100,000 values") });
  });

  it("is taken when it is one long text, whatever stands in it", async () => {
    expect(await read(JSON.stringify({ id: 1, text: '[{,"\\'.repeat(150_000) }))).toMatchObject({ kind: "json" });
  });
});
