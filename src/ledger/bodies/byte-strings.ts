/** Numbers and texts one after the other: a few bytes each, for what is kept as long as the ledger. Read in the order in which it was written. */
export class ByteWriter {
  readonly #bytes: number[] = [];

  /** A whole number, not below 0: seven bits a byte, the lowest first. */
  number(value: number): this {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes.push((rest % 0x80) | 0x80);
    this.#bytes.push(rest);
    return this;
  }

  text(value: string): this {
    const utf8 = Buffer.from(value);
    this.number(utf8.length).#bytes.push(...utf8);
    return this;
  }

  /** ms; whatever the sender made of it stays what it was. */
  time(value: number): this {
    const bytes = Buffer.alloc(TIME_BYTES);
    bytes.writeDoubleBE(value);
    this.#bytes.push(...bytes);
    return this;
  }

  end(): Uint8Array {
    return new Uint8Array(this.#bytes);
  }
}

const TIME_BYTES = 8;

export class ByteReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Uint8Array, from = 0) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = from;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  number(): number {
    let [value, worth] = [0, 1];
    for (; ; worth *= 0x80) {
      const byte = this.#bytes.readUInt8(this.#at++);
      value += (byte & 0x7f) * worth;
      if (byte < 0x80) return value;
    }
  }

  text(): string {
    const length = this.number();
    return this.#bytes.toString("utf8", this.#at, (this.#at += length));
  }

  time(): number {
    this.#at += TIME_BYTES;
    return this.#bytes.readDoubleBE(this.#at - TIME_BYTES);
  }
}
